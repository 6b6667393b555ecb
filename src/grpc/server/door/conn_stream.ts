/**
 * A connection of the runtime in the shape that a session of HTTP/2 needs of its socket. The runtime's own `node:net` server would make
 * one, but it stops accepting without a word when there is no file descriptor left; this one is accepted by us.
 *
 * I1  'close' comes exactly once, in a later turn; after it nothing else comes.
 * I2  Writes go out in order; their callbacks come in order, with an error for those that did not go out.
 * I3  `end` closes our side once everything before it is written; `destroy` closes both at once.
 */
import { EventEmitter } from "node:events";
import process from "node:process";
import type { ByteStream } from "../../../http2/face/byte_stream.ts";

const READ_BYTES = 65_536;
/** A chunk that fills less than this of the buffer is copied, so that the buffer can be read into again. */
const COPY_BELOW_BYTES = 16_384;

type Written = (error?: Error | null) => void;

interface Waiting {
  readonly bytes: Uint8Array;
  readonly written: Written;
}

export class ConnStream extends EventEmitter implements ByteStream {
  destroyed = false;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  readonly #conn: Deno.Conn;
  #waiting: Waiting[] = [];
  #isWriting = false;
  #isEnded = false;

  constructor(conn: Deno.Conn) {
    super();
    this.#conn = conn;
    [this.remoteAddress, this.remotePort] = placeOf(conn.remoteAddr);
    [this.localAddress, this.localPort] = placeOf(conn.localAddr);
    process.nextTick(() => void this.#read());
  }

  setNoDelay(isOn = true): this {
    if ("setNoDelay" in this.#conn && typeof this.#conn.setNoDelay === "function") {
      try {
        this.#conn.setNoDelay(isOn);
      } catch {
        // The connection is gone already: reading it says so.
      }
    }
    return this;
  }

  write(bytes: Uint8Array, written: Written): boolean {
    if (this.destroyed || this.#isEnded) {
      process.nextTick(written, new Error("The connection is closed"));
      return false;
    }
    this.#waiting.push({ bytes, written });
    void this.#write();
    return true;
  }

  end(): this {
    this.#isEnded = true;
    void this.#write();
    return this;
  }

  destroy(error?: Error): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    try {
      this.#conn.close();
    } catch {
      // It is closed already.
    }
    const unwritten = this.#waiting;
    this.#waiting = [];
    process.nextTick(() => {
      for (const { written } of unwritten) written(new Error("The connection is closed"));
      if (error !== undefined && this.listenerCount("error") > 0) this.emit("error", error);
      this.emit("close");
    });
    return this;
  }

  async #read(): Promise<void> {
    let buffer = new Uint8Array(READ_BYTES);
    try {
      while (!this.destroyed) {
        const count = await this.#conn.read(buffer);
        if (this.destroyed) return;
        if (count === null) {
          this.emit("end");
          return;
        }
        if (count < COPY_BELOW_BYTES) this.emit("data", buffer.slice(0, count));
        else {
          this.emit("data", buffer.subarray(0, count));
          buffer = new Uint8Array(READ_BYTES);
        }
      }
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }

  async #write(): Promise<void> {
    if (this.#isWriting) return;
    this.#isWriting = true;
    try {
      for (;;) {
        const next = this.#waiting[0];
        if (next === undefined) break;
        for (let at = 0; at < next.bytes.length;) at += await this.#conn.write(next.bytes.subarray(at));
        // After destroy() the callback was given its error.
        if (this.#waiting.shift() !== undefined) next.written();
      }
      if (this.#isEnded && !this.destroyed) await this.#conn.closeWrite();
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
    }
    this.#isWriting = false;
  }
}

function placeOf(address: Deno.Addr): readonly [string | undefined, number | undefined] {
  return address.transport === "tcp" ? [address.hostname, address.port] : [undefined, undefined];
}
