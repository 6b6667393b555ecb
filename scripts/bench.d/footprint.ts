/**
 * Memory of the real daemon, as the kernel counts it (VmRSS, and RssAnon of it), ten seconds after each of these:
 *
 * idle              started, two nodes connected, no services
 * loaded            50 services on a NodeAgent that will lie, 24 as real processes on one that is well behaved
 * afterFlood        a minute in which the liar offers 10,000 diffs/s about its 50 services: well, repeated, older, of services
 *                   that do not exist, of generations that never were, in the name of another node, crashed without a crash
 * afterConnections  20,000 connections, eight at a time, each of which makes one call (health) and closes
 *
 * floor: a bare grpc-js echo server over the same HTTP/2 with the same V8 flags, idle and after the same connections.
 *
 * While the flood lasts, the services on the other node are killed, each once, and a new client asks for the daemon's health
 * once a second: the times to the action and to the answer show whether the liar starves anybody. Met = no more than 1.5 times
 * the floor, idle and after the connections; after the flood at most half as much again and 20 MiB more than before it; every
 * reaction within 100 ms; no error in the daemon's log.
 */
import { cpuMicros, startEchoServer } from "../../tests/support/http2/tools.ts";
import { Instance } from "../../tests/support/instances/instance.ts";
import { DAEMON_V8_FLAGS } from "../../tests/support/program.ts";
import { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { readOptions, wholeOption } from "../options.ts";
import { median, pause, rounded } from "./support/figures.ts";
import { Flood } from "./support/flood.ts";
import { LIAR_NODE } from "./support/liar.ts";
import { askInTurn, killInTurn, shortConnections } from "./support/load.ts";
import { type MemoryReading, readMemory, settledMemory } from "./support/memory.ts";
import { Workspace } from "../workspace.d/workspace.ts";

const HELP = `usage: scripts/bench footprint [--seconds N] [--connections N]
  --seconds N      of flood: 5 to 3600, 60 by default
  --connections N  short connections: 1 to 1000000, 20000 by default, 8 at a time
Last line: MiB resident of the daemon and of the bare echo server in each state; ratio = the worse of idle and after the
connections. Takes about three minutes. Returns 0 only when the targets are met.`;

const options = readOptions(HELP, {
  seconds: { type: "string", default: "60" },
  connections: { type: "string", default: "20000" },
});
const SECONDS = wholeOption(options.seconds, { name: "seconds", min: 5, max: 3_600 });
const CONNECTIONS = wholeOption(options.connections, { name: "connections", min: 1, max: 1_000_000 });
const PER_SECOND = 10_000;
const LIED_ABOUT = 50;
const REST_MS = 10_000;
/** One for each kill: the second crash of a service within minutes is answered more slowly by design. */
const CALM_COUNT = Math.min(60, Math.ceil(SECONDS / 2.5));
const KILL_EVERY_MS = SECONDS * 1_000 / CALM_COUNT;
const TARGET_RATIO = 1.5;
const TARGET_REACTION_MS = 100;
const TARGET_GROWTH = { factor: 1.5, mebibytes: 20 };
const HEALTH = "/grpc.health.v1.Health/Check";
const CALM = Array.from({ length: CALM_COUNT }, (_, index) => `calm/s${index}`);

interface Flooded {
  readonly duePerSecond: number;
  readonly sentPerSecond: number;
  readonly reactions: readonly number[];
  readonly answers: readonly number[];
  readonly peakMiB: number;
  readonly cpuShare: number;
}

interface Readings {
  readonly idle: MemoryReading;
  readonly loaded: MemoryReading;
  readonly afterFlood: MemoryReading;
  readonly afterConnections: MemoryReading;
}

type Floor = Pick<Readings, "idle" | "afterConnections">;

function tell(phase: string, { rss, anon, spread }: MemoryReading): void {
  const numbers = [rss, anon].map((value) => value.toFixed(1).padStart(7)).join(" ");
  console.error(`${phase.padEnd(28)} ${numbers}   ${(spread * 100).toFixed(1)} %`);
}

async function measureFloor(workspace: Workspace): Promise<Floor> {
  await using echo = startEchoServer([workspace.mark], [DAEMON_V8_FLAGS]);
  const port = Number(await echo.firstLine);
  const idle = await settledMemory(echo.pid, REST_MS);
  tell("echo server, idle", idle);
  await shortConnections(port, { path: "Unary", count: CONNECTIONS });
  const afterConnections = await settledMemory(echo.pid, REST_MS);
  tell("echo server, connections", afterConnections);
  return { idle, afterConnections };
}

/** Gives it all its services, and waits until the calm ones are processes. */
async function load(manager: Instance, vehicle: Vehicle): Promise<void> {
  const version = "1.0.0";
  for (let index = 0; index < LIED_ABOUT; index++) {
    await manager.apply(`bench/s${index}`, { version, nodes: [LIAR_NODE] }, "bench");
  }
  for (const calm of CALM) {
    await manager.apply(calm, { version, nodes: ["front"], criticality: "B" }, "bench");
  }
  await until(() => vehicle.workloads().length === CALM.length, { what: "the calm services run" });
}

async function flood(
  { vehicle, liar, pid, port }: { vehicle: Vehicle; liar: Flood; pid: number; port: number },
): Promise<Flooded> {
  liar.begin();
  const endMs = performance.now() + (SECONDS - 2) * 1_000;
  let peakMiB = 0;
  const watch = async (): Promise<void> => {
    while (performance.now() < endMs) {
      peakMiB = Math.max(peakMiB, (await readMemory(pid)).rss);
      await pause(250);
    }
  };
  const cpuBefore = await cpuMicros(pid);
  const [reactions, answers] = await Promise.all([
    killInTurn(vehicle, { resources: CALM, everyMs: KILL_EVERY_MS, endMs }),
    askInTurn(port, { path: HEALTH, endMs }),
    watch(),
  ]);
  const cpuShare = (await cpuMicros(pid) - cpuBefore) / 1e6 / SECONDS;
  const { due, sent } = await liar.sent();
  return {
    duePerSecond: Math.round(due / SECONDS),
    sentPerSecond: Math.round(sent / SECONDS),
    ...{ reactions, answers, peakMiB, cpuShare },
  };
}

async function measure(): Promise<boolean> {
  using workspace = new Workspace("footprint");
  console.error(`${"MiB".padEnd(28)}     RSS    anon   spread`);
  const floor = await measureFloor(workspace);
  await using vehicle = await Vehicle.start({ nodes: ["front"], dir: workspace.makeDir("car") });
  const pace = { services: LIED_ABOUT, perSecond: PER_SECOND, seconds: SECONDS };
  await using liar = new Flood(workspace, { who: ["--liar"], ...pace });
  const [liarAddress] = await liar.addresses();
  await using daemon = new Instance({
    ...vehicle.settings(),
    nodes: [
      { name: "front", address: vehicle.nodeAddress("front") },
      { name: LIAR_NODE, address: liarAddress },
    ],
    log: { level: "warn", format: "json" },
  });
  const address = await daemon.start();
  const port = Number(address.split(":").at(-1));
  const idle = await settledMemory(daemon.pid, REST_MS);
  tell("daemon, idle", idle);
  await load(daemon, vehicle);
  const loaded = await settledMemory(daemon.pid, REST_MS);
  tell(`daemon, ${LIED_ABOUT + CALM_COUNT} services`, loaded);
  const flooded = await flood({ vehicle, liar, pid: daemon.pid, port });
  const afterFlood = await settledMemory(daemon.pid, REST_MS);
  tell("daemon, flood", afterFlood);
  const { sentPerSecond, duePerSecond, reactions, answers, peakMiB, cpuShare } = flooded;
  console.error(
    `  during it: ${sentPerSecond} of ${duePerSecond} diffs/s taken, at most ${peakMiB} MiB, ` +
      `${(cpuShare * 100).toFixed(0)} % of a core; reaction ${rounded(median(reactions))} ms, worst ${
        Math.max(...reactions)
      } ms of ${reactions.length}; health ${rounded(median(answers))} ms, worst ${Math.max(...answers)} ms`,
  );
  const perSecond = await shortConnections(port, { path: HEALTH, count: CONNECTIONS });
  const afterConnections = await settledMemory(daemon.pid, REST_MS);
  tell("daemon, connections", afterConnections);
  console.error(`  ${CONNECTIONS} connections at ${perSecond}/s`);
  const { code, stderr } = await daemon.end("SIGTERM");
  const daemonErrors = tellLog(stderr);
  if (code !== 0) throw new Error(`the daemon exited with ${code}`);
  return report({ idle, loaded, afterFlood, afterConnections }, { floor, flooded, daemonErrors });
}

/** Tells what the daemon had to say, a line for each kind of message and the first error of each in full; returns the errors. */
function tellLog(text: string): number {
  let errors = 0;
  const kinds = new Map<string, { count: number; readonly first: string; readonly isError: boolean }>();
  for (const line of text.split("\n").filter((each) => each !== "")) {
    const { level, message, reason, isKnown } = readLine(line);
    if (level === "error" || !isKnown) errors += 1;
    const kind = message === "Alert" ? `${message} ${reason}` : message;
    const known = kinds.get(kind);
    if (known === undefined) {
      kinds.set(kind, { count: 1, first: line, isError: level === "error" || !isKnown });
    } else known.count += 1;
  }
  for (const [kind, { count, first, isError }] of kinds) {
    console.error(`  log, ${count} times: ${kind}${isError ? `\n    ${first}` : ""}`);
  }
  return errors;
}

function readLine(line: string): { level: string; message: string; reason: string; isKnown: boolean } {
  try {
    const { level = "", message = "", reason = "" } = JSON.parse(line);
    return { level, message, reason, isKnown: true };
  } catch {
    return { level: "", message: line.slice(0, 80), reason: "", isKnown: false };
  }
}

function report(
  ours: Readings,
  { floor, flooded, daemonErrors }: { floor: Floor; flooded: Flooded; daemonErrors: number },
): boolean {
  const ratio = Math.max(
    ours.idle.rss / floor.idle.rss,
    ours.afterConnections.rss / floor.afterConnections.rss,
  );
  const worstReactionMs = Math.max(...flooded.reactions);
  const limitMiB = ours.loaded.rss * TARGET_GROWTH.factor + TARGET_GROWTH.mebibytes;
  const met = ratio <= TARGET_RATIO && ours.afterFlood.rss <= limitMiB &&
    worstReactionMs <= TARGET_REACTION_MS && daemonErrors === 0;
  const pick = (readings: Partial<Readings>, key: keyof MemoryReading) =>
    Object.fromEntries(Object.entries(readings).map(([phase, reading]) => [phase, reading[key]]));
  console.log(JSON.stringify({
    name: "footprint",
    unit: "MiB",
    ours: pick(ours, "rss"),
    floor: pick(floor, "rss"),
    oursAnon: pick(ours, "anon"),
    floorAnon: pick(floor, "anon"),
    ratio: rounded(ratio, 2),
    spread: Math.max(...[...Object.values(ours), ...Object.values(floor)].map(({ spread }) => spread)),
    target: TARGET_RATIO,
    met,
    flood: {
      seconds: SECONDS,
      offeredPerSecond: flooded.duePerSecond,
      sentPerSecond: flooded.sentPerSecond,
      peakMiB: flooded.peakMiB,
      cpuShare: rounded(flooded.cpuShare, 2),
      reactionMs: rounded(median(flooded.reactions)),
      worstReactionMs,
      healthMs: rounded(median(flooded.answers)),
      worstHealthMs: Math.max(...flooded.answers),
    },
    connections: CONNECTIONS,
    daemonErrors,
  }));
  return met;
}

Deno.exit(await measure() ? 0 : 1);
