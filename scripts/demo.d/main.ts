/** The demo: a car of three nodes and twelve services, the real State Manager, and everything that goes wrong. See scripts/demo. */
import { delay } from "../../src/kit/delay.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { readOptions, refuse } from "../options.ts";
import { Interrupted, Workspace } from "../workspace.d/workspace.ts";
import { startCar } from "../../tests/support/instances/car.ts";
import { FAULTS } from "./faults.ts";
import { Fleet, NODES, SERVICES } from "./fleet.ts";
import { Witness } from "./reality.ts";
import { countKinds, type Fault, type FaultResult, runFault, settle } from "./scenario.ts";
import { hold } from "./hold.ts";
import { holdContainers } from "./hold_containers.ts";
import { holdUnits } from "./hold_units.ts";
import { runOnRuntime } from "./runtime/run.ts";
import { faultsOf } from "./runtime/faults.ts";
import { missingRuntime } from "./runtime/missing.ts";
import { type RuntimeName, RUNTIMES } from "./runtime/stage.ts";
import { LiveScreen, PlainScreen, type Screen } from "./screen.ts";
import { findViolations } from "./verdict.ts";
import { World } from "./world.ts";

const HELP =
  `scripts/demo: three nodes, twelve services as real processes, the real State Manager, and everything that goes wrong; at the
end a power-on with two hundred services more.

  scripts/demo             shows a live table in the terminal while it breaks things, one after the other (one to two minutes)
  scripts/demo --check     the same unattended: lines on standard error, one JSON line on standard output

  scripts/demo --hold      leaves a small vehicle up, on one program that keeps real processes alive, with commands to try beside it;
                           with --check it kills one process, sees it come back, and ends; with --runtime podman: containers,
                           with --runtime systemd: units

  --only NAME[,NAME...]    these faults only: crash, freeze, crash-loop, flapping, crash-on-start, unstable-version,
                           bad-config, scale-up, scale-down, rollout, node-away, node-back (after node-away),
                           controller-away, dependency, manager-kill, storm
  --runtime podman         one program that keeps containers alive on a podman of its own, with an image made on the spot, and what
                           goes wrong with them; as root. Faults: crash, oom, freeze, crash-loop, bad-version, crash-on-start,
                           bad-config, runtime-kill, node-kill, reboot
  --runtime systemd        the same with units of the systemd of this machine, templates of its own below /run; as root. The bus serves
                           others too: only the way to it is cut. Faults: those of podman without runtime-kill, and watchdog,
                           bus-away, reexec (systemd executes itself anew)
  --pace SECONDS           rest before each fault (default: 3, with --check 0)
  --log DIR                keep the logs of all programs, the audit and the alerts there
  --help                   this text

It fetches what it needs (the pinned Deno, the locked dependencies) on its first run, needs no root without --runtime, listens on loopback
ports that are free, and leaves no process and no file behind, also when it is interrupted.

The JSON line is {"ok":BOOL,"faults":[{"name","detectedMs","recoveredMs","actions","note"?}...],"violations":[...],...}. Returns 0
only when every service ended in its desired state (read from the processes themselves), nothing was started twice (by the
ActionController's audit and by /proc), no event was lost, doubled or out of order for a subscriber that followed it all, and
each fault raised exactly the alerts that it should (one for a cause, none for what follows from it). With --runtime the line
has "runtime" and "skipped" (faults that this machine cannot show, each with its reason). 2: wrong use, or there is no such
runtime here.`;
/** More of them are told by kind and number. */
const CAPACITY_ACTIONS = 12;

interface Options {
  readonly isCheck: boolean;
  readonly isHeld: boolean;
  readonly runtime: RuntimeName | undefined;
  /** Names given with --only; empty = all. */
  readonly only: readonly string[];
  readonly faults: readonly Fault[];
  /** Rest between two faults, for people to look. */
  readonly paceMs: number;
  readonly logDir: string | undefined;
}

interface Verdict {
  readonly ok: boolean;
  readonly faults: readonly FaultResult[];
  readonly violations: readonly string[];
  readonly services: number;
  readonly events: number;
  readonly tookMs: number;
}

const HOLD = { podman: holdContainers, systemd: holdUnits } satisfies Record<RuntimeName, unknown>;

/** This machine has not what was asked for. */
class Unavailable extends Error {}

function demoOptions(): Options {
  const { check, hold, only, pace, log, runtime: runtimeName } = readOptions(HELP, {
    runtime: { type: "string" },
    hold: { type: "boolean", default: false },
    check: { type: "boolean", default: false },
    only: { type: "string" },
    pace: { type: "string" },
    log: { type: "string" },
  });
  const runtime = RUNTIMES.find((name) => name === runtimeName);
  if (runtimeName !== undefined && runtime === undefined) {
    refuse(`--runtime ${runtimeName}: not one of ${RUNTIMES.join(", ")}`);
  }
  const names = only?.split(",");
  const known = (runtime === undefined ? FAULTS : faultsOf(runtime)).map(({ name }) => name);
  for (const name of names ?? []) {
    if (!known.includes(name)) refuse(`--only ${name}: not one of ${known.join(", ")}`);
  }
  const seconds = Number(pace ?? (check ? "0" : "3"));
  if (!(seconds >= 0 && seconds <= 600)) refuse(`--pace ${pace}: seconds, 0 to 600`);
  return {
    isCheck: check,
    isHeld: hold,
    runtime,
    only: names ?? [],
    faults: FAULTS.filter(({ name }) => names === undefined || names.includes(name)),
    paceMs: seconds * 1_000,
    logDir: log,
  };
}

