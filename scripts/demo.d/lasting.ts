/** What is wrong for good: a look at real processes catches a moment, and a busy computer has moments of its own. */
export interface Look {
  readonly violations: readonly string[];
  /** Changes while what is looked at still moves. */
  readonly position: unknown;
}

/** Remembers what every look has found for as long as nothing moved. */
export class LastingViolations {
  readonly #forMs: number;
  #sinceMs = 0;
  #position: unknown;
  #found: readonly string[] | undefined;

  constructor(forMs: number) {
    this.#forMs = forMs;
  }

  /** The verdict, once there is one: nothing is wrong, or this has been wrong at every look for long enough. */
  judge({ violations, position }: Look, nowMs: number): readonly string[] | undefined {
    if (violations.length === 0) return [];
    const all = new Set(violations);
    const lasting = position === this.#position
      ? this.#found?.filter((violation) => all.has(violation))
      : undefined;
    if (lasting === undefined || lasting.length === 0) {
      this.#sinceMs = nowMs;
      this.#position = position;
      this.#found = violations;
      return undefined;
    }
    this.#found = lasting;
    return nowMs - this.#sinceMs >= this.#forMs ? lasting : undefined;
  }
}
