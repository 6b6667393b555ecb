/** A signal that knows how many listen to it: whoever leaves a listener behind is seen. */
export class ListenedSignal {
  readonly signal: AbortSignal;
  readonly #controller = new AbortController();
  readonly #listeners = new Set<unknown>();

  constructor() {
    const { signal } = this.#controller;
    const listeners = this.#listeners;
    this.signal = new Proxy(signal, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...args: readonly unknown[]): unknown => {
          if (name === "addEventListener") listeners.add(args[1]);
          if (name === "removeEventListener") listeners.delete(args[1]);
          return Reflect.apply(value, target, args);
        };
      },
    });
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  abort(): void {
    this.#controller.abort();
  }
}
