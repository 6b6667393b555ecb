/**
 * Connections that have not proved yet who they are. Each costs the runtime some 75 KB, and whoever can reach the port can make them.
 *
 * I1  There are at most so many at once; the one that has waited for longest gives way. So a client that answers at once gets in beside
 *     any number that never do.
 */
import type { Buffered, BufferLevel } from "../../../kit/buffer_level.ts";

export const MAX_HANDSHAKES = 64;

interface Connection {
  destroy(): unknown;
}

export class Handshakes implements Buffered {
  readonly #capacity: number;
  /** In the order in which they began. */
  readonly #waiting = new Map<string, Connection>();
  #dropped = 0;

  constructor(capacity = MAX_HANDSHAKES) {
    this.#capacity = capacity;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      ...{ name: "tls_handshakes", unit: "entries", overflow: "drop-oldest" },
      ...{ capacity: this.#capacity, used: this.#waiting.size, overflows: this.#dropped },
    }];
  }

  /** `id` names the connection. */
  begin(id: string, connection: Connection): void {
    this.#waiting.set(id, connection);
    const [oldest] = this.#waiting;
    if (this.#waiting.size <= this.#capacity || oldest === undefined) return;
    this.#dropped += 1;
    this.#waiting.delete(oldest[0]);
    oldest[1].destroy();
  }

  /** It has proved it, or is closed. */
  end(id: string): void {
    this.#waiting.delete(id);
  }
}