async function run(
  options: Options,
  { dir, screen, signal }: { readonly dir: string; readonly screen: Screen; readonly signal: AbortSignal },
): Promise<Verdict> {
  const beganMs = performance.now();
  await using car = await startCar({ nodes: NODES, dir, signal });
  const { vehicle, manager, follower } = car;
  using _logs = { [Symbol.dispose]: () => vehicle.keepLogs(options.logDir) };
  screen.say(`vehicle: ${NODES.length} nodes, their peers and the State Manager are up`);
  using witness = new Witness(vehicle);
  const fleet = new Fleet(SERVICES);
  const world = new World({ vehicle, manager, follower, fleet });
  screen.watch({ follower, fleet, isManagerUp: () => manager.isRunning });
  for (const resource of fleet.resources) {
    await manager.apply(resource, fleet.wanted(resource), "demo: the car");
  }
  await settle(world, signal);
  screen.say(`services: ${fleet.resources.length} run, dependencies first`);
  const faults = await runFaults(world, { options, screen, signal });
  await settle(world, signal);
  const violations = [
    ...await findViolations(world, witness, signal),
    ...faults.flatMap((fault) => fault.violations),
  ];
  const { code } = await manager.end("SIGTERM");
  if (code !== 0) violations.push(`the State Manager exited with ${code} after SIGTERM`);
  return {
    ok: violations.length === 0,
    faults,
    violations,
    services: fleet.resources.length,
    events: follower.events.length,
    tookMs: Math.round(performance.now() - beganMs),
  };
}

async function runFaults(
  world: World,
  { options, screen, signal }: { options: Options; screen: Screen; signal: AbortSignal },
): Promise<FaultResult[]> {
  const results: FaultResult[] = [];
  for (const fault of options.faults) {
    await rest(options.paceMs, signal);
    screen.say(`FAULT ${fault.title}`);
    const result = await runFault(world, fault, signal);
    results.push(result);
    const { detectedMs, recoveredMs, actions, note } = result;
    const done = countKinds(actions).join(", ") || "no action";
    screen.say(`      noticed after ${detectedMs} ms, well after ${recoveredMs} ms: ${done}`);
    if (note !== undefined) screen.say(`      ${note}`);
    for (const violation of result.violations) screen.say(`      VIOLATION ${violation}`);
  }
  await rest(options.paceMs, signal);
  return results;
}

/** Resolves after the time or with the end of the demo, whichever is first. */
function rest(timeMs: number, signal: AbortSignal): Promise<void> {
  return delay(new SystemClock(), timeMs, signal);
}

/** For people, at the end. */
function tell(
  { ok, violations, services, faults, tookMs }: Pick<Verdict, "ok" | "violations" | "services" | "tookMs"> & {
    readonly faults: readonly unknown[];
  },
): void {
  for (const violation of violations) console.error(`VIOLATION ${violation}`);
  const seconds = (tookMs / 1_000).toFixed(1);
  console.error(
    ok
      ? `all ${services} services are in their desired state after ${faults.length} faults, ${seconds} s`
      : `${violations.length} violations, ${seconds} s`,
  );
}

/** `--runtime`. Resolves to the exit code. */
async function playRuntime(
  runtime: RuntimeName,
  { only, paceMs, isCheck, isHeld, signal }: Options & { readonly signal: AbortSignal },
): Promise<number> {
  const missing = await missingRuntime(runtime);
  if (missing !== undefined) throw new Unavailable(`--runtime ${runtime}: ${missing}`);
  if (isHeld) return await HOLD[runtime]({ isCheck, signal });
  using screen = new PlainScreen();
  const verdict = await runOnRuntime({ runtime, only, paceMs, screen, signal });
  tell(verdict);
  if (isCheck) console.log(JSON.stringify(verdict));
  return verdict.ok ? 0 : 1;
}

async function main(options: Options): Promise<number> {
  const abort = new AbortController();
  using workspace = new Workspace("demo", (reason) => abort.abort(reason));
  if (options.runtime !== undefined) {
    try {
      return await playRuntime(options.runtime, { ...options, signal: abort.signal });
    } catch (error) {
      throw abort.signal.aborted ? abort.signal.reason : error;
    }
  }
  if (options.isHeld) return await hold({ isCheck: options.isCheck, signal: abort.signal });
  const screen = options.isCheck || !Deno.stdout.isTerminal() ? new PlainScreen() : new LiveScreen();
  let verdict: Verdict;
  try {
    verdict = await run(options, { dir: workspace.makeDir("car"), screen, signal: abort.signal });
  } catch (error) {
    // What else goes wrong while everything is taken down is a consequence.
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    screen[Symbol.dispose]();
  }
  tell(verdict);
  if (options.isCheck) {
    const faults = verdict.faults.map(({ violations: _told, ...fault }) => ({
      ...fault,
      actions: fault.actions.length > CAPACITY_ACTIONS ? countKinds(fault.actions) : fault.actions,
    }));
    console.log(JSON.stringify({ ...verdict, faults }));
  }
  return verdict.ok ? 0 : 1;
}

const options = demoOptions();
try {
  Deno.exit(await main(options));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(`scripts/demo: ${message}`);
  if (options.isCheck) console.log(JSON.stringify({ ok: false, faults: [], error: message }));
  Deno.exit(error instanceof Interrupted ? error.exitCode : error instanceof Unavailable ? 2 : 1);
}
