// An HTTP/2 connection without I/O (RFC 9113): chunks in, events out; calls in, bytes out. No socket, clock or timer.
// Its streams are in streams.ts; here is what belongs to the connection as a whole, and the way in and out.
// I1  After `isDead` nothing is read or sent.
import { type ByteAccount, UNLIMITED } from "./account.ts";
import type { ConnectionEvents } from "./connection_events.ts";
import { CLIENT_PREFACE } from "./frames.ts";
import { Inbound } from "./inbound.ts";
import type { Limits } from "./limits.ts";
import { SettingId } from "./settings.ts";
import { type Role, Streams } from "./streams.ts";

export type { Role };

const NO_DATA = new Uint8Array(0);

/** One connection. Feed it with {@link receive}; write out what {@link take} gives. */
export class Connection extends Streams {
  readonly #inbound: Inbound;

  constructor(role: Role, limits: Limits, events: ConnectionEvents, account: ByteAccount = UNLIMITED) {
    super(role, limits, events, account);
    this.#inbound = new Inbound(this, events);
  }

  /** Writes the preface and our SETTINGS. Call it once, first. */
  start(): void {
    const { limits, outbound } = this;
    const entries: [number, number][] = [
      [SettingId.HEADER_TABLE_SIZE, limits.headerTableBytes],
      [SettingId.INITIAL_WINDOW_SIZE, limits.initialWindowBytes],
      [SettingId.MAX_FRAME_SIZE, limits.maxFrameBytes],
      [SettingId.MAX_HEADER_LIST_SIZE, limits.maxHeaderListBytes],
    ];
    if (this.role === "client") {
      outbound.raw(CLIENT_PREFACE);
      entries.push([SettingId.ENABLE_PUSH, 0]);
    } else entries.push([SettingId.MAX_CONCURRENT_STREAMS, limits.maxConcurrentStreams]);
    outbound.settings(entries);
    this.growWindow(limits.maxUnreadBytes);
  }

  /** Reads a chunk; `nowMs` is a monotonic time for the rate limits. */
  receive(chunk: Uint8Array, nowMs: number): void {
    if (!this.isDead) this.#inbound.receive(chunk, nowMs);
  }

  /** Stops reading after the current frame, until {@link resumeInput}; no further chunk may be given until then. */
  holdInput(): void {
    this.#inbound.isHeld = true;
  }

  /** Reads the rest of the chunk that {@link holdInput} cut. */
  resumeInput(): void {
    this.#inbound.isHeld = false;
    if (!this.isDead) this.#inbound.drain();
  }

  /** All output so far, for the socket. Give it back with {@link release} once the socket took it. */
  take(): Uint8Array {
    return this.outbound.take();
  }

  /** See {@link take}. */
  release(bytes: Uint8Array): void {
    this.outbound.release(bytes);
  }

  /** Sends PING with 8 bytes; the answer is `onPong`. */
  ping(payload: Uint8Array): void {
    if (!this.isDead) this.outbound.ping(payload, 0, false);
  }

  /** Sends GOAWAY. Peer's streams above `lastStreamId` are ignored from now on (I3 of streams.ts). */
  goaway(code: number, lastStreamId: number = this.lastPeerStreamId, data: Uint8Array = NO_DATA): void {
    if (this.isDead) return;
    this.highestAcceptedId = Math.min(this.highestAcceptedId, lastStreamId);
    this.outbound.goaway(code, this.highestAcceptedId, data);
  }
}
