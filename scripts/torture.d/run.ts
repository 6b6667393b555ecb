/** One run of the torture, from its start to its figures. */
import { join } from "node:path";
import { connect } from "../../src/client/state_manager.ts";
import { filesOf, makeLaboratory } from "../../tests/support/certificates.ts";
import { FuzzedNode } from "../../tests/support/fuzz/fuzzed_node.ts";
import { GoodClients, isHardlyDisturbed } from "../../tests/support/fuzz/good_clients.ts";
import { Random } from "../../tests/support/fuzz/random.ts";
import { sendWire } from "../../tests/support/fuzz/wire_case.ts";
import { makeWire, WIRE_KINDS } from "../../tests/support/fuzz/wire_makers.ts";
import { ATTACKS } from "../../tests/support/http2/attacks.ts";
import { Instance } from "../../tests/support/instances/instance.ts";
import { TempDir } from "../../tests/support/temp_dir.ts";
import { strangersOf } from "./strangers.ts";

export interface TortureOptions {
  readonly ms: number;
  readonly seed: number;
  readonly restMs: number;
}

export interface TortureOutcome {
  readonly ok: boolean;
  readonly [figure: string]: unknown;
}

const MEMORY_MIB = 288 + 64;
const UNDISTURBED_MS = 5_000;
const SAMPLE_MS = 250;
const ATTACK_MS = 2_000;
const SILENT = { loopback: 400, tls: 200 } as const;
const READERLESS = 20;
const FAULTS = /Request failed|internal error|Cannot continue|Uncaught|panicked/;

class Counts {
  readonly byKind = new Map<string, number>();
  readonly problems: string[] = [];

  add(kind: string, count = 1): void {
    this.byKind.set(kind, (this.byKind.get(kind) ?? 0) + count);
  }
}

