/** Problems of the daemon that the systemd status shows while they last, besides those of the manager. */
export class StatusProblems {
  readonly #texts = new Map<string, string>();

  get texts(): readonly string[] {
    return [...this.#texts.values()];
  }

  /** `text` not set = the problem is over. */
  set(what: string, text?: string): void {
    if (text === undefined) this.#texts.delete(what);
    else this.#texts.set(what, text);
  }
}
