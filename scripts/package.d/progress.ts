/** How far it is, on standard error: a line that is drawn anew on a terminal, a line for each step that is done elsewhere. */

const DRAWN_EVERY_MS = 1_000;

export interface ProgressOptions {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  readonly nowMs: () => number;
}

export class Progress {
  readonly #options: ProgressOptions;
  readonly #startedMs: number;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#startedMs = options.nowMs();
  }

  /** Shows the step while it is done. */
  async step<T>(name: string, work: () => Promise<T>): Promise<T> {
    const { isTerminal, write, nowMs } = this.#options;
    const beganMs = nowMs();
    const seconds = (fromMs: number) => Math.round((nowMs() - fromMs) / 1000);
    const draw = () =>
      write(`\r\x1b[K${name} ... ${seconds(beganMs)} s (${seconds(this.#startedMs)} s in all)`);
    const timer = isTerminal ? setInterval(draw, DRAWN_EVERY_MS) : undefined;
    if (isTerminal) draw();
    try {
      return await work();
    } finally {
      clearInterval(timer);
      write(`${isTerminal ? "\r\x1b[K" : ""}scripts/package: ${name}: ${seconds(beganMs)} s\n`);
    }
  }
}
