/** The conformance suite of Pullpiri's protocol: cases, recorded calls and recorded connections. */
import { join } from "node:path";
import { PullpiriRig } from "../../support/pullpiri/rig.ts";
import { startTarget } from "../../support/pullpiri/target.ts";
import { ANSWER_WITHIN_MS, judgeCalls } from "./calls.ts";
import { judgeCases, type Judged } from "./cases.ts";
import { judgeRaw } from "./raw.ts";

export interface PullpiriFiles {
  /** Directory of the files of cases. */
  readonly cases: string;
  readonly calls: string;
  readonly raw: string;
}

export interface PullpiriResult {
  readonly ok: boolean;
  readonly passed: number;
  readonly total: number;
  readonly failed: readonly string[];
  /** One line for each failure. */
  readonly problems: readonly string[];
}

const DATA = join(import.meta.dirname ?? ".", "..", "data", "pullpiri");
export const SAMPLES: PullpiriFiles = {
  cases: DATA,
  calls: join(DATA, "calls.json"),
  raw: join(DATA, "raw_connections.json"),
};
/** Of the cases in which upstream is followed. */
const REQUIRED = 0.98;

/** `withinMs` = how long an answer may take. */
export async function runPullpiri(
  files: PullpiriFiles,
  { withinMs = ANSWER_WITHIN_MS }: { readonly withinMs?: number } = {},
): Promise<PullpiriResult> {
  const cases = judgeCases(files.cases);
  // The whole adapter with its manager answers; what follows from the answers has no time to happen.
  await using rig = new PullpiriRig({ hosts: ["ZONE1", "ZONE2"] });
  rig.start();
  await rig.clock.advance(2_000);
  await using target = await startTarget(rig.pullpiri);
  const traffic = [...await judgeCalls(files.calls, target, withinMs), ...await judgeRaw(files.raw, target)];
  const all = [...cases, ...traffic];
  const failures = all.filter(hasFailed);
  const upstream = cases.filter(({ isOurs }) => !isOurs);
  const ok = !traffic.some(hasFailed) && !cases.some((one) => one.isOurs && hasFailed(one)) &&
    upstream.filter(hasFailed).length <= upstream.length * (1 - REQUIRED);
  return {
    ok,
    passed: all.length - failures.length,
    total: all.length,
    failed: failures.map(({ name }) => name),
    problems: failures.map(({ name, problem }) => `${name}: ${problem}`),
  };
}

function hasFailed({ problem }: Judged): boolean {
  return problem !== undefined;
}
