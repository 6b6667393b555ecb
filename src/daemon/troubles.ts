/** What a person should see in the status for as long as it lasts, besides what the manager itself tells. */
export class Troubles {
  readonly #texts = new Map<string, string>();

  get texts(): readonly string[] {
    return [...this.#texts.values()];
  }

  /** Not set = it is over. */
  set(what: string, text?: string): void {
    if (text === undefined) this.#texts.delete(what);
    else this.#texts.set(what, text);
  }
}
