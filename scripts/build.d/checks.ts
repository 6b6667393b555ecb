/** Named checks: each ends, whatever becomes of the others, and says in a line how. */
import { messageOf } from "../../src/kit/errors.ts";

export interface CheckResult {
  readonly check: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** What was seen, or why it failed or was skipped. */
  readonly detail: string;
  readonly ms: number;
}

/** Collects results in the order in which the checks end; `report` is told each. */
export class Checks {
  readonly results: CheckResult[] = [];
  readonly #report: (result: CheckResult) => void;

  constructor(report: (result: CheckResult) => void) {
    this.#report = report;
  }

  /** Resolves to whether it passed; `look` throws when it does not, and else tells what it saw. */
  async run(check: string, look: () => string | Promise<string>): Promise<boolean> {
    const startedMs = performance.now();
    const passed = (outcome: CheckResult["outcome"], detail: string): boolean => {
      this.#add({ check, outcome, detail, ms: Math.round(performance.now() - startedMs) });
      return outcome === "passed";
    };
    try {
      return passed("passed", await look());
    } catch (error) {
      return passed("failed", messageOf(error));
    }
  }

  skip(checks: readonly string[], reason: string): void {
    for (const check of checks) this.#add({ check, outcome: "skipped", detail: reason, ms: 0 });
  }

  #add(result: CheckResult): void {
    this.results.push(result);
    this.#report(result);
  }
}

/** How many ended how. */
export function countsOf(results: readonly CheckResult[]): Readonly<Record<CheckResult["outcome"], number>> {
  const count = (outcome: CheckResult["outcome"]) =>
    results.filter((result) => result.outcome === outcome).length;
  return { passed: count("passed"), failed: count("failed"), skipped: count("skipped") };
}
