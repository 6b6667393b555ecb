/**
 * What daemon and etcd write to the flash: two cars with the default settings, in the same minutes.
 *
 * idle      every service runs, nothing happens
 * flapping  once a minute a service dies by kill -9 and is started again
 *
 * Counted is what the kernel counts for each process (/proc/PID/io, write_bytes), from when both cars are at rest; as a check, what
 * journal and etcd append to their logs. Beside it a bare etcd that nobody uses (bare), and the budget of the design, 20 MB a day.
 */
import { JOURNAL_FILE } from "../../src/journal/journal.ts";
import { RealEtcd } from "../../tests/support/etcd/real_etcd.ts";
import { newGroup } from "../../tests/support/instances/group.ts";
import { etcdAt, Instance } from "../../tests/support/instances/instance.ts";
import type { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { readOptions, wholeOption } from "../options.ts";
import { GrowthMeter, readDiskWrites } from "./support/disk_writes.ts";
import { pause, rounded } from "./support/figures.ts";
import { Workspace } from "../workspace.d/workspace.ts";

const HELP = `usage: scripts/bench flash [--minutes N] [--services N]
  --minutes N   1 to 1440, 10 by default; a minute more is needed to come to rest
  --services N  in each car: 1 to 50, 12 by default
Last line: MB a day of daemon and etcd, idle and flapping; ratio = to the budget. The folder for temporary files has to be on a
disk (TMPDIR).`;

const options = readOptions(HELP, {
  minutes: { type: "string", default: "10" },
  services: { type: "string", default: "12" },
});
const MINUTES = wholeOption(options.minutes, { name: "minutes", min: 1, max: 1_440 });
const SERVICES = wholeOption(options.services, { name: "services", min: 1, max: 50 });
const BUDGET_MB = 20;
const NODE = "front";
const MINUTE_MS = 60_000;
const MINUTES_A_DAY = 1_440;
/** Two checkpoints of the journal, and what is delayed until a version is known as good. */
const SETTLE_MS = MINUTE_MS + 5_000;
const RESOURCES = Array.from({ length: SERVICES }, (_, index) => `flash/s${index}`);
/** As everywhere but in tests. */
const WITH_FSYNC = { extraArgs: ["--unsafe-no-fsync=false"] };

/** Bytes of one span of time. */
interface Written {
  readonly daemon: number;
  readonly etcd: number;
  readonly journalLog: number;
  readonly etcdLog: number;
  readonly changes: number;
}

/** A car of its own, with daemon and etcd. */
interface Side extends AsyncDisposable {
  readonly vehicle: Vehicle;
  /** Sums since the start. */
  read(): Promise<Written>;
}

/** Resolves when every service is a process. */
async function startSide(dir: string): Promise<Side> {
  await using stack = new AsyncDisposableStack();
  const log = { level: "warn", format: "json" };
  const { vehicle, etcd, members: [member] } = stack.use(
    await newGroup({
      names: ["one"],
      etcd: WITH_FSYNC,
      vehicle: { nodes: [NODE], dir },
      isDirect: true,
      newInstance: (_name, at) => new Instance({ ...at.vehicle.settings(), ...etcdAt(at.endpoints), log }),
    }),
  );
  if (member === undefined) throw new Error("one is needed");
  const { manager } = member;
  await manager.start();
  const grown = stack.use(new GrowthMeter(`${manager.stateDir}/${JOURNAL_FILE}-wal`));
  for (const resource of RESOURCES) {
    await manager.apply(resource, { nodes: [NODE], criticality: "B" }, "bench");
  }
  await until(() => vehicle.workloads().length === SERVICES, {
    ...{ what: "all services run", timeoutMs: 60_000, pollMs: 100 },
  });
  const all = stack.move();
  return {
    vehicle,
    read: async () => ({
      daemon: readDiskWrites(manager.pid),
      etcd: readDiskWrites(etcd.pid()),
      journalLog: grown.bytes,
      etcdLog: await walBytes(etcd),
      changes: Number((await manager.client.status()).revision),
    }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** What etcd says that it appended to its log; 0 where this version does not say. */
async function walBytes(etcd: RealEtcd): Promise<number> {
  const text = await (await fetch(`${etcd.endpoints[0] ?? ""}/metrics`)).text();
  return Number(/^etcd_disk_wal_write_bytes(?:_total)? (\S+)$/m.exec(text)?.[1] ?? 0);
}

/** Once a minute, in the middle of it, each service in its turn. */
async function flap({ vehicle }: Side, endMs: number): Promise<void> {
  await pause(MINUTE_MS / 2);
  for (let turn = 0; performance.now() < endMs; turn++) {
    const before = vehicle.executions().length;
    const resource = RESOURCES[turn % RESOURCES.length] ?? "";
    vehicle.signal({ resource }, "SIGKILL");
    const nextMs = performance.now() + MINUTE_MS;
    await until(() => vehicle.executions().slice(before).some(({ outcome }) => outcome !== undefined), {
      ...{ what: `${resource} is helped`, timeoutMs: MINUTE_MS / 2, pollMs: 100 },
    });
    console.error(`flap ${turn + 1} of ${MINUTES}`);
    await pause(Math.max(0, Math.min(nextMs, endMs) - performance.now()));
  }
}

function difference(after: Written, before: Written): Written {
  return {
    daemon: after.daemon - before.daemon,
    etcd: after.etcd - before.etcd,
    journalLog: after.journalLog - before.journalLog,
    etcdLog: after.etcdLog - before.etcdLog,
    changes: after.changes - before.changes,
  };
}

async function measure(): Promise<void> {
  using workspace = new Workspace("flash");
  await using bare = await RealEtcd.start(WITH_FSYNC);
  await using idle = await startSide(workspace.makeDir("idle"));
  await using flapping = await startSide(workspace.makeDir("flapping"));
  console.error(`coming to rest, then ${MINUTES} minutes`);
  await pause(SETTLE_MS);
  const [idleBefore, flappingBefore] = await Promise.all([idle.read(), flapping.read()]);
  const bareBefore = readDiskWrites(bare.pid());
  if (idleBefore.daemon === 0) throw new Error("the folder for temporary files is on no disk: set TMPDIR");
  const endMs = performance.now() + MINUTES * MINUTE_MS;
  await Promise.all([flap(flapping, endMs), pause(MINUTES * MINUTE_MS)]);
  const [idleAfter, flappingAfter] = await Promise.all([idle.read(), flapping.read()]);
  report({
    idle: difference(idleAfter, idleBefore),
    flapping: difference(flappingAfter, flappingBefore),
    bare: readDiskWrites(bare.pid()) - bareBefore,
  });
}

function report({ idle, flapping, bare }: { idle: Written; flapping: Written; bare: number }): void {
  const perDay = (bytes: number) => rounded(bytes / 1e6 / MINUTES * MINUTES_A_DAY, 2);
  const word = (megabytes: number) => `${megabytes <= BUDGET_MB ? "within" : "above"} ${BUDGET_MB}`;
  console.error("MB a day    daemon     etcd      sum   journal's log  etcd's log  changes a day");
  const figures = Object.entries({ idle, flapping }).map(([name, written]) => {
    const [daemon, etcd] = [perDay(written.daemon), perDay(written.etcd)];
    const [journalLog, etcdLog] = [perDay(written.journalLog), perDay(written.etcdLog)];
    const sum = rounded(daemon + etcd, 2);
    const changes = Math.round(written.changes / MINUTES * MINUTES_A_DAY);
    const columns = [daemon, etcd, sum].map((value) => value.toFixed(1).padStart(8)).join(" ");
    console.error(
      `${name.padEnd(9)} ${columns} ${journalLog.toFixed(1).padStart(15)} ${
        etcdLog.toFixed(1).padStart(11)
      } ` +
        `${String(changes).padStart(14)}   daemon ${word(daemon)}, both ${word(sum)}`,
    );
    return [name, {
      ...{ daemon, etcd, sum, journalLog, etcdLog, changes },
      ratio: { daemon: rounded(daemon / BUDGET_MB, 2), sum: rounded(sum / BUDGET_MB, 2) },
      met: { daemon: daemon <= BUDGET_MB, sum: sum <= BUDGET_MB },
    }] as const;
  });
  console.error(`bare      ${perDay(bare).toFixed(1).padStart(17)}`);
  const sum = perDay(flapping.daemon + flapping.etcd);
  console.log(JSON.stringify({
    ...{ name: "flash", unit: "MB/day", ours: sum, target: BUDGET_MB, ratio: rounded(sum / BUDGET_MB, 2) },
    ...{ floor: perDay(bare), minutes: MINUTES, services: SERVICES, ...Object.fromEntries(figures) },
    met: sum <= BUDGET_MB,
  }));
}

await measure();
