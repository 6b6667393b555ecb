/**
 * The demo: a car of three nodes and twelve services, the real State Manager, and everything that goes wrong. See scripts/demo.
 *
 * Called by scripts/demo alone, which makes DIR and clears away whatever is left of it.
 */
import { parseArgs } from "node:util";
import { delay } from "../../src/kit/delay.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { startCar } from "../../tests/support/instances/car.ts";
import { FAULTS } from "./faults.ts";
import { Fleet, NODES, SERVICES } from "./fleet.ts";
import { Witness } from "./reality.ts";
import { countKinds, type Fault, type FaultResult, runFault, settle } from "./scenario.ts";
import { LiveScreen, PlainScreen, type Screen } from "./screen.ts";
import { findViolations } from "./verdict.ts";
import { World } from "./world.ts";

/** More of them are told by kind and number. */
const CAPACITY_ACTIONS = 12;

interface Options {
  readonly dir: string;
  readonly isCheck: boolean;
  readonly faults: readonly Fault[];
  /** Rest between two faults, for people to look. */
  readonly paceMs: number;
}

interface Verdict {
  readonly ok: boolean;
  readonly faults: readonly FaultResult[];
  readonly violations: readonly string[];
  readonly services: number;
  readonly events: number;
  readonly tookMs: number;
}

function readArguments(): Options {
  const { values } = parseArgs({
    args: Deno.args,
    options: {
      dir: { type: "string" },
      check: { type: "boolean", default: false },
      only: { type: "string" },
      pace: { type: "string" },
    },
    strict: true,
  });
  const names = values.only?.split(",");
  for (const name of names ?? []) {
    if (!FAULTS.some((fault) => fault.name === name)) {
      throw new Error(`--only ${name}: not one of ${FAULTS.map((fault) => fault.name).join(", ")}`);
    }
  }
  const pace = Number(values.pace ?? (values.check ? "0" : "3"));
  if (!(pace >= 0 && pace <= 600)) throw new Error(`--pace ${values.pace}: seconds, 0 to 600`);
  if (values.dir === undefined) throw new Error("--dir is missing: start this by scripts/demo");
  return {
    dir: values.dir,
    isCheck: values.check,
    faults: FAULTS.filter(({ name }) => names === undefined || names.includes(name)),
    paceMs: pace * 1_000,
  };
}

async function run(options: Options, screen: Screen, signal: AbortSignal): Promise<Verdict> {
  const beganMs = performance.now();
  await using car = await startCar({ nodes: NODES, dir: options.dir, signal });
  const { vehicle, manager, follower } = car;
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

async function main(): Promise<number> {
  const options = readArguments();
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(name, () => abort.abort(new Error(`ended by ${name}`)));
  }
  const screen = options.isCheck || !Deno.stdout.isTerminal() ? new PlainScreen() : new LiveScreen();
  let verdict: Verdict;
  try {
    verdict = await run(options, screen, abort.signal);
  } catch (error) {
    // What else goes wrong while everything is taken down is a consequence.
    throw abort.signal.aborted ? abort.signal.reason : error;
  } finally {
    screen[Symbol.dispose]();
  }
  for (const violation of verdict.violations) console.error(`VIOLATION ${violation}`);
  const seconds = (verdict.tookMs / 1_000).toFixed(1);
  console.error(
    verdict.ok
      ? `all ${verdict.services} services are in their desired state after ${verdict.faults.length} faults, ${seconds} s`
      : `${verdict.violations.length} violations, ${seconds} s`,
  );
  if (options.isCheck) {
    const faults = verdict.faults.map(({ violations: _told, ...fault }) => ({
      ...fault,
      actions: fault.actions.length > CAPACITY_ACTIONS ? countKinds(fault.actions) : fault.actions,
    }));
    console.log(JSON.stringify({ ...verdict, faults }));
  }
  return verdict.ok ? 0 : 1;
}

if (import.meta.main) {
  try {
    Deno.exit(await main());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`scripts/demo: ${message}`);
    if (Deno.args.includes("--check")) console.log(JSON.stringify({ ok: false, faults: [], error: message }));
    Deno.exit(1);
  }
}
