/**
 * What 20,000 short connections leave behind in a bare grpc-js echo server over src/http2: resident memory before and after,
 * live sessions, live heap. Five kinds of client take turns: one polite call; a call that is cancelled; one whose client
 * vanishes in the middle; one that closes its sending half in the middle; one that asks for a long stream and never reads.
 * The same connections go to the same echo service on Node's native HTTP/2, for comparison.
 *
 * Met = every polite call answered, no session left, and the second half of the connections grew memory by no more than 5 %.
 */
import { LoadConnection } from "../../tests/support/http2/load_client.ts";
import {
  type Child,
  endCleanlyOnSignal,
  nodeGrpc,
  rssMb,
  startEchoServer,
  startNodeEchoServer,
} from "../../tests/support/http2/tools.ts";
import { DAEMON_V8_FLAGS } from "../../tests/support/program.ts";
import { readOptions, wholeOption } from "../options.ts";
import { pause, rounded } from "./support/figures.ts";

const HELP = `usage: scripts/bench connections [--connections N]
  --connections N   in all, 20000 by default, 16 at a time
Last line: "ours" and "floor" are MB resident afterwards (Node's server is the floor), with the readings before, halfway and
after, the sessions and the heap left. Returns 0 only when no polite call failed, no session is left and memory stayed level.`;

const options = readOptions(HELP, {
  connections: { type: "string", default: "20000" },
});
const CONNECTIONS = wholeOption(options.connections, { name: "connections", min: 100, max: 10_000_000 });
const LANES = 16;
const MAX_GROWTH = 1.05;
const ENDLESS = ["x-count", "1000000", "x-size", "1000"];

/** One connection of the kind that is next. */
async function visit(port: number, i: number): Promise<void> {
  const connection = await LoadConnection.open(port);
  switch (i % 5) {
    case 0: {
      const { status, bytes } = await connection.call("Unary", new Uint8Array(100));
      if (status !== 0 || bytes !== 105) {
        throw new Error(`a polite call ended with ${status} and ${bytes} bytes`);
      }
      break;
    }
    case 1:
      await connection.abandon("ServerStream", ENDLESS, "cancel");
      break;
    case 2:
      await connection.abandon("Unary", ["x-hang", "1"], "vanish");
      break;
    case 3:
      await connection.abandon("Unary", ["x-hang", "1"], "halfClose");
      break;
    default:
      await connection.abandon("ServerStream", ENDLESS, "neverRead");
  }
  await connection.close();
}

async function visits(port: number, count: number): Promise<void> {
  let left = count;
  await Promise.all(Array.from({ length: LANES }, async () => {
    while (left-- > 0) await visit(port, left);
  }));
  await pause(2_000);
}

async function run(server: Child, name: string): Promise<{ before: number; halfway: number; after: number }> {
  const port = Number(await server.firstLine);
  const before = await rssMb(server.pid);
  await visits(port, CONNECTIONS / 2);
  const halfway = await rssMb(server.pid);
  await visits(port, CONNECTIONS / 2);
  const after = await rssMb(server.pid);
  console.error(
    `${name}: ${before} MB before, ${halfway} halfway, ${after} after ${CONNECTIONS} connections`,
  );
  return { before, halfway, after };
}

async function report(server: Child): Promise<{ sessions: number; heapUsed: number }> {
  const before = server.output.length;
  server.kill("SIGUSR2");
  for (let waited = 0; waited < 5_000; waited += 20) {
    const text = server.output.slice(before);
    if (text.includes("\n")) return JSON.parse(text);
    await pause(20);
  }
  throw new Error("the server does not report");
}

endCleanlyOnSignal();
await using echo = startEchoServer([], [`${DAEMON_V8_FLAGS},--expose-gc`]);
const ours = await run(echo, "ours");
const left = await report(echo);
const node = await nodeGrpc();
let floor = null;
if (node.kind === "found") {
  await using server = startNodeEchoServer(node.path);
  floor = await run(server, "node");
} else console.error(`no comparison with Node: ${node.reason}`);
const growth = ours.after / ours.halfway;
const met = left.sessions === 0 && growth <= MAX_GROWTH;
console.log(JSON.stringify({
  name: "http2_connections",
  unit: "MB",
  ours: ours.after,
  floor: floor?.after ?? null,
  ratio: floor === null ? null : rounded(ours.after / floor.after, 2),
  spread: rounded(growth - 1, 2),
  target: MAX_GROWTH,
  met,
  readings: { ours, node: floor },
  sessionsLeft: left.sessions,
  heapMb: rounded(left.heapUsed / 1_048_576),
}));
Deno.exitCode = met ? 0 : 1;
