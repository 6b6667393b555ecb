/**
 * From the start of the process to the moment at which the daemon acts and its API answers "ready", with many services:
 *
 * both     its journal is there, and etcd, with which it is compared
 * journal  its journal is there, no etcd is configured
 * rebuilt  its journal is gone: everything comes from etcd
 *
 * Beside that, in the same round, a program that does nothing but read all rows of the same journal (sqlite), and one that reads
 * the same keys from the same etcd in pages (etcd), each from the start of its process to its end. Journal and etcd are set back
 * to the same contents before each start; what the daemon does after it is ready is not measured.
 */
import { JOURNAL_FILE } from "../../src/journal/journal.ts";
import { RealEtcd } from "../../tests/support/etcd/real_etcd.ts";
import { etcdAt, Instance } from "../../tests/support/instances/instance.ts";
import { readOptions, wholeOption } from "../options.ts";
import { median, rounded, spread } from "./support/figures.ts";
import { readMemory } from "./support/memory.ts";
import { SharedManager } from "./support/shared_manager.ts";
import { Workspace } from "../workspace.d/workspace.ts";

const HELP = `usage: scripts/bench restart [--services N] [--rounds N]
  --services N  10000 by default, at most 100000
  --rounds N    3 by default
Last line: ms of each of the three starts and of the two bare reads; ratio = start with both / both reads, one after the other.`;

const options = readOptions(HELP, {
  services: { type: "string", default: "10000" },
  rounds: { type: "string", default: "3" },
});
const SERVICES = wholeOption(options.services, { name: "services", min: 1, max: 100_000 });
const ROUNDS = wholeOption(options.rounds, { name: "rounds", min: 1, max: 100 });
/** Looks at each service after its spec: three events each are kept. */
const LOOKS = 2;
const CONFIG = { rate_hz: "20", frame: "base_link", level: "info" };
const BARE_READ = new URL("support/bare_read.ts", import.meta.url).pathname;
const STARTS = ["both", "journal", "rebuilt"] as const;
const READS = ["sqlite", "etcd"] as const;
type Start = typeof STARTS[number];

/** What every start begins with. */
interface Contents {
  readonly journal: string;
  readonly snapshot: string;
}

interface Started {
  readonly ms: number;
  readonly rssMiB: number;
}

async function fill(etcd: RealEtcd, workspace: Workspace): Promise<Contents> {
  const stateDir = workspace.makeDir("filled");
  {
    await using shared = await SharedManager.start({
      ...{ stateDir, endpoint: etcd.endpoints[0] ?? "", services: SERVICES, config: CONFIG },
    });
    for (let turn = 0; turn < (LOOKS - 1) * SERVICES; turn++) {
      shared.commitStatus(turn);
      if (turn % 1_000 === 999) await shared.untilShared();
    }
    await shared.untilShared();
  }
  return { journal: `${stateDir}/${JOURNAL_FILE}`, snapshot: await etcd.snapshotSave() };
}

async function bareRead(args: readonly string[], workspace: Workspace): Promise<number> {
  const startMs = performance.now();
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", BARE_READ, ...args, workspace.mark],
    ...{ stdin: "null", stderr: "inherit" } as const,
  }).output();
  const ms = performance.now() - startMs;
  if (!success || Number(new TextDecoder().decode(stdout)) < SERVICES) {
    throw new Error(`no ${args[0]} was read`);
  }
  return ms;
}

async function start(kind: Start, etcd: RealEtcd, contents: Contents): Promise<Started> {
  await using daemon = new Instance({
    nodes: [{ name: "front", address: "127.0.0.1:9" }],
    limits: { services: SERVICES },
    log: { level: "warn", format: "json" },
    ...(kind === "journal" ? {} : etcdAt(etcd.endpoints, { start_wait: "1m" })),
  });
  if (kind !== "rebuilt") {
    Deno.mkdirSync(daemon.stateDir, { mode: 0o700 });
    Deno.copyFileSync(contents.journal, `${daemon.stateDir}/${JOURNAL_FILE}`);
  }
  const startMs = performance.now();
  // The daemon listens only when it acts (etcd was compared before); its own word is waited for all the same.
  await daemon.start();
  const status = await daemon.client.status();
  const ms = performance.now() - startMs;
  if (!status.isReady || status.role !== "leader" || status.services !== SERVICES) {
    throw new Error(`after its start the daemon has ${status.services} services, ready: ${status.isReady}`);
  }
  if (kind !== "journal" && status.counters["statemanager_etcd_leading"] !== 1) {
    throw new Error("the daemon began before it was compared with etcd");
  }
  return { ms, rssMiB: (await readMemory(daemon.pid)).rss };
}

async function measure(): Promise<void> {
  using workspace = new Workspace("restart");
  await using etcd = await RealEtcd.start();
  const contents = await fill(etcd, workspace);
  const size = (path: string) => rounded(Deno.statSync(path).size / 1_048_576);
  console.error(
    `${SERVICES} services: journal ${size(contents.journal)} MiB, etcd's snapshot ${
      size(contents.snapshot)
    } MiB`,
  );
  const starts = { both: new Array<Started>(), journal: new Array<Started>(), rebuilt: new Array<Started>() };
  const reads = { sqlite: new Array<number>(), etcd: new Array<number>() };
  console.error("round   sqlite     etcd     both  journal  rebuilt   (ms)");
  for (let round = 1; round <= ROUNDS; round++) {
    for (const kind of READS) {
      const place = kind === "sqlite" ? contents.journal : etcd.endpoints[0] ?? "";
      reads[kind].push(await bareRead([kind, place], workspace));
    }
    for (const kind of STARTS) {
      if (kind !== "journal") await etcd.snapshotRestore(contents.snapshot);
      starts[kind].push(await start(kind, etcd, contents));
    }
    const line = [
      ...READS.map((kind) => reads[kind].at(-1)),
      ...STARTS.map((kind) => starts[kind].at(-1)?.ms),
    ];
    console.error(
      [String(round).padStart(5), ...line.map((ms = 0) => ms.toFixed(0).padStart(8))].join(" "),
    );
  }
  report(starts, reads);
}

function report(
  starts: Readonly<Record<Start, readonly Started[]>>,
  reads: Readonly<Record<typeof READS[number], readonly number[]>>,
): void {
  const floors = { sqlite: median(reads.sqlite), etcd: median(reads.etcd) };
  const floorOf = { both: floors.sqlite + floors.etcd, journal: floors.sqlite, rebuilt: floors.etcd };
  const figures = STARTS.map((kind) => {
    const ms = starts[kind].map((one) => one.ms);
    const ratio = median(ms) / floorOf[kind];
    const rss = median(starts[kind].map((one) => one.rssMiB));
    console.error(
      `${kind.padEnd(8)} ${median(ms).toFixed(0)} ms, ${ratio.toFixed(2)} times the bare read, ${
        rss.toFixed(0)
      } MiB`,
    );
    return [kind, {
      ...{ ms: Math.round(median(ms)), floor: Math.round(floorOf[kind]), ratio: rounded(ratio, 2) },
      ...{ spread: rounded(spread(ms), 2), rssMiB: rounded(rss) },
    }] as const;
  });
  const all = Object.fromEntries(figures);
  console.log(JSON.stringify({
    ...{ name: "restart", unit: "ms", ours: all["both"]?.ms, floor: all["both"]?.floor },
    ...{ ratio: all["both"]?.ratio, spread: all["both"]?.spread, services: SERVICES, rounds: ROUNDS },
    ...{ starts: all, sqlite: Math.round(floors.sqlite), etcd: Math.round(floors.etcd) },
  }));
}

await measure();
