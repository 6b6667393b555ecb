// Unary calls and stream messages per second, and the server's CPU time for each: a bare grpc-js echo over src/http2
// (Deno) beside the same echo over Node's native http2. One client for both; rounds alternate; medians are compared.
import { parseArgs } from "node:util";
import { LoadConnection } from "../../tests/support/http2/load_client.ts";
import {
  type Child,
  cpuMicros,
  endCleanlyOnSignal,
  nodeGrpc,
  rssMb,
  startEchoServer,
  startNodeEchoServer,
} from "../../tests/support/http2/tools.ts";

const HELP = `usage: scripts/bench http2 [--rounds N] [--calls N] [--messages N] [--profile]
  --rounds N    alternating rounds, 5 by default
  --calls N     unary calls in a round, 20000 by default, over 2 connections, 32 at a time on each
  --messages N  messages of 200 bytes in a round, 400000 by default, over 2 connections, 2 streams on each
  --profile     afterwards runs our server under V8's sampling profiler and prints what dominates
Last line: the worst of the four ratios (1 is Node's figure, more is better) and under "measures" all of them.`;

const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    rounds: { type: "string", default: "5" },
    calls: { type: "string", default: "20000" },
    messages: { type: "string", default: "400000" },
    profile: { type: "boolean", default: false },
  },
});
const CONNECTIONS = 2;
const CONCURRENCY = 32;
const STREAMS = 2;
const TARGET = 1;

interface Sample {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

async function unary(port: number, calls: number): Promise<void> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => LoadConnection.open(port)));
  const message = new Uint8Array(100);
  let left = calls;
  await Promise.all(connections.flatMap((connection) =>
    Array.from({ length: CONCURRENCY }, async () => {
      while (left-- > 0) {
        const { status, bytes } = await connection.call("Unary", message);
        if (status !== 0 || bytes !== 105) {
          throw new Error(`a call ended with status ${status} and ${bytes} bytes`);
        }
      }
    })
  ));
  await Promise.all(connections.map((connection) => connection.close()));
}

async function stream(port: number, messages: number): Promise<void> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => LoadConnection.open(port)));
  const count = Math.floor(messages / (CONNECTIONS * STREAMS));
  await Promise.all(connections.flatMap((connection) =>
    Array.from({ length: STREAMS }, async () => {
      const metadata = ["x-count", String(count), "x-size", "200"];
      const { status, bytes } = await connection.call("ServerStream", new Uint8Array(1), metadata);
      if (status !== 0 || bytes !== count * 205) {
        throw new Error(`a stream ended with ${status}, ${bytes} bytes`);
      }
    })
  ));
  await Promise.all(connections.map((connection) => connection.close()));
}

async function sample(
  server: Child,
  work: (port: number, count: number) => Promise<void>,
  count: number,
): Promise<Sample> {
  const port = Number(await server.firstLine);
  const cpu = await cpuMicros(server.pid), start = performance.now();
  await work(port, count);
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: count / seconds, cpuMicros: (await cpuMicros(server.pid) - cpu) / count };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle] ?? 0
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function spread(values: readonly number[]): number {
  return (Math.max(...values) - Math.min(...values)) / median(values);
}

/** `better` says which direction is good; the ratio is above 1 when ours is better. */
function measure(
  name: string,
  unit: string,
  samples: { ours: number[]; floor: number[]; better: "more" | "less" },
) {
  const ours = median(samples.ours), floor = median(samples.floor);
  const ratio = samples.better === "more" ? ours / floor : floor / ours;
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    name,
    unit,
    ours: round(ours),
    floor: round(floor),
    ratio: round(ratio),
    spread: round(Math.max(spread(samples.ours), spread(samples.floor))),
    target: TARGET,
    met: ratio >= TARGET,
  };
}

