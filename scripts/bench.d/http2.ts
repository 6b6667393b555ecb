// Unary calls and stream messages per second, and the server's CPU time for each: a bare grpc-js echo over src/http2
// (Deno) beside the same echo over Node's native http2. One client for both; rounds alternate; medians are compared.
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
import { makeCertificates } from "../../tests/support/http2/tls_files.ts";
import { readOptions, wholeOption } from "../options.ts";
import { median, rounded, spread } from "./support/figures.ts";
import { tellProfiles } from "./support/profile.ts";

const HELP = `usage: scripts/bench http2 [--rounds N] [--calls N] [--messages N] [--tls] [--profile]
  --rounds N    alternating rounds, 5 by default
  --calls N     unary calls in a round, 20000 by default, over 2 connections, 32 at a time on each
  --messages N  messages of 200 bytes in a round, 400000 by default, over 2 connections, 2 streams on each
  --tls         mutual TLS 1.3 on both: ours through the listener that the State Manager has. Ours in plaintext is told beside it
  --profile     afterwards runs our server under V8's sampling profiler and prints what dominates
Last line: the worst of the four ratios (1 is Node's figure, more is better) and under "measures" all of them.`;

const options = readOptions(HELP, {
  rounds: { type: "string", default: "5" },
  calls: { type: "string", default: "20000" },
  messages: { type: "string", default: "400000" },
  tls: { type: "boolean", default: false },
  profile: { type: "boolean", default: false },
});
const ROUNDS = wholeOption(options.rounds, { name: "rounds", min: 1, max: 1_000 });
const CALLS = wholeOption(options.calls, { name: "calls", min: 1, max: 10_000_000 });
const MESSAGES = wholeOption(options.messages, { name: "messages", min: 1, max: 100_000_000 });
const CONNECTIONS = 2;
const CONCURRENCY = 32;
const STREAMS = 2;
const TARGET = 1;

interface Sample {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

type Work = (port: number, count: number, tlsDir?: string) => Promise<void>;

function openAll(port: number, tlsDir?: string): Promise<LoadConnection[]> {
  return Promise.all(Array.from({ length: CONNECTIONS }, () => LoadConnection.open(port, tlsDir)));
}

async function unary(port: number, calls: number, tlsDir?: string): Promise<void> {
  const connections = await openAll(port, tlsDir);
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

async function stream(port: number, messages: number, tlsDir?: string): Promise<void> {
  const connections = await openAll(port, tlsDir);
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

async function sample(server: Child, work: Work, count: number, tlsDir?: string): Promise<Sample> {
  const port = Number(await server.firstLine);
  const cpu = await cpuMicros(server.pid), start = performance.now();
  await work(port, count, tlsDir);
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: count / seconds, cpuMicros: (await cpuMicros(server.pid) - cpu) / count };
}

/** `better` says which direction is good; the ratio is above 1 when ours is better. */
function measure(
  name: string,
  unit: string,
  samples: { ours: number[]; floor: number[]; better: "more" | "less" },
) {
  const ours = median(samples.ours), floor = median(samples.floor);
  const ratio = samples.better === "more" ? ours / floor : floor / ours;
  return {
    name,
    unit,
    ours: rounded(ours, 2),
    floor: rounded(floor, 2),
    ratio: rounded(ratio, 2),
    spread: rounded(Math.max(spread(samples.ours), spread(samples.floor)), 2),
    target: TARGET,
    met: ratio >= TARGET,
  };
}

/** Of `tls` the directory of the certificates; "" = in plaintext. */
async function compare(home: string, tls: string) {
  const tlsDir = tls === "" ? undefined : tls;
  const env = tlsDir === undefined ? {} : { TLS_DIR: tlsDir };
  await using ours = startEchoServer(tlsDir === undefined ? [] : ["--door"], [], env);
  await using node = startNodeEchoServer(home, env);
  for (const server of [ours, node]) {
    await sample(server, unary, Math.min(CALLS, 10_000), tlsDir);
    await sample(server, stream, Math.min(MESSAGES, 100_000), tlsDir);
  }
  if (tlsDir !== undefined) await tellPlaintext();
  const got = {
    ours: { unary: [] as Sample[], stream: [] as Sample[] },
    node: { unary: [] as Sample[], stream: [] as Sample[] },
  };
  for (let round = 1; round <= ROUNDS; round++) {
    // Who goes first alternates, too.
    const order = round % 2 === 0 ? (["ours", "node"] as const) : (["node", "ours"] as const);
    for (const who of order) {
      const server = who === "ours" ? ours : node;
      const one = await sample(server, unary, CALLS, tlsDir);
      const many = await sample(server, stream, MESSAGES, tlsDir);
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
  const name = tlsDir === undefined ? "http2" : "http2_tls";
  return [
    measure(`${name}_unary`, "calls/s", { ...pick("unary", "perSecond"), better: "more" }),
    measure(`${name}_stream`, "messages/s", { ...pick("stream", "perSecond"), better: "more" }),
    measure(`${name}_unary_cpu`, "us/call", { ...pick("unary", "cpuMicros"), better: "less" }),
    measure(`${name}_stream_cpu`, "us/message", { ...pick("stream", "cpuMicros"), better: "less" }),
  ];
}

/** Ours without TLS, once, to compare with. */
async function tellPlaintext(): Promise<void> {
  await using plain = startEchoServer();
  await sample(plain, unary, Math.min(CALLS, 10_000));
  const one = await sample(plain, unary, CALLS);
  const many = await sample(plain, stream, MESSAGES);
  console.error(
    `plaintext: ${one.perSecond.toFixed(0)} calls/s at ${one.cpuMicros.toFixed(1)} us, ` +
      `${many.perSecond.toFixed(0)} messages/s at ${many.cpuMicros.toFixed(2)} us`,
  );
}

/** Runs our server under the profiler and prints functions and files by self time. */
async function profile(): Promise<void> {
  const dir = await Deno.makeTempDir();
  dirs.add(dir);
  try {
    const server = startEchoServer([], ["--cpu-prof", `--cpu-prof-dir=${dir}`]);
    await sample(server, unary, CALLS * 2);
    server.kill("SIGTERM");
    await server.ended();
    await tellProfiles(dir);
  } finally {
    await Deno.remove(dir, { recursive: true });
    dirs.delete(dir);
  }
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
const tlsDir = options.tls ? await Deno.makeTempDir() : "";
if (tlsDir !== "") {
  dirs.add(tlsDir);
  await makeCertificates(tlsDir);
}
const measures = await compare(tool.path, tlsDir);
for (const dir of dirs) await Deno.remove(dir, { recursive: true });
if (options.profile) await profile();
const worst = measures.reduce((a, b) => b.ratio < a.ratio ? b : a);
console.log(JSON.stringify({ ...worst, measures }));
Deno.exit(measures.every((one) => one.met) ? 0 : 1);
