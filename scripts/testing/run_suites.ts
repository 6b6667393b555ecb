/**
 * Which files run when: first the suites that run together, one after the other, because each uses every core; then the files of all
 * the others, more at once than there are cores, because most of their time is waiting.
 *
 * I1  A file that runs apart waits until its suite is prepared, and goes next then; those of other suites go before it meanwhile.
 * I2  Results come as suites end.
 */
import { type FilesResult, runFiles, type RunOptions } from "./run_files.ts";
import type { Suite } from "./suites.ts";

/** A suite and what is run of it. */
export interface ChosenSuite extends Suite {
  /** Files, or its folder where it runs together. */
  readonly targets: readonly string[];
}

export interface SuiteResult {
  readonly name: string;
  readonly runs: readonly FilesResult[];
  /** From the begin of its first run to the end of its last. */
  readonly seconds: number;
}

export interface SuitesOptions extends RunOptions {
  /** How many files that run apart do so at once. */
  readonly jobs: number;
  /** By name of suite: resolves when its files may begin. */
  readonly prepared: ReadonlyMap<string, Promise<void>>;
}

export async function* runSuites(
  suites: readonly ChosenSuite[],
  options: SuitesOptions,
): AsyncGenerator<SuiteResult, void, undefined> {
  for (const suite of suites.filter(({ running }) => running === "together")) {
    const run = await runFiles(suite, suite.targets, options);
    yield { name: suite.name, runs: [run], seconds: run.seconds };
  }
  const pool = new Pool(suites.filter(({ running }) => running === "apart"), options);
  yield* pool.results();
}

interface Job {
  readonly suite: ChosenSuite;
  readonly file: string;
}

class Pool {
  readonly #options: SuitesOptions;
  readonly #waiting: Job[];
  /** Suites whose files may not begin yet. */
  readonly #unprepared = new Map<string, Promise<void>>();
  readonly #runs = new Map<string, FilesResult[]>();
  readonly #startedMs = new Map<string, number>();
  readonly #ended = new Map<string, PromiseWithResolvers<SuiteResult>>();

  constructor(suites: readonly ChosenSuite[], options: SuitesOptions) {
    this.#options = options;
    this.#waiting = suites.flatMap((suite) => suite.targets.map((file) => ({ suite, file })));
    for (const { name } of suites) {
      this.#ended.set(name, Promise.withResolvers());
      const prepared = options.prepared.get(name)?.then(() => void this.#unprepared.delete(name));
      if (prepared !== undefined) this.#unprepared.set(name, prepared);
    }
  }

  /** In the order in which the suites end (I2). */
  async *results(): AsyncGenerator<SuiteResult, void, undefined> {
    const workers = Promise.all(Array.from({ length: this.#options.jobs }, () => this.#work()));
    const left = new Map([...this.#ended].map(([name, { promise }]) => [name, promise]));
    while (left.size > 0) {
      // A worker that fails ends the run.
      const result = await Promise.race([...left.values(), workers.then(() => Promise.race(left.values()))]);
      left.delete(result.name);
      yield result;
    }
    await workers;
  }

  async #work(): Promise<void> {
    for (let job = await this.#take(); job !== undefined; job = await this.#take()) {
      const { suite, file } = job;
      const startedMs = this.#startedMs.get(suite.name) ?? performance.now();
      this.#startedMs.set(suite.name, startedMs);
      const run = await runFiles(suite, [file], this.#options);
      const runs = [...this.#runs.get(suite.name) ?? [], run];
      this.#runs.set(suite.name, runs);
      if (runs.length < suite.targets.length) continue;
      const seconds = (performance.now() - startedMs) / 1000;
      this.#ended.get(suite.name)?.resolve({ name: suite.name, runs, seconds });
    }
  }

  /** The next whose suite is prepared (I1); undefined when there is none left. */
  async #take(): Promise<Job | undefined> {
    for (;;) {
      const index = this.#waiting.findIndex(({ suite }) => !this.#unprepared.has(suite.name));
      if (index >= 0) return this.#waiting.splice(index, 1)[0];
      if (this.#waiting.length === 0) return undefined;
      await Promise.race(this.#unprepared.values());
    }
  }
}
