/**
 * The key-value store of Pullpiri over gRPC.
 *
 * I1: every call has a deadline; one that did not get through is tried once more, over the connection that is made anew meanwhile.
 * I2: a key that the store would refuse is not asked for.
 */
import { delay } from "../kit/delay.ts";
import type { Clock } from "../ports/clock.ts";
import { type ChannelOptions, PeerChannel } from "../grpc/client/channel.ts";
import type { CallError } from "../grpc/status.ts";
import type { Method } from "../grpc/wire/methods.ts";
import type { Entry } from "./artifacts.ts";
import { ROCKSDB_SERVICE } from "./definitions.ts";
import type { KeyValueStore } from "./peers.ts";
import { keyProblem } from "./text.ts";

export interface StoreOptions extends ChannelOptions {
  readonly clock: Clock;
  /** Milliseconds. Default 2,000. */
  readonly deadlineMs?: number;
}

const DEADLINE_MS = 2_000;
const RETRY_MS = 100;
const ATTEMPTS = 2;

/** One connection; closed by disposing. */
export class PullpiriStore implements KeyValueStore, AsyncDisposable {
  readonly #channel: PeerChannel;
  readonly #options: StoreOptions;

  constructor(address: string, options: StoreOptions) {
    this.#options = options;
    this.#channel = new PeerChannel(address, options);
  }

  async getByPrefix(prefix: string, signal: AbortSignal): Promise<readonly Entry[]> {
    const what = `Cannot read ${prefix} from Pullpiri's store`;
    const answer = await this.#call(ROCKSDB_SERVICE.GetByPrefix, { prefix, limit: 0 }, { what, signal });
    if (answer.error !== "") throw new Error(`${what}: ${answer.error}`);
    return answer.pairs.map(({ key, value }) => ({ key, value }));
  }

  async put(entries: readonly Entry[], signal: AbortSignal): Promise<void> {
    const refused = entries.find(({ key }) => keyProblem(key) !== undefined);
    if (refused !== undefined) {
      throw new Error(`Cannot write ${JSON.stringify(refused.key)}: ${keyProblem(refused.key)}`); // I2
    }
    const what = "Cannot write into Pullpiri's store";
    const pairs = entries.map(({ key, value }) => ({ key, value }));
    const answer = await this.#call(ROCKSDB_SERVICE.BatchPut, { pairs }, { what, signal });
    if (!answer.success || answer.processedCount !== entries.length) {
      throw new Error(
        `${what}: ${answer.error || `${answer.processedCount} of ${entries.length} were written`}`,
      );
    }
  }

  /** What it says of itself: `healthy`, `busy` or `error`, and its version. */
  async health(signal: AbortSignal): Promise<{ readonly status: string; readonly version: string }> {
    const what = "Cannot ask Pullpiri's store for its health";
    const { status, version } = await this.#call(ROCKSDB_SERVICE.Health, {}, { what, signal });
    return { status, version };
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#channel.close();
    return Promise.resolve();
  }

  /** I1. */
  async #call<Request, Response>(
    method: Method<Request, Response>,
    request: Request,
    { what, signal }: { readonly what: string; readonly signal: AbortSignal },
  ): Promise<Response> {
    const { clock, deadlineMs = DEADLINE_MS } = this.#options;
    for (let attempt = 1;; attempt += 1) {
      const outcome = await this.#channel.unary(method, request, { what, deadlineMs, signal });
      if (outcome.kind === "answered") return outcome.value;
      if (attempt === ATTEMPTS || !isWorthRepeating(outcome.error) || signal.aborted) throw outcome.error;
      await delay(clock, RETRY_MS, signal);
    }
  }
}

/** Reading twice, and writing the same twice, do no harm. */
function isWorthRepeating({ kind }: CallError): boolean {
  return kind === "unreachable";
}
