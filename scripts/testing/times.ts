/** Which files take longest, and how much of that is waiting. */
import type { SuiteResult } from "./run_suites.ts";

const MOST = 30;

/** A line for each of the slowest runs, the slowest first. A suite that runs together is one run. */
export function slowest(results: readonly SuiteResult[]): string[] {
  return results.flatMap(({ runs }) => runs)
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, MOST)
    .map(({ files, seconds, cpuSeconds }) => {
      const time = `${seconds.toFixed(1).padStart(6)} s, ${cpuSeconds.toFixed(1).padStart(6)} s of CPU`;
      return `${time}  ${files.length > 3 ? `${files.length} files` : files.join(" ")}`;
    });
}
