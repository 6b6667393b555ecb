/** What happened, for people, with the time since the start; and what must not have happened, with the faults before it. */

/** Faults told with a violation: the cause is rarely further back. */
const RECENT_FAULTS = 8;
/** Beyond it one broken rule only repeats itself. */
const MAX_PRINTED = 50;

export class Story {
  readonly faults = new Map<string, number>();
  readonly violations: string[] = [];
  readonly #beganMs = performance.now();
  readonly #recent: string[] = [];

  get elapsedMs(): number {
    return Math.round(performance.now() - this.#beganMs);
  }

  say(text: string): void {
    console.error(`${this.#time()} ${text}`);
  }

  fault(name: string, detail: string): void {
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
    this.#recent.push(`${this.#time()} ${name} ${detail}`);
    if (this.#recent.length > RECENT_FAULTS) this.#recent.shift();
    this.say(`FAULT ${name} ${detail}`);
  }

  violation(text: string): void {
    this.violations.push(text);
    if (this.violations.length > MAX_PRINTED) return;
    this.say(`VIOLATION ${text}`);
    for (const fault of this.#recent) console.error(`             after ${fault}`);
  }

  #time(): string {
    return `${(this.elapsedMs / 1_000).toFixed(1).padStart(7)} s`;
  }
}
