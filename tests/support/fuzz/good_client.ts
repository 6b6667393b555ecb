/** A client beside the others that does nothing wrong: how long it waits, and what it is refused. */
import { connect, type StateManagerClient } from "../../../src/client/state_manager.ts";
import type { TlsMaterial } from "../../../src/grpc/tls.ts";
import { messageOf } from "../../../src/kit/errors.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";

const EVERY_MS = 50;
const DEADLINE_MS = 10_000;

export class GoodClient implements AsyncDisposable {
  readonly #client: StateManagerClient;
  readonly #ending = new AbortController();
  #latenciesMs: number[] = [];
  readonly failures: string[] = [];
  #done: Promise<void> = Promise.resolve();

  constructor(address: string, tls?: TlsMaterial) {
    this.#client = connect(address, { deadlineMs: DEADLINE_MS, ...(tls && { tls }) });
  }

  begin(): void {
    this.#done = this.#run();
  }

  /** Figures since the last time. */
  take(): { readonly calls: number; readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number } {
    const sorted = this.#latenciesMs.toSorted((a, b) => a - b);
    this.#latenciesMs = [];
    const at = (share: number) => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
    return {
      calls: sorted.length,
      ...{ p50Ms: at(0.5), p99Ms: at(0.99) },
      maxMs: Math.round(sorted.at(-1) ?? 0),
    };
  }

  async #run(): Promise<void> {
    for (let n = 0; !this.#ending.signal.aborted; n++) {
      const startedAt = performance.now();
      try {
        if (n % 2 === 0) await this.#client.status();
        else await this.#client.queryServices(ALL_SERVICES, { limit: 10 });
      } catch (error) {
        if (this.#ending.signal.aborted) return;
        this.failures.push(messageOf(error));
      }
      this.#latenciesMs.push(performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    this.#client.close();
    await this.#done;
  }
}
