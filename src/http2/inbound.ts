// The reading half: frames checked against RFC 9113 section 6 and handed on.
// I1  After each frame the connection may be dead; nothing is read then.
// I2  Every header block is decoded, wanted or not: the table is shared by all streams.
import type { ConnectionEvents } from "./connection_events.ts";
import { ErrorCode } from "./errors.ts";
import { grownWindow } from "./flow.ts";
import { CLIENT_PREFACE, Flag, FrameReader, FrameType, readU31, readU32 } from "./frames.ts";
import { HeaderInbound } from "./header_inbound.ts";
import { TokenBucket } from "./limits.ts";
import type { Stream } from "./stream.ts";
import { canReceive } from "./stream_state.ts";
import type { Streams } from "./streams.ts";

const SETTING_BYTES = 6;

/** Reads what the peer sends. */
export class Inbound {
  /** Nothing is read after the current frame. */
  isHeld = false;

  readonly #connection: Streams;
  readonly #events: ConnectionEvents;
  readonly #reader: FrameReader;
  readonly #headers: HeaderInbound;
  readonly #resets: TokenBucket;
  readonly #pings: TokenBucket;
  readonly #settings: TokenBucket;
  readonly #empties: TokenBucket;
  readonly #strays: TokenBucket;
  #prefaceAt: number;
  #hasSettings = false;
  #nowMs = 0;

  constructor(connection: Streams, events: ConnectionEvents) {
    const { limits } = connection;
    this.#connection = connection;
    this.#events = events;
    this.#reader = new FrameReader(limits.maxFrameBytes);
    this.#headers = new HeaderInbound(connection, events, this);
    this.#resets = new TokenBucket(limits.resets);
    this.#pings = new TokenBucket(limits.pings);
    this.#settings = new TokenBucket(limits.settings);
    this.#empties = new TokenBucket(limits.emptyFrames);
    this.#strays = new TokenBucket(limits.strayFrames);
    this.#prefaceAt = connection.role === "server" ? 0 : CLIENT_PREFACE.length;
  }

  /** Reads one chunk to its end, or until the connection dies. */
  receive(chunk: Uint8Array, nowMs: number): void {
    this.#nowMs = nowMs;
    let from = 0;
    for (; this.#prefaceAt < CLIENT_PREFACE.length && from < chunk.length; from++, this.#prefaceAt++) {
      if (chunk[from] !== CLIENT_PREFACE[this.#prefaceAt]) {
        return this.fail(ErrorCode.PROTOCOL_ERROR, "the preface is not that of HTTP/2");
      }
    }
    this.#reader.feed(chunk, from);
    this.drain();
  }

  /** Reads the frames that are there. */
  drain(): void {
    while (!this.#connection.isDead && !this.isHeld) {
      const outcome = this.#reader.next();
      if (outcome === "more") return;
      if (outcome === "tooLarge") {
        return this.fail(ErrorCode.FRAME_SIZE_ERROR, "a frame is larger than announced");
      }
      this.#frame();
    }
  }

  /** Ends the connection. */
  fail(code: number, reason: string): void {
    this.#connection.fail(code, reason);
  }

  /** Resets a stream for an error of the peer; too many of these end the connection, like the peer's own resets. */
  streamError(streamId: number, code: number): void {
    const stream = this.#connection.streams.get(streamId);
    if (stream !== undefined) this.#connection.reset(stream, code);
    else {
      this.#connection.resets.add(streamId);
      this.#connection.outbound.reset(streamId, code);
    }
    this.#charge(this.#resets, "streams in error");
  }

  /** Charges a header frame which is empty and ends nothing. */
  chargeEmpty(): void {
    this.#charge(this.#empties, "empty frames");
  }

  /** Charges a frame for a stream that is gone. */
  chargeStray(): void {
    this.#charge(this.#strays, "stray frames");
  }

  #charge(bucket: TokenBucket, what: string): void {
    if (!bucket.take(this.#nowMs)) this.fail(ErrorCode.ENHANCE_YOUR_CALM, `too many ${what}`);
  }

  #frame(): void {
    const { type } = this.#reader;
    if (!this.#hasSettings && type !== FrameType.SETTINGS) {
      return this.fail(ErrorCode.PROTOCOL_ERROR, "the first frame is not SETTINGS");
    }
    if (this.#headers.isOpen && type !== FrameType.CONTINUATION) {
      return this.fail(ErrorCode.PROTOCOL_ERROR, "a header block is interrupted");
    }
    switch (type) {
      case FrameType.DATA:
        return this.#data();
      case FrameType.HEADERS:
        return this.#headers.begin(this.#reader);
      case FrameType.CONTINUATION:
        return this.#headers.continue(this.#reader);
      case FrameType.WINDOW_UPDATE:
        return this.#windowUpdate();
      case FrameType.RST_STREAM:
        return this.#rstStream();
      case FrameType.SETTINGS:
        return this.#settingsFrame();
      case FrameType.PING:
        return this.#ping();
      case FrameType.GOAWAY:
        return this.#goaway();
      case FrameType.PRIORITY:
        return this.#priority();
      case FrameType.PUSH_PROMISE:
        return this.fail(ErrorCode.PROTOCOL_ERROR, "PUSH_PROMISE although push is disabled");
      default:
        return this.chargeStray();
    }
  }

  #data(): void {
    const { flags, streamId, buffer } = this.#reader;
    let { start, end } = this.#reader;
    const flowBytes = end - start;
    if (streamId === 0) return this.fail(ErrorCode.PROTOCOL_ERROR, "DATA on stream 0");
    if ((flags & Flag.PADDED) !== 0) {
      const padding = buffer[start] ?? 0;
      if (flowBytes === 0) return this.fail(ErrorCode.FRAME_SIZE_ERROR, "DATA lacks its pad length");
      start += 1;
      end -= padding;
      if (end < start) return this.fail(ErrorCode.PROTOCOL_ERROR, "DATA is padded beyond its length");
    }
    const connection = this.#connection;
    if (!connection.window.receive(flowBytes)) {
      return this.fail(ErrorCode.FLOW_CONTROL_ERROR, "the connection window is overrun");
    }
    const stream = connection.streams.get(streamId);
    if (stream === undefined || !canReceive(stream.state)) {
      return this.#strayData(streamId, flowBytes, stream);
    }
    const isEnd = (flags & Flag.END_STREAM) !== 0;
    if (flowBytes === 0 && !isEnd) this.chargeEmpty();
    this.#streamData(stream, { start, end, flowBytes, isEnd });
  }

