/**
 * Memory of the daemon (resident, /proc): idle, after a NodeAgent that lies at 10,000 diffs/s about 50 services, after 20,000 short
 * connections; beside a bare grpc-js echo server over the same HTTP/2 with the same flags, idle and after the same connections.
 *
 * While the flood lasts, a service on another node is killed again and again: its reaction shows whether anybody starves.
 */
import { parseArgs } from "node:util";
import { connect } from "../../src/grpc/client/state_manager.ts";
import { installHttp2 } from "../../src/http2/install.ts";
import { DEFAULT_SPEC } from "../../src/state/model.ts";
import { resourceId } from "../../src/state/resource_id.ts";
import { LoadConnection } from "../../tests/support/http2/load_client.ts";
import { rssMb, startEchoServer } from "../../tests/support/http2/tools.ts";
import { Daemon, DAEMON_V8_FLAGS } from "../../tests/support/program.ts";
import { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { median, rounded } from "./support/car.ts";
import { Liar } from "./support/liar.ts";

const HELP = `usage: scripts/bench footprint [--seconds N] [--connections N]
  --seconds N      of flood, 60 by default
  --connections N  short connections, 20000 by default, 8 at a time
Last line: MiB resident of the daemon and of the bare echo server in each state; ratio = idle to idle.`;

const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    seconds: { type: "string", default: "60" },
    connections: { type: "string", default: "20000" },
  },
});
if (options.help) {
  console.log(HELP);
  Deno.exit(0);
}
const SECONDS = Number(options.seconds);
const CONNECTIONS = Number(options.connections);
const PER_SECOND = 10_000;
const AT_ONCE = 8;
const REST_MS = 10_000;
const IDS = Array.from({ length: 50 }, (_, index) => ({ namespace: "bench", name: `s${index}` }));
const CALM = "calm/one";

const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS));

async function storm(port: number, path: string): Promise<void> {
  let left = CONNECTIONS;
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const connection = await LoadConnection.open(port);
      const { status } = await connection.call(path, new Uint8Array());
      if (status !== 0) throw new Error(`a call of the storm ended with status ${status}`);
      await connection.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function measureFloor(): Promise<{ readonly idle: number; readonly afterConnections: number }> {
  await using echo = startEchoServer([], [DAEMON_V8_FLAGS]);
  const port = Number(await echo.firstLine);
  await rest();
  const idle = await rssMb(echo.pid);
  await storm(port, "Unary");
  await rest();
  return { idle, afterConnections: await rssMb(echo.pid) };
}

async function applyAll(address: string): Promise<void> {
  await using client = connect(address);
  const change = { labels: {}, expectedGeneration: 0n, reason: "bench" };
  for (const { namespace, name } of IDS) {
    const spec = { ...DEFAULT_SPEC, version: "1.0.0", nodes: ["liar"] };
    await client.updateState({ ...change, resourceId: resourceId(namespace, name), spec });
  }
  const spec = { ...DEFAULT_SPEC, version: "1.0.0", nodes: ["front"], criticality: "B" } as const;
  await client.updateState({ ...change, resourceId: resourceId("calm", "one"), spec });
}

/** Kills the calm service every second and tells how long it took until the action. */
async function killAgainAndAgain(vehicle: Vehicle, seconds: number): Promise<readonly number[]> {
  const reactions: number[] = [];
  const endMs = performance.now() + seconds * 1_000;
  while (performance.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const before = vehicle.executions().length;
    const startedAtMs = Date.now();
    vehicle.signal({ resource: CALM }, "SIGKILL");
    const action = await until(() => vehicle.executions()[before], {
      what: "an action for the calm service",
    });
    reactions.push(action.atMs - startedAtMs);
  }
  return reactions;
}

installHttp2();
const floor = await measureFloor();
console.error(
  `bare echo server: ${floor.idle} MiB idle, ${floor.afterConnections} MiB after ${CONNECTIONS} connections`,
);
await using vehicle = await Vehicle.start({ nodes: ["front"] });
await using liar = await Liar.start("liar");
await using daemon = new Daemon(`
action_controller: { address: "${vehicle.controllerAddress}" }
monitoring_server: { address: "${vehicle.monitoringAddress}" }
nodes:
  - { name: front, address: "${vehicle.nodeAddress("front")}" }
  - { name: liar, address: "${liar.address}" }
recovery: { backoff_base: 10ms, backoff_cap: 50ms, healthy_after: 1s }
log: { level: error }
`);
const address = await daemon.start();
await rest();
const idle = await rssMb(daemon.pid);
await applyAll(address);
await until(() => vehicle.workloads().length === 1, { what: "the calm service runs" });
const loaded = await rssMb(daemon.pid);
console.error(`daemon: ${idle} MiB idle, ${loaded} MiB with 51 services`);
const [, reactions] = await Promise.all([
  liar.flood(IDS, { perSecond: PER_SECOND, seconds: SECONDS }),
  killAgainAndAgain(vehicle, SECONDS - 5),
]);
const atTheEnd = await rssMb(daemon.pid);
await rest();
const afterFlood = await rssMb(daemon.pid);
const sentPerSecond = Math.round(liar.sent / SECONDS);
console.error(
  `daemon: ${atTheEnd} MiB at the end of the flood (${sentPerSecond}/s), ${afterFlood} MiB after it`,
);
console.error(
  `reaction of the calm service: median ${median(reactions)} ms, worst ${Math.max(...reactions)} ms`,
);
await storm(Number(address.split(":").at(-1)), "/grpc.health.v1.Health/Check");
await rest();
const afterConnections = await rssMb(daemon.pid);
console.error(`daemon: ${afterConnections} MiB after ${CONNECTIONS} connections`);
const ratio = rounded(idle / floor.idle);
console.log(JSON.stringify({
  name: "footprint",
  unit: "MiB",
  ours: { idle, loaded, atTheEnd, afterFlood, afterConnections },
  floor,
  ratio,
  spread: 0,
  target: 1.5,
  met: idle / floor.idle <= 1.5 && afterFlood <= loaded * 1.5 + 20,
  flood: {
    sentPerSecond,
    seconds: SECONDS,
    reactionMs: median(reactions),
    worstReactionMs: Math.max(...reactions),
  },
}));
