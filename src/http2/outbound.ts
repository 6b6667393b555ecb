// The sending half: frames into the output buffer, DATA under both windows and the output limit.
// I1  DATA is framed only while output and bytes in flight are below `outputHighWaterBytes`; so a write is reported as
//     written only when flow control and, within that slack, the socket have room.
// I2  `pump()` never runs inside itself: a write from a listener joins the round that is going on.
// I3  A stream's END_STREAM does not wait behind other streams' data.
// I4  Output beyond `FREE_BYTES` is booked to the connection's account; without room there DATA waits, and a peer that does not read
//     what control frames make of it loses its connection.
import type { ByteAccount } from "./account.ts";
import { Flag, FrameType } from "./frames.ts";
import { HpackEncoder } from "./hpack_encoder.ts";
import type { Limits } from "./limits.ts";
import { OutputBuffer } from "./output.ts";
import { Settings } from "./settings.ts";
import type { Stream } from "./stream.ts";
import { canSend } from "./stream_state.ts";

/** Output that every connection may have waiting, and the steps in which what is beyond it is booked. */
const FREE_BYTES = 16_384;
const STEP_BYTES = 16_384;

/** What the sending half needs of its connection. */
export interface OutboundHost {
  /** Output is waiting where there was none since the last `take()`. */
  onOutput(): void;
  /** More than `maxOutputBytes` wait. */
  onOverflow(): void;
  /** END_STREAM of this stream is framed. */
  onLocalEnd(stream: Stream): void;
}

/** Frames on their way out. */
export class Outbound {
  readonly output: OutputBuffer = new OutputBuffer();
  /** The peer's settings, which bind what we send. */
  readonly peer: Settings = new Settings();
  /** The connection's send window. */
  window = 65_535;
  /** Whether anything but SETTINGS, PING and their like went out since this was last reset. */
  hasSentSubstance = false;
  /** More than `maxOutputBytes` waited: the connection was ended for it. */
  hasOverflown = false;
  /** Bytes of DATA that were written and are not framed yet. */
  unsentBytes = 0;

  readonly #limits: Limits;
  readonly #account: ByteAccount;
  readonly #host: OutboundHost;
  readonly #encoder: HpackEncoder;
  #ready: Stream[] = [];
  #isPumping = false;
  #isAnnounced = false;
  #inFlightBytes = 0;
  #bookedBytes = 0;

  constructor(limits: Limits, account: ByteAccount, host: OutboundHost) {
    this.#limits = limits;
    this.#account = account;
    this.#host = host;
    this.#encoder = new HpackEncoder(limits.headerTableBytes);
  }

  /** Bytes framed and not yet taken by the socket. */
  get pendingBytes(): number {
    return this.output.length + this.#inFlightBytes;
  }

  /** Hands over all output; the bytes count as in flight until {@link release}. */
  take(): Uint8Array {
    const bytes = this.output.take();
    this.#isAnnounced = false;
    this.#inFlightBytes += bytes.length;
    return bytes;
  }

  /** The socket took bytes that {@link take} handed out. */
  release(bytes: Uint8Array): void {
    this.#inFlightBytes -= bytes.length;
    this.#unbook();
    this.output.recycle(bytes.buffer);
    this.pump();
  }

  /** The peer's SETTINGS_HEADER_TABLE_SIZE changed. */
  applyTableSize(): void {
    this.#encoder.setPeerTableSize(this.peer.headerTableSize);
  }

  /** Appends a header list as HEADERS and, where it is long, CONTINUATION. */
  headers(streamId: number, fields: readonly string[], isEnd: boolean): void {
    this.#encoder.encode(fields);
    const { bytes, length } = this.#encoder;
    const max = this.peer.maxFrameSize;
    let flags: number = isEnd ? Flag.END_STREAM : 0;
    let type: number = FrameType.HEADERS;
    let at = 0;
    do {
      const end = Math.min(length, at + max);
      if (end === length) flags |= Flag.END_HEADERS;
      this.output.frameHeader(end - at, type, flags, streamId);
      this.output.bytes(bytes, at, end);
      at = end;
      type = FrameType.CONTINUATION;
      flags = 0;
    } while (at < length);
    this.hasSentSubstance = true;
    this.#touched();
  }

  /** Appends RST_STREAM. */
  reset(streamId: number, code: number): void {
    this.output.frameHeader(4, FrameType.RST_STREAM, 0, streamId);
    this.output.u32(code);
    this.#touched();
  }

  /** Appends WINDOW_UPDATE; stream 0 is the connection. */
  windowUpdate(streamId: number, increment: number): void {
    this.output.frameHeader(4, FrameType.WINDOW_UPDATE, 0, streamId);
    this.output.u32(increment);
    this.#touched();
  }

  /** Appends SETTINGS with these entries of identifier and value. */
  settings(entries: readonly (readonly [number, number])[]): void {
    this.output.frameHeader(entries.length * 6, FrameType.SETTINGS, 0, 0);
    for (const [id, value] of entries) this.output.setting(id, value);
    this.#touched();
  }

  /** Appends the acknowledgement of the peer's SETTINGS. */
  settingsAck(): void {
    this.output.frameHeader(0, FrameType.SETTINGS, Flag.ACK, 0);
    this.#touched();
  }

