/**
 * Memory of the ActionController: the outcome of each action id, across its own restarts.
 *
 *     DIR/outcomes.jsonl      one line at the begin of an action, one at its end; compacted when the controller starts
 *
 * I1: an id is carried out at most once. One that was begun and never ended (the controller died) is answered FAILED: what
 *     it did is not known, and the State Manager looks for itself and asks with a new id.
 * I2: at least the newest 10,000 ids are known.
 */
import { readIfThere } from "./store.ts";

export const CAPACITY_OUTCOMES = 20_000;

export interface Outcome {
  readonly outcome: "DONE" | "FAILED" | "REJECTED";
  readonly message: string;
}

interface Line {
  readonly id: string;
  /** What the id stands for: the same id for something else is refused. */
  readonly task: string;
  readonly term: string;
  readonly result?: Outcome;
}

interface Entry {
  readonly task: string;
  readonly result: Promise<Outcome>;
}

const INTERRUPTED: Outcome = {
  outcome: "FAILED",
  message: "the controller was restarted while at this action; how far it came is not known",
};

export class OutcomeLedger {
  readonly #path: string;
  readonly #entries = new Map<string, Entry>();
  /** Highest term of any order that was carried out. */
  readonly highestTerm: bigint;

  constructor(vehicleDir: string) {
    this.#path = `${vehicleDir}/outcomes.jsonl`;
    const lines = new Map<string, Line>();
    let highestTerm = 0n;
    for (const line of readOutcomes(this.#path)) {
      lines.delete(line.id);
      lines.set(line.id, line);
      if (BigInt(line.term) > highestTerm) highestTerm = BigInt(line.term);
    }
    this.highestTerm = highestTerm;
    const kept = [...lines.values()].slice(-CAPACITY_OUTCOMES)
      .map((line) => ({ ...line, result: line.result ?? INTERRUPTED }));
    for (const { id, task, result } of kept) this.#entries.set(id, { task, result: Promise.resolve(result) });
    const text = kept.map((line) => JSON.stringify(line) + "\n").join("");
    Deno.writeTextFileSync(`${this.#path}.new`, text);
    Deno.renameSync(`${this.#path}.new`, this.#path);
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  /** Carries an action out and remembers its outcome; call it for an id that is not known yet. */
  run(
    id: string,
    { task, term, act }: { task: string; term: string; act: () => Promise<Outcome> },
  ): Promise<Outcome> {
    this.#append({ id, task, term });
    const result = act().then((outcome) => {
      this.#append({ id, task, term, result: outcome });
      return outcome;
    });
    this.#entries.set(id, { task, result });
    if (this.#entries.size > CAPACITY_OUTCOMES) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
    return result;
  }

  #append(line: Line): void {
    Deno.writeTextFileSync(this.#path, JSON.stringify(line) + "\n", { append: true });
  }
}

export function readOutcomes(path: string): Line[] {
  const text = readIfThere(path) ?? "";
  // Written by this module only; a torn last line (the controller was killed while writing it) is no line.
  return text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter((line) => line !== "").map((line) =>
    JSON.parse(line) as Line
  );
}
