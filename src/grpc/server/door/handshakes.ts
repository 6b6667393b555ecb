/**
 * The handshakes of TLS that are under way, of all listeners of a server.
 *
 * I1  There are at most `capacity`; with one more the oldest ends, so that whoever says nothing keeps out nobody who does.
 * I2  Each ends after `HANDSHAKE_MS`.
 */
import type { Buffered, BufferLevel } from "../../../kit/buffer_level.ts";
import type { Clock } from "../../../ports/clock.ts";

const HANDSHAKE_MS = 10_000;

/** A connection that has not proved who it is. */
interface Stranger {
  destroy(): void;
}

export class Handshakes implements Buffered {
  readonly #capacity: number;
  readonly #clock: Pick<Clock, "schedule">;
  /** The oldest first. */
  readonly #pending = new Map<Stranger, { cancel(): void }>();
  #ended = 0;

  constructor({ capacity, clock }: { readonly capacity: number; readonly clock: Pick<Clock, "schedule"> }) {
    this.#capacity = capacity;
    this.#clock = clock;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      ...{ name: "tls_handshakes", unit: "entries", overflow: "drop-oldest" },
      ...{ capacity: this.#capacity, used: this.#pending.size, overflows: this.#ended },
    }];
  }

  /** `onLate` is called before one that takes too long ends. */
  begin(stranger: Stranger, onLate: () => void): void {
    const [oldest] = this.#pending.keys();
    if (oldest !== undefined && this.#pending.size >= this.#capacity) {
      this.#ended++;
      this.#end(oldest);
    }
    const late = this.#clock.schedule(HANDSHAKE_MS, () => {
      onLate();
      this.#end(stranger);
    });
    this.#pending.set(stranger, late);
  }

  /** It is over, one way or the other. False = it was before. */
  settle(stranger: Stranger): boolean {
    this.#pending.get(stranger)?.cancel();
    return this.#pending.delete(stranger);
  }

  /** Ends all that are under way. */
  close(): void {
    for (const stranger of [...this.#pending.keys()]) this.#end(stranger);
  }

  #end(stranger: Stranger): void {
    this.settle(stranger);
    stranger.destroy();
  }
}