  /** Appends PING with the 8 bytes at `start`. */
  ping(payload: Uint8Array, start: number, isAck: boolean): void {
    this.output.frameHeader(8, FrameType.PING, isAck ? Flag.ACK : 0, 0);
    this.output.bytes(payload, start, start + 8);
    this.#touched();
  }

  /** Appends GOAWAY. */
  goaway(code: number, lastStreamId: number, data: Uint8Array): void {
    this.output.frameHeader(8 + data.length, FrameType.GOAWAY, 0, 0);
    this.output.u32(lastStreamId);
    this.output.u32(code);
    this.output.bytes(data, 0, data.length);
    this.#touched();
  }

  /** Appends bytes that are no frame: the client's preface. */
  raw(bytes: Uint8Array): void {
    this.output.bytes(bytes, 0, bytes.length);
    this.#touched();
  }

  /** Queues DATA; `events.onWritten` follows, perhaps before this returns. */
  write(stream: Stream, chunk: Uint8Array): void {
    stream.chunks.push(chunk);
    this.unsentBytes += chunk.length;
    this.wake(stream);
  }

  /** Ends our side of a stream once its queue is empty. */
  end(stream: Stream): void {
    stream.isEndRequested = true;
    if (stream.chunks.length === 0) this.#finish(stream);
  }

  /** Gives a stream its place in the round, if it has something to send. */
  wake(stream: Stream): void {
    if (!stream.isReady && stream.id !== 0 && stream.chunks.length > 0) {
      stream.isReady = true;
      this.#ready.push(stream);
    }
    this.pump();
  }

  /** Forgets what a stream had to send. */
  drop(stream: Stream): void {
    for (const chunk of stream.chunks) this.unsentBytes -= chunk.length;
    this.unsentBytes += stream.chunkOffset;
    stream.chunks.length = 0;
    stream.chunkOffset = 0;
    stream.isEndRequested = false;
    if (!stream.isReady) return;
    stream.isReady = false;
    const at = this.#ready.indexOf(stream);
    if (at >= 0) this.#ready.splice(at, 1);
  }

  /** Frames DATA for as long as windows and output allow. */
  pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    for (;;) {
      const stream = this.#ready[0];
      if (stream === undefined) break;
      const outcome = this.#serve(stream);
      if (outcome === "connectionBlocked") break;
      if (this.#ready[0] === stream) this.#ready.shift();
      if (outcome === "again") this.#ready.push(stream);
      else stream.isReady = false;
    }
    this.#isPumping = false;
  }

  /** One turn of a stream: at most one frame's worth. */
  #serve(stream: Stream): "again" | "idle" | "connectionBlocked" {
    let quantum = Math.min(this.peer.maxFrameSize, STEP_BYTES);
    for (;;) {
      const chunk = stream.chunks[0];
      if (chunk === undefined || !canSend(stream.state)) return "idle";
      const left = chunk.length - stream.chunkOffset;
      if (left > 0) {
        if (
          this.window <= 0 || this.pendingBytes >= this.#limits.outputHighWaterBytes ||
          !this.#book(STEP_BYTES)
        ) return "connectionBlocked";
        if (stream.sendWindow <= 0) return "idle";
        if (quantum <= 0) return "again";
        const count = Math.min(left, stream.sendWindow, this.window, quantum);
        this.#data(stream, chunk, count);
        quantum -= count;
        if (count < left) continue;
      }
      stream.chunks.shift();
      stream.chunkOffset = 0;
      stream.events.onWritten();
      if (stream.chunks.length === 0 && stream.isEndRequested && canSend(stream.state)) this.#finish(stream);
    }
  }

  #data(stream: Stream, chunk: Uint8Array, count: number): void {
    const start = stream.chunkOffset;
    this.output.data(stream.id, chunk, { start, end: start + count }, this.peer.maxFrameSize);
    stream.chunkOffset += count;
    this.unsentBytes -= count;
    stream.sendWindow -= count;
    this.window -= count;
    this.hasSentSubstance = true;
    this.#touched();
  }

  #finish(stream: Stream): void {
    if (!canSend(stream.state)) return;
    if (stream.hasTrailers) {
      if (stream.areTrailersAsked) return;
      stream.areTrailersAsked = true;
      stream.events.onWantTrailers();
      return;
    }
    this.output.endStream(stream.id);
    this.#touched();
    this.#host.onLocalEnd(stream);
  }

  /** Books the output, and `more` to come, in steps; what is free is not booked (I4). False when there is no room. */
  #book(more: number): boolean {
    const excess = this.pendingBytes + more - FREE_BYTES;
    if (excess <= this.#bookedBytes) return true;
    const missing = Math.ceil(excess / STEP_BYTES) * STEP_BYTES - this.#bookedBytes;
    if (!this.#account.take(missing)) return false;
    this.#bookedBytes += missing;
    return true;
  }

  #unbook(): void {
    const needed = Math.max(0, Math.ceil((this.pendingBytes - FREE_BYTES) / STEP_BYTES) * STEP_BYTES);
    if (needed >= this.#bookedBytes) return;
    this.#account.give(this.#bookedBytes - needed);
    this.#bookedBytes = needed;
  }

  #touched(): void {
    if (!this.#isAnnounced) {
      this.#isAnnounced = true;
      this.#host.onOutput();
    }
    if (this.pendingBytes <= this.#limits.maxOutputBytes && this.#book(0)) return;
    this.hasOverflown = true;
    this.#host.onOverflow();
  }
}
