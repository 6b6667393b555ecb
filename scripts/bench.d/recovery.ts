/**
 * How fast a service is up again, and whether anybody can keep it waiting. Two measures in one run:
 *
 * restarts   kill -9 until the successor's first heartbeat, by the real State Manager with a real vehicle and by a plain supervisor
 *            that restarts after 100 ms (systemd's default), in turn, on the same machine, with the same processes
 * reactions  diff on the wire to action on the wire for services of criticality D, quiet and while other nodes send 10,000 diffs a
 *            second about QM services
 */
import { installHttp2 } from "../../src/http2/face/install.ts";
import { readOptions, wholeOption } from "../options.ts";
import { median, percentile, rounded } from "./support/figures.ts";
import { measureReactions, type Reactions } from "./support/reactions.ts";
import { measureRestarts, type Restarts } from "./support/restarts.ts";
import { Workspace } from "../workspace.d/workspace.ts";

const HELP = `usage: scripts/bench recovery [--kills N] [--seconds N] [--per-second N]
  --kills N       services killed with kill -9, each once, and as many of the plain supervisor's: 1 to 200, 100 by default
  --seconds N     of flood: 10 to 3600, 40 by default
  --per-second N  diffs offered by the flood: 1 to 100000, 10000 by default
Last line: median and 99th percentile until a service is up again, in ms, beside the plain supervisor's (ratio = ours to its,
by the median), and the histogram of reactions to a critical diff. Targets: ratio at most 1, and 99 % of the reactions within
the budget of 100 ms while the flood lasts. Takes about two minutes. Returns 0 when it ran, whether or not they are met.`;

const options = readOptions(HELP, {
  kills: { type: "string", default: "100" },
  seconds: { type: "string", default: "40" },
  "per-second": { type: "string", default: "10000" },
});
const KILLS = wholeOption(options.kills, { name: "kills", min: 1, max: 200 });
const SECONDS = wholeOption(options.seconds, { name: "seconds", min: 10, max: 3_600 });
const PER_SECOND = wholeOption(options["per-second"], { name: "per-second", min: 1, max: 100_000 });
const TARGET_RATIO = 1;
const BUDGET_MS = 100;
const TARGET_SHARE = 0.99;
/** Upper bounds of the bars of a histogram, milliseconds. */
const BARS = [5, 10, 15, 20, 30, 50, 75, BUDGET_MS, 200, 500, Infinity];

function summary(values: readonly number[]) {
  return {
    median: rounded(median(values)),
    p99: rounded(percentile(values, 0.99)),
    worst: rounded(Math.max(...values)),
    count: values.length,
  };
}

function shareWithin(values: readonly number[], limitMs: number): number {
  return values.filter((value) => value <= limitMs).length / values.length;
}

/** How many values lie at or under each bound and over the one before. */
function histogram(values: readonly number[]): Record<string, number> {
  const bars = BARS.map((bound, index) => {
    const from = BARS[index - 1] ?? 0;
    const count = values.filter((value) => value > from && value <= bound).length;
    return [bound === Infinity ? `>${from}` : `<=${bound}`, count] as const;
  });
  return Object.fromEntries(bars);
}

function tell(name: string, values: readonly number[]): void {
  const { median, p99, worst, count } = summary(values);
  console.error(`${name.padEnd(46)} median ${median} ms, p99 ${p99} ms, worst ${worst} ms of ${count}`);
}

function tellHistogram(values: readonly number[]): void {
  const bars = Object.entries(histogram(values));
  const most = Math.max(...bars.map(([, count]) => count));
  for (const [bound, count] of bars) {
    const bar = "#".repeat(Math.ceil(count / most * 50));
    console.error(`  ${`${bound} ms`.padStart(9)} ${String(count).padStart(5)} ${bar}`);
  }
}

function report(restarts: Restarts, reactions: Reactions): void {
  const ratio = rounded(median(restarts.ours) / median(restarts.plain), 2);
  const share = rounded(shareWithin(reactions.flooded, BUDGET_MS), 4);
  const met = { ratio: ratio <= TARGET_RATIO, share: share >= TARGET_SHARE };
  const word = (isMet: boolean) => isMet ? "met" : "MISSED";
  console.error(`target: ratio at most ${TARGET_RATIO}: ${ratio}, ${word(met.ratio)}`);
  console.error(
    `target: ${TARGET_SHARE * 100} % of the reactions within ${BUDGET_MS} ms under flood: ` +
      `${rounded(share * 100, 2)} %, ${word(met.share)}`,
  );
  console.log(JSON.stringify({
    name: "recovery",
    unit: "ms",
    ours: summary(restarts.ours),
    floor: summary(restarts.plain),
    oursRunning: summary(restarts.oursRunning),
    ratio,
    ratioP99: rounded(percentile(restarts.ours, 0.99) / percentile(restarts.plain, 0.99), 2),
    target: TARGET_RATIO,
    met: met.ratio && met.share,
    reactions: {
      quiet: summary(reactions.quiet),
      flooded: summary(reactions.flooded),
      budgetMs: BUDGET_MS,
      shareWithinBudget: share,
      target: TARGET_SHARE,
      met: met.share,
      offeredPerSecond: reactions.offeredPerSecond,
      sentPerSecond: reactions.sentPerSecond,
      histogram: histogram(reactions.flooded),
    },
  }));
}

async function measure(): Promise<void> {
  installHttp2();
  using workspace = new Workspace("recovery");
  console.error(`${KILLS} kills, in turn with a plain supervisor`);
  const restarts = await measureRestarts(workspace, KILLS);
  tell("up again, State Manager", restarts.ours);
  tell("Running at a subscriber, State Manager", restarts.oursRunning);
  tell("up again, plain supervisor", restarts.plain);
  console.error(`reactions, ${SECONDS} s of ${PER_SECOND} diffs/s`);
  const reactions = await measureReactions(workspace, { perSecond: PER_SECOND, seconds: SECONDS });
  tell("diff to action, quiet", reactions.quiet);
  tell(`diff to action, ${reactions.sentPerSecond} diffs/s from others`, reactions.flooded);
  tellHistogram(reactions.flooded);
  report(restarts, reactions);
}

await measure();
Deno.exit(0);
