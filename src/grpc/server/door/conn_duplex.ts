/**
 * A connection of the runtime as a stream of node, for TLS over it. The runtime's own TLS server stops accepting without a word when there
 * is no file descriptor left; connections that we accept ourselves go through this.
 *
 * I1  Whatever ends the stream closes the connection, once.
 */
import { Buffer } from "node:buffer";
import { Duplex } from "node:stream";

const READ_BYTES = 65_536;

export class ConnDuplex extends Duplex {
  readonly peerAddress: string | undefined;
  readonly peerPort: number | undefined;
  readonly #conn: Deno.Conn;
  readonly #buffer = new Uint8Array(READ_BYTES);

  constructor(conn: Deno.Conn) {
    super({ allowHalfOpen: true });
    this.#conn = conn;
    const { remoteAddr } = conn;
    if (remoteAddr.transport === "tcp") {
      this.peerAddress = remoteAddr.hostname;
      this.peerPort = remoteAddr.port;
    }
    if ("setNoDelay" in conn && typeof conn.setNoDelay === "function") {
      try {
        conn.setNoDelay(true);
      } catch {
        // The connection is gone already: reading it says so.
      }
    }
  }

  override _read(): void {
    this.#conn.read(this.#buffer).then(
      (count) => void this.push(count === null ? null : Buffer.from(this.#buffer.slice(0, count))),
      (error) => void this.destroy(error),
    );
  }

  override _write(chunk: Uint8Array, _encoding: string, written: (error?: Error | null) => void): void {
    this.#writeAll(chunk).then(() => written(), written);
  }

  override _final(done: (error?: Error | null) => void): void {
    Promise.resolve(this.#conn.closeWrite()).then(() => done(), done);
  }

  /** I1. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    try {
      this.#conn.close();
    } catch {
      // It is closed already.
    }
    done(error);
  }

  async #writeAll(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) at += await this.#conn.write(bytes.subarray(at));
  }
}
