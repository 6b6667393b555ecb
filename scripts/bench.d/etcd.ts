/**
 * How fast state goes to etcd, and whether a commit feels it: a manager with a real journal, the real way to a real etcd.
 *
 * ours    changes a second: a status and its event each, committed as fast as the ledger takes them, until all are in etcd
 * drain   the way to etcd alone: as many changes wait in the backlog already, and the time of their commits is not counted
 * ledger  those commits alone
 * raw     the transactions that these were, with the same bytes, sent again one after the other by the bare client
 * single  the same status and event with one put each, one after the other
 * commit  time of one commit in the ledger: with etcd attached, and what was committed on its way there (attached); with the
 *         journal alone (alone); and that once more while another manager of this process does what the first one did (beside),
 *         which tells what shared processors cost from what the commit does
 *
 * Rounds alternate. etcd calls fsync as it does everywhere, unless told not to: then what is compared is the processors' work.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { newClient } from "../../src/etcd/client.ts";
import { installHttp2 } from "../../src/http2/face/install.ts";
import { SystemClock } from "../../src/platform/process/clock.ts";
import { RealEtcd } from "../../tests/support/etcd/real_etcd.ts";
import { SILENT } from "../../tests/support/silent_log.ts";
import { readOptions, wholeOption } from "../options.ts";
import { median, pause, percentile, rounded, spread } from "./support/figures.ts";
import { tellProfile } from "./support/profile.ts";
import { putSingly, replay } from "./support/replay.ts";
import { SharedManager } from "./support/shared_manager.ts";
import { Workspace } from "../workspace.d/workspace.ts";

const HELP = `usage: scripts/bench etcd [--rounds N] [--services N] [--changes N] [--no-fsync] [--profile]
  --rounds N     alternating rounds, 5 by default
  --services N   500 by default
  --changes N    in a round, in one go: at most 4000, which is the default
  --no-fsync     etcd does not wait for the disk
  --profile      afterwards runs our side alone under V8's sampling profiler and prints what dominates
Last line: ours = changes/s, raw and single likewise, ratio = ours / raw, and the commit times. Takes less than a minute.`;

const options = readOptions(HELP, {
  rounds: { type: "string", default: "5" },
  services: { type: "string", default: "500" },
  changes: { type: "string", default: "4000" },
  "no-fsync": { type: "boolean", default: false },
  profile: { type: "boolean", default: false },
  "only-ours": { type: "boolean", default: false },
});
const ROUNDS = wholeOption(options.rounds, { name: "rounds", min: 1, max: 1_000 });
const SERVICES = wholeOption(options.services, { name: "services", min: 1, max: 10_000 });
/** What the backlog holds: above that, only the newest state of each service is written. */
const CHANGES = wholeOption(options.changes, { name: "changes", min: 1, max: 4_000 });
const SINGLES = Math.min(CHANGES, 400);
const COMMITS = 1_000;
const COMMIT_EVERY = 4;
const A_TURN = 32;
const TARGETS = { raw: 0.6, single: 8 };

interface Times {
  readonly p50: number;
  readonly p99: number;
}

let turn = 0;

function perSecond(count: number, startMs: number): number {
  return count / (performance.now() - startMs) * 1_000;
}

async function replicate(shared: SharedManager): Promise<number> {
  const startMs = performance.now();
  for (let index = 0; index < CHANGES; index++) {
    shared.commitStatus(++turn);
    // Changes come from the wire, a few with each turn of the event loop.
    if (index % A_TURN === 0) await nextTurn();
  }
  await shared.untilShared();
  return perSecond(CHANGES, startMs);
}

/** All at once, so that nothing is written before everything waits; how fast the ledger took it, and etcd afterwards. */
async function drain(shared: SharedManager): Promise<{ readonly ledger: number; readonly drain: number }> {
  const startMs = performance.now();
  for (let index = 0; index < CHANGES; index++) shared.commitStatus(++turn);
  const ledger = perSecond(CHANGES, startMs);
  const committedMs = performance.now();
  await shared.untilShared();
  return { ledger, drain: perSecond(CHANGES, committedMs) };
}