function rssMib(pid: number): number {
  const [, kib] = /VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${pid}/status`)) ?? [];
  return Math.round(Number(kib) / 1_024);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Connections that say nothing; those that are closed are made again. */
async function keepSilent(
  target: { readonly hostname: string; readonly port: number },
  { count, isOver, counts, kind }: {
    readonly count: number;
    readonly isOver: () => boolean;
    readonly counts: Counts;
    readonly kind: string;
  },
): Promise<void> {
  const open = new Set<Deno.Conn>();
  while (!isOver()) {
    while (open.size < count && !isOver()) {
      try {
        const connection = await Deno.connect(target);
        counts.add(kind);
        open.add(connection);
        connection.read(new Uint8Array(1_024)).then(() => {}, () => {}).then(async () => {
          // The greeting of the server; then nothing until it closes.
          while ((await connection.read(new Uint8Array(1_024)).catch(() => null)) !== null);
          open.delete(connection);
        });
      } catch {
        await pause(100);
      }
    }
    await pause(100);
  }
  for (const connection of open) connection.close();
}

export async function torture({ ms, seed, restMs }: TortureOptions): Promise<TortureOutcome> {
  using dir = new TempDir();
  await makeLaboratory(dir.path, { nodes: ["front"] });
  const { caFile, certFile, keyFile } = filesOf(dir.path, "server");
  const counts = new Counts();
  const faults: string[] = [];
  let logBytes = 0;
  await using node = await FuzzedNode.start(new Random(seed));
  const socket = dir.file("api.sock");
  await using instance = new Instance({
    listen: ["127.0.0.1:0", `unix:${socket}`, "tls:127.0.0.1:0"],
    access: { loopback: "controller" },
    tls: { ca_file: caFile, cert_file: certFile, key_file: keyFile },
    nodes: [{ name: "front", address: node.address }],
  }, {
    deadlineMs: 60_000,
    onLine: (line) => {
      logBytes += line.length + 1;
      if (FAULTS.test(line)) faults.push(line.slice(0, 300));
    },
  });
  const loopback = await instance.start();
  const { pid } = instance;
  const addresses = Deno.readTextFileSync(join(instance.stateDir, "address")).split("\n");
  const secure = (addresses.find((one) => one.startsWith("tls:")) ?? "").replace("127.0.0.1", "localhost");
  const strangers = await strangersOf(dir.path, secure);
  using good = new GoodClients([
    { name: "unix", address: `unix:${socket}` },
    { name: "tls", address: secure, files: filesOf(dir.path, "operator") },
  ]);
  // What is compiled for the first time is not waiting.
  await pause(UNDISTURBED_MS);
  await good.take();
  await pause(UNDISTURBED_MS);
  const undisturbed = await good.take();
  const start = rssMib(pid);
  let peak = start;
  const sampler = setInterval(() => {
    if (instance.isRunning) peak = Math.max(peak, rssMib(pid));
  }, SAMPLE_MS);
  const until = performance.now() + ms;
  const isOver = () => performance.now() > until || !instance.isRunning;
  const again = async (act: () => Promise<void>) => {
    while (!isOver()) {
      await act().catch((error) => void counts.add(`failed: ${String(error).slice(0, 60)}`));
    }
  };
  const port = (address: string) => Number(address.split(":").at(-1));
  const random = new Random(seed + 1);
  const attacks = Object.entries(ATTACKS);
  let turn = 0;
  await Promise.all([
    again(async () => {
      const [name, begin] = attacks[turn++ % attacks.length] ?? ["", undefined];
      await using _attack = await begin?.(loopback);
      counts.add(`attack: ${name}`);
      await pause(ATTACK_MS);
    }),
    ...WIRE_KINDS.map((kind) =>
      again(async () => {
        const { bytes, calls } = makeWire(random, kind);
        const { problems } = await sendWire(loopback, bytes, { calls, quietMs: 1_000 });
        counts.add(`fuzz: ${kind}`);
        for (const problem of problems) counts.problems.push(`${kind}: ${problem}`);
      })
    ),
    ...strangers.map(({ name, attempt }) =>
      again(async () => {
        const problem = await attempt();
        counts.add(`stranger: ${name}`);
        if (problem !== undefined) counts.problems.push(`${name}: ${problem}`);
        await pause(50);
      })
    ),
    keepSilent({ hostname: "127.0.0.1", port: port(loopback) }, {
      ...{ count: SILENT.loopback, isOver, counts, kind: "silent on loopback" },
    }),
    keepSilent({ hostname: "127.0.0.1", port: port(secure) }, {
      ...{ count: SILENT.tls, isOver, counts, kind: "silent over TLS" },
    }),
    again(async () => {
      await using client = connect(loopback, { deadlineMs: 10_000 });
      const end = new AbortController();
      const streams = Array.from({ length: READERLESS }, () => client.subscribe({ signal: end.signal }));
      const begun = await Promise.allSettled(streams.map((stream) => stream.next()));
      counts.add(
        "subscriptions that nobody reads",
        begun.filter(({ status }) => status === "fulfilled").length,
      );
      await pause(ATTACK_MS);
      end.abort();
      await Promise.allSettled(streams.map((stream) => stream.return()));
    }),
  ]);
  const disturbed = await good.take();
  const isAlive = instance.isRunning && instance.pid === pid;
  const end = isAlive ? rssMib(pid) : 0;
  await pause(isAlive ? restMs : 0);
  clearInterval(sampler);
  const rested = isAlive ? rssMib(pid) : 0;
  const isStranger = (await instance.find("torture/stranger").catch(() => undefined)) !== undefined;
  if (isStranger) counts.problems.push("a stranger made a service");
  return {
    ok: isAlive && peak <= MEMORY_MIB && isHardlyDisturbed(undisturbed, disturbed) &&
      counts.problems.length === 0 && faults.length === 0,
    seed,
    counts: Object.fromEntries([...counts.byKind].toSorted()),
    rssMib: { start, peak, end, rested },
    ...{ isAlive, logBytes, node: { streams: node.streams, messages: node.sent } },
    good: { undisturbed, disturbed },
    problems: [...new Set(counts.problems)].slice(0, 20),
    faults: faults.slice(0, 10),
  };
}