async function compare(home: string) {
  await using ours = startEchoServer();
  await using node = startNodeEchoServer(home);
  const calls = Number(options.calls), messages = Number(options.messages);
  for (const server of [ours, node]) {
    await sample(server, unary, Math.min(calls, 10_000));
    await sample(server, stream, Math.min(messages, 100_000));
  }
  const got = {
    ours: { unary: [] as Sample[], stream: [] as Sample[] },
    node: { unary: [] as Sample[], stream: [] as Sample[] },
  };
  for (let round = 1; round <= Number(options.rounds); round++) {
    // Who goes first alternates, too.
    const order = round % 2 === 0 ? (["ours", "node"] as const) : (["node", "ours"] as const);
    for (const who of order) {
      const server = who === "ours" ? ours : node;
      const one = await sample(server, unary, calls), many = await sample(server, stream, messages);
      got[who].unary.push(one);
      got[who].stream.push(many);
      console.error(
        `round ${round} ${who}: ${one.perSecond.toFixed(0)} calls/s at ${one.cpuMicros.toFixed(1)} us, ` +
          `${many.perSecond.toFixed(0)} messages/s at ${many.cpuMicros.toFixed(2)} us, RSS ${await rssMb(
            server.pid,
          )} MB`,
      );
    }
  }
  const pick = (kind: "unary" | "stream", key: keyof Sample) => ({
    ours: got.ours[kind].map((s) => s[key]),
    floor: got.node[kind].map((s) => s[key]),
  });
  return [
    measure("http2_unary", "calls/s", { ...pick("unary", "perSecond"), better: "more" }),
    measure("http2_stream", "messages/s", { ...pick("stream", "perSecond"), better: "more" }),
    measure("http2_unary_cpu", "us/call", { ...pick("unary", "cpuMicros"), better: "less" }),
    measure("http2_stream_cpu", "us/message", { ...pick("stream", "cpuMicros"), better: "less" }),
  ];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

/** Runs our server under the profiler and prints functions and files by self time. */
async function profile(): Promise<void> {
  const dir = await Deno.makeTempDir();
  dirs.add(dir);
  try {
    const server = startEchoServer([], ["--cpu-prof", `--cpu-prof-dir=${dir}`]);
    await sample(server, unary, Number(options.calls) * 2);
    server.kill("SIGTERM");
    await server.ended();
    for (const entry of Deno.readDirSync(dir)) {
      printProfile(JSON.parse(await Deno.readTextFile(`${dir}/${entry.name}`)));
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
    dirs.delete(dir);
  }
}

function printProfile(data: { nodes: ProfileNode[]; samples: number[] }): void {
  const byId = new Map(data.nodes.map((node) => [node.id, node]));
  const functions = new Map<string, number>(), files = new Map<string, number>();
  let total = 0;
  for (const id of data.samples) {
    const frame = byId.get(id)?.callFrame;
    if (frame === undefined || frame.functionName === "(idle)") continue;
    total++;
    const file = frame.url.replace(/^.*\/(src\/http2|npm)\//, "$1/") || frame.functionName;
    const name = `${frame.functionName || "(anonymous)"} ${file}:${frame.lineNumber + 1}`;
    functions.set(name, (functions.get(name) ?? 0) + 1);
    files.set(file, (files.get(file) ?? 0) + 1);
  }
  for (const [title, counts] of [["file", files], ["function", functions]] as const) {
    console.error(`\nself time by ${title}, unary calls, idle left out:`);
    for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 30)) {
      console.error(`${(count / total * 100).toFixed(1).padStart(6)} %  ${name}`);
    }
  }
}

if (options.help) {
  console.log(HELP);
  Deno.exit(0);
}
const dirs = new Set<string>();
endCleanlyOnSignal(dirs);
const tool = await nodeGrpc();
if (tool.kind === "missing") {
  console.error(`cannot compare: ${tool.reason}`);
  console.log(
    JSON.stringify({ name: "http2", unit: "ratio", target: TARGET, met: false, reason: tool.reason }),
  );
  Deno.exit(1);
}
const measures = await compare(tool.path);
if (options.profile) await profile();
const worst = measures.reduce((a, b) => b.ratio < a.ratio ? b : a);
console.log(JSON.stringify({ ...worst, measures }));
Deno.exit(measures.every((one) => one.met) ? 0 : 1);
