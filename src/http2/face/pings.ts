// PINGs of our own that wait for their answer. Each callback is called exactly once.
import { Buffer } from "node:buffer";
import process from "node:process";
import { asBuffer, codedError, throwLater } from "./byte_stream.ts";

/** Called with the outcome of a ping: an error, or the round trip in milliseconds and the 8 bytes. */
export type PingCallback = (error: Error | null, durationMs: number, payload: Buffer) => void;

interface Waiting {
  readonly callback: PingCallback;
  readonly payload: Uint8Array;
  readonly sentMs: number;
}

/** The pings of one session, oldest first. */
export class Pings {
  readonly #max: number;
  readonly #waiting: Waiting[] = [];
  #sent = 0;

  constructor(maxOutstanding: number) {
    this.#max = maxOutstanding;
  }

  /** Registers a ping; the result is the 8 bytes to send, or null when too many wait for their answer. */
  add(callback: PingCallback, ping: { payload: Uint8Array | null; nowMs: number }): Uint8Array | null {
    if (this.#waiting.length >= this.#max) return null;
    const payload = new Uint8Array(8);
    if (ping.payload !== null) payload.set(ping.payload.subarray(0, 8));
    else new DataView(payload.buffer).setUint32(4, ++this.#sent);
    this.#waiting.push({ callback, payload, sentMs: ping.nowMs });
    return payload;
  }

  /** Matches an answer; one that belongs to no ping is ignored. */
  answer(payload: Uint8Array, nowMs: number): void {
    const at = this.#waiting.findIndex((ping) => ping.payload.every((byte, i) => byte === payload[i]));
    const [ping] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (ping !== undefined) call(ping, null, nowMs - ping.sentMs);
  }

  /** The session is over: all callbacks get an error, in a later tick. */
  failAll(): void {
    for (const ping of this.#waiting.splice(0)) {
      process.nextTick(
        call,
        ping,
        codedError("ERR_HTTP2_PING_CANCEL", "The session ended before the answer"),
        0,
      );
    }
  }
}

function call(ping: Waiting, error: Error | null, durationMs: number): void {
  try {
    ping.callback(error, durationMs, asBuffer(ping.payload));
  } catch (thrown) {
    throwLater(thrown);
  }
}