  #streamData(
    stream: Stream,
    frame: {
      readonly start: number;
      readonly end: number;
      readonly flowBytes: number;
      readonly isEnd: boolean;
    },
  ): void {
    const { start, end, flowBytes, isEnd } = frame;
    const connection = this.#connection;
    if (!stream.receiveWindow.receive(flowBytes)) {
      connection.returnCredit(null, flowBytes);
      return this.streamError(stream.id, ErrorCode.FLOW_CONTROL_ERROR);
    }
    const bytes = end - start;
    stream.receivedBytes += bytes;
    if (!stream.hasHeaders || this.#breaksLength(stream, isEnd)) {
      connection.returnCredit(null, flowBytes);
      return this.streamError(stream.id, ErrorCode.PROTOCOL_ERROR);
    }
    stream.unreadBytes += bytes;
    if (flowBytes > bytes) connection.returnCredit(stream, flowBytes - bytes);
    if (isEnd) connection.beforePeerEnd(stream);
    if (bytes > 0 || isEnd) stream.events.onData(this.#reader.buffer, start, end, isEnd);
    if (isEnd) connection.afterPeerEnd(stream);
  }

  #breaksLength(stream: Stream, isEnd: boolean): boolean {
    const { expectedBytes, receivedBytes } = stream;
    if (expectedBytes < 0) return false;
    return receivedBytes > expectedBytes || (isEnd && receivedBytes !== expectedBytes);
  }

  #strayData(streamId: number, flowBytes: number, stream: Stream | undefined): void {
    const connection = this.#connection;
    if (connection.isIdle(streamId)) return this.fail(ErrorCode.PROTOCOL_ERROR, "DATA on an idle stream");
    connection.returnCredit(null, flowBytes);
    if (stream === undefined && connection.mayBeLate(streamId)) return this.chargeStray();
    this.streamError(streamId, ErrorCode.STREAM_CLOSED);
  }

  #windowUpdate(): void {
    const { streamId, buffer, start, end } = this.#reader;
    if (end - start !== 4) return this.fail(ErrorCode.FRAME_SIZE_ERROR, "WINDOW_UPDATE is not 4 bytes");
    const increment = readU31(buffer, start);
    const { outbound, streams } = this.#connection;
    if (streamId === 0) {
      if (increment === 0) return this.fail(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE of 0");
      const window = grownWindow(outbound.window, increment);
      if (window === null) return this.fail(ErrorCode.FLOW_CONTROL_ERROR, "the connection window overflows");
      outbound.window = window;
      return outbound.pump();
    }
    const stream = streams.get(streamId);
    if (stream === undefined) {
      if (this.#connection.isIdle(streamId)) {
        this.fail(ErrorCode.PROTOCOL_ERROR, "WINDOW_UPDATE on an idle stream");
      } else this.chargeStray();
      return;
    }
    if (increment === 0) return this.streamError(streamId, ErrorCode.PROTOCOL_ERROR);
    const window = grownWindow(stream.sendWindow, increment);
    if (window === null) return this.streamError(streamId, ErrorCode.FLOW_CONTROL_ERROR);
    stream.sendWindow = window;
    outbound.wake(stream);
  }

  #rstStream(): void {
    const { streamId, buffer, start, end } = this.#reader;
    if (end - start !== 4) return this.fail(ErrorCode.FRAME_SIZE_ERROR, "RST_STREAM is not 4 bytes");
    const connection = this.#connection;
    if (streamId === 0 || connection.isIdle(streamId)) {
      return this.fail(ErrorCode.PROTOCOL_ERROR, "RST_STREAM on an idle stream");
    }
    this.#charge(this.#resets, "resets");
    connection.resets.remove(streamId);
    const stream = connection.streams.get(streamId);
    if (stream !== undefined && !connection.isDead) {
      connection.closeStream(stream, readU32(buffer, start), "peer");
    }
  }

  #settingsFrame(): void {
    const { flags, streamId, buffer, start, end } = this.#reader;
    const connection = this.#connection, { outbound } = connection;
    if (streamId !== 0) return this.fail(ErrorCode.PROTOCOL_ERROR, "SETTINGS on a stream");
    if ((flags & Flag.ACK) !== 0) {
      if (end !== start) return this.fail(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS ACK with a payload");
      connection.areSettingsAcked = true;
      return this.#events.onSettingsAck();
    }
    if ((end - start) % SETTING_BYTES !== 0) {
      return this.fail(ErrorCode.FRAME_SIZE_ERROR, "SETTINGS is no multiple of 6 bytes");
    }
    this.#hasSettings = true;
    this.#charge(this.#settings, "SETTINGS");
    if (connection.isDead) return;
    const windowBefore = outbound.peer.initialWindowSize;
    for (let at = start; at < end; at += SETTING_BYTES) {
      const id = (buffer[at] ?? 0) << 8 | (buffer[at + 1] ?? 0);
      const wrong = outbound.peer.apply(id, readU32(buffer, at + 2));
      if (wrong !== null) return this.fail(wrong.code, wrong.reason);
    }
    outbound.applyTableSize();
    // The acknowledgement goes first: what the new values allow must not overtake it.
    outbound.settingsAck();
    if (!this.#moveWindows(outbound.peer.initialWindowSize - windowBefore)) return;
    this.#events.onSettings(outbound.peer);
    if (!connection.isDead) connection.onPeerLimits();
  }

  #moveWindows(difference: number): boolean {
    if (difference === 0) return true;
    const { outbound, streams } = this.#connection;
    for (const stream of [...streams.values()]) {
      const window = grownWindow(stream.sendWindow, difference);
      if (window === null) {
        this.fail(ErrorCode.FLOW_CONTROL_ERROR, "a stream window overflows");
        return false;
      }
      stream.sendWindow = window;
      if (difference > 0) outbound.wake(stream);
    }
    return !this.#connection.isDead;
  }

  #ping(): void {
    const { flags, streamId, buffer, start, end } = this.#reader;
    if (streamId !== 0) return this.fail(ErrorCode.PROTOCOL_ERROR, "PING on a stream");
    if (end - start !== 8) return this.fail(ErrorCode.FRAME_SIZE_ERROR, "PING is not 8 bytes");
    if ((flags & Flag.ACK) !== 0) return this.#events.onPong(buffer.slice(start, end));
    const { outbound } = this.#connection;
    if (!outbound.hasSentSubstance) this.#charge(this.#pings, "pings");
    outbound.hasSentSubstance = false;
    if (!this.#connection.isDead) outbound.ping(buffer, start, true);
  }

  #goaway(): void {
    const { streamId, buffer, start, end } = this.#reader;
    if (streamId !== 0) return this.fail(ErrorCode.PROTOCOL_ERROR, "GOAWAY on a stream");
    if (end - start < 8) return this.fail(ErrorCode.FRAME_SIZE_ERROR, "GOAWAY is shorter than 8 bytes");
    this.#charge(this.#settings, "GOAWAY");
    if (this.#connection.isDead) return;
    const lastStreamId = readU31(buffer, start);
    this.#connection.isPeerGoingAway = true;
    this.#events.onGoaway(readU32(buffer, start + 4), lastStreamId, buffer.slice(start + 8, end));
    this.#connection.refuseAbove(lastStreamId);
  }

  #priority(): void {
    const { streamId, buffer, start, end } = this.#reader;
    if (streamId === 0) return this.fail(ErrorCode.PROTOCOL_ERROR, "PRIORITY on stream 0");
    if (end - start !== 5) return this.streamError(streamId, ErrorCode.FRAME_SIZE_ERROR);
    if (readU31(buffer, start) === streamId) return this.streamError(streamId, ErrorCode.PROTOCOL_ERROR);
    this.chargeStray();
  }
}