/** Commits at an even pace, with etcd written meanwhile where there is one; `other` commits as much, and is not looked at. */
async function commitTimes(shared: SharedManager, other?: SharedManager): Promise<Times> {
  const times: number[] = [];
  for (let index = 0; index < COMMITS; index++) {
    const startMs = performance.now();
    shared.commitStatus(++turn);
    times.push((performance.now() - startMs) * 1_000);
    other?.commitStatus(turn);
    if (index % COMMIT_EVERY === 0) await pause(1);
  }
  await Promise.all([shared.untilShared(), other?.untilShared()]);
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

async function measure(workspace: Workspace): Promise<void> {
  await using etcd = await RealEtcd.start({
    extraArgs: [`--unsafe-no-fsync=${options["no-fsync"]}`],
  });
  const endpoint = etcd.endpoints[0] ?? "";
  const services = SERVICES;
  await using shared = await SharedManager.start({
    ...{ stateDir: workspace.makeDir("shared"), endpoint, services },
  });
  if (options["only-ours"]) {
    for (let round = 0; round < ROUNDS; round++) await replicate(shared);
    return;
  }
  await using alone = await SharedManager.start({ stateDir: workspace.makeDir("alone"), services });
  await using client = newClient({
    ...{ endpoints: [endpoint], callTimeoutMs: 10_000, log: SILENT, clock: new SystemClock() },
  });
  await replicate(shared);
  await Promise.all([commitTimes(shared), commitTimes(alone)]);
  const speeds = newSpeeds();
  const commits = { attached: new Array<Times>(), alone: new Array<Times>(), beside: new Array<Times>() };
  console.error(
    `round ${
      SPEEDS.map((name) => `${name}/s`.padStart(9)).join(" ")
    }   commit p50/p99 us: attached, alone, beside`,
  );
  for (let round = 1; round <= ROUNDS; round++) {
    shared.recorded.length = 0;
    shared.isRecording = true;
    speeds.ours.push(await replicate(shared));
    shared.isRecording = false;
    const { ledger, drain: drained } = await drain(shared);
    speeds.ledger.push(ledger);
    speeds.drain.push(drained);
    let startMs = performance.now();
    await replay(client, shared.recorded);
    speeds.raw.push(perSecond(CHANGES, startMs));
    startMs = performance.now();
    await putSingly(client, { requests: shared.recorded, changes: SINGLES });
    speeds.single.push(perSecond(SINGLES, startMs));
    // Who goes first alternates, too.
    for (const who of round % 2 === 0 ? ["alone", "attached"] as const : ["attached", "alone"] as const) {
      commits[who].push(await commitTimes(who === "attached" ? shared : alone));
    }
    commits.beside.push(await commitTimes(alone, shared));
    tellRound(round, speeds, commits);
  }
  report({ speeds, commits, changesPerTransaction: CHANGES / shared.recorded.length });
}

const SPEEDS = ["ours", "raw", "drain", "ledger", "single"] as const;
type Speeds = Readonly<Record<typeof SPEEDS[number], readonly number[]>>;

function newSpeeds(): Record<typeof SPEEDS[number], number[]> {
  return { ours: [], raw: [], drain: [], ledger: [], single: [] };
}

interface Commits {
  readonly attached: readonly Times[];
  readonly alone: readonly Times[];
  readonly beside: readonly Times[];
}

function tellRound(round: number, speeds: Speeds, commits: Commits): void {
  const speed = SPEEDS.map((name) => (speeds[name].at(-1) ?? 0).toFixed(0).padStart(9));
  const times = [commits.attached, commits.alone, commits.beside].map((all) => {
    const { p50 = 0, p99 = 0 } = all.at(-1) ?? {};
    return `${p50.toFixed(0)}/${p99.toFixed(0)}`.padStart(9);
  });
  console.error(`${String(round).padStart(5)} ${speed.join(" ")} ${times.join(" ")}`);
}

/** No difference beyond noise: the medians lie no further apart than the rounds of either side do. */
function commitFigures(commits: Commits, key: keyof Times) {
  const attached = commits.attached.map((times) => times[key]);
  const alone = commits.alone.map((times) => times[key]);
  const beside = median(commits.beside.map((times) => times[key]));
  const noise = Math.max(spread(attached), spread(alone));
  const ratio = median(attached) / median(alone);
  return {
    ...{
      attached: rounded(median(attached)),
      alone: rounded(median(alone)),
      beside: rounded(beside),
      ratio: rounded(ratio, 2),
    },
    ...{ spread: rounded(noise, 2), met: ratio <= 1 + noise },
  };
}

function report(
  { speeds, commits, changesPerTransaction }: {
    readonly speeds: Speeds;
    readonly commits: Commits;
    readonly changesPerTransaction: number;
  },
): void {
  const [ours, raw, single] = [median(speeds.ours), median(speeds.raw), median(speeds.single)];
  const [drained, ledger] = [median(speeds.drain), median(speeds.ledger)];
  const ratios = { raw: ours / raw, single: ours / single };
  const commit = { p50: commitFigures(commits, "p50"), p99: commitFigures(commits, "p99") };
  const isRawMet = ratios.raw >= TARGETS.raw;
  const isSingleMet = ratios.single >= TARGETS.single;
  const isCommitMet = commit.p50.met && commit.p99.met;
  const word = (isMet: boolean) => isMet ? "met" : "missed";
  console.error(
    `${ours.toFixed(0)} changes/s, ${rounded(changesPerTransaction)} a transaction\n` +
      `  ${rounded(ratios.raw, 2)} of the bare transactions (${TARGETS.raw}: ${word(isRawMet)})\n` +
      `  the way to etcd alone ${drained.toFixed(0)}/s, ${rounded(drained / raw, 2)} of them; ` +
      `the ledger alone ${ledger.toFixed(0)}/s, ${rounded(ledger / raw, 2)} of them\n` +
      `  ${rounded(ratios.single, 1)} times one put each (${TARGETS.single}: ${word(isSingleMet)})\n` +
      `  commit with etcd ${commit.p50.attached} us, 99th percentile ${commit.p99.attached} us; ` +
      `without ${commit.p50.alone} us and ${commit.p99.alone} us, ` +
      `beside another one ${commit.p50.beside} us and ${commit.p99.beside} us (no difference beyond noise: ${
        word(isCommitMet)
      })`,
  );
  console.log(JSON.stringify({
    ...{ name: "etcd", unit: "changes/s", ours: Math.round(ours), floor: Math.round(raw) },
    ...{ ratio: rounded(ratios.raw, 2), spread: rounded(spread(speeds.ours), 2), target: TARGETS.raw },
    single: { perSecond: Math.round(single), ratio: rounded(ratios.single, 1), target: TARGETS.single },
    drain: { perSecond: Math.round(drained), ratio: rounded(drained / raw, 2) },
    ledger: { perSecond: Math.round(ledger), ratio: rounded(ledger / raw, 2) },
    ...{ commitMicros: commit, changesPerTransaction: rounded(changesPerTransaction), rounds: ROUNDS },
    ...{ isFsyncOn: !options["no-fsync"], met: isRawMet && isSingleMet && isCommitMet },
  }));
}

installHttp2();
using workspace = new Workspace("etcd");
await measure(workspace);
if (options.profile) {
  const args = ["--only-ours", "--rounds", "10", ...(options["no-fsync"] ? ["--no-fsync"] : [])];
  await tellProfile(import.meta.filename ?? "", { args, dir: workspace.makeDir("profile") });
}
