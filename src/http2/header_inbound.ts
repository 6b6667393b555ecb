// The reading half, header blocks: HEADERS and CONTINUATION put together, decoded, checked, and given to their stream.
// I1  A block that lies in one frame is decoded in place; only a cut one is copied, up to `maxHeaderBlockBytes`.
import type { ConnectionEvents } from "./connection_events.ts";
import { ErrorCode } from "./errors.ts";
import { Flag, type FrameReader, readU31 } from "./frames.ts";
import type { HeaderField } from "./header_field.ts";
import { checkRequest, checkResponse, checkTrailers } from "./header_rules.ts";
import { HpackDecoder } from "./hpack_decoder.ts";
import { Stream } from "./stream.ts";
import { canReceive } from "./stream_state.ts";
import type { Streams } from "./streams.ts";

/** What this part needs of the reading half. */
export interface HeaderHost {
  fail(code: number, reason: string): void;
  streamError(streamId: number, code: number): void;
  chargeEmpty(): void;
  chargeStray(): void;
}

/** Header blocks of a connection, in order. */
export class HeaderInbound {
  readonly #connection: Streams;
  readonly #events: ConnectionEvents;
  readonly #host: HeaderHost;
  readonly #decoder: HpackDecoder;
  #streamId = 0;
  #isEnd = false;
  /** A stream error found in the frame itself, to be raised once the block is decoded. */
  #pendingError = 0;
  #block: Uint8Array[] = [];
  #blockBytes = 0;
  #continuations = 0;

  constructor(connection: Streams, events: ConnectionEvents, host: HeaderHost) {
    this.#connection = connection;
    this.#events = events;
    this.#host = host;
    this.#decoder = new HpackDecoder(connection.limits);
  }

  /** Whether a block waits for CONTINUATION. */
  get isOpen(): boolean {
    return this.#streamId !== 0;
  }

  /** Processes HEADERS. */
  begin(frame: FrameReader): void {
    const { flags, streamId, buffer } = frame;
    let { start, end } = frame;
    if (streamId === 0) return this.#host.fail(ErrorCode.PROTOCOL_ERROR, "HEADERS on stream 0");
    if ((flags & Flag.PADDED) !== 0) {
      if (end === start) return this.#host.fail(ErrorCode.FRAME_SIZE_ERROR, "HEADERS lacks its pad length");
      end -= buffer[start] ?? 0;
      start += 1;
    }
    this.#pendingError = 0;
    if ((flags & Flag.PRIORITY) !== 0) {
      if (end - start >= 5 && readU31(buffer, start) === streamId) {
        this.#pendingError = ErrorCode.PROTOCOL_ERROR;
      }
      start += 5;
    }
    if (end < start) return this.#host.fail(ErrorCode.PROTOCOL_ERROR, "HEADERS is padded beyond its length");
    this.#isEnd = (flags & Flag.END_STREAM) !== 0;
    if ((flags & Flag.END_HEADERS) !== 0) return this.#decode(streamId, buffer, { start, end });
    if (start === end) this.#host.chargeEmpty();
    this.#streamId = streamId;
    this.#continuations = 0;
    if (!this.#connection.account.take(end - start)) return this.#fullAccount();
    this.#block = [buffer.slice(start, end)];
    this.#blockBytes = end - start;
  }

  /** Processes CONTINUATION. */
  continue(frame: FrameReader): void {
    const { flags, streamId, buffer, start, end } = frame;
    if (streamId !== this.#streamId || streamId === 0) {
      return this.#host.fail(ErrorCode.PROTOCOL_ERROR, "CONTINUATION out of place");
    }
    const { limits } = this.#connection;
    if (!this.#connection.account.take(end - start)) return this.#fullAccount();
    this.#blockBytes += end - start;
    if (
      ++this.#continuations > limits.maxContinuationFrames || this.#blockBytes > limits.maxHeaderBlockBytes
    ) {
      return this.#host.fail(ErrorCode.ENHANCE_YOUR_CALM, "a header block is too long");
    }
    this.#block.push(buffer.slice(start, end));
    if ((flags & Flag.END_HEADERS) === 0) {
      if (start === end) this.#host.chargeEmpty();
      return;
    }
    const whole = new Uint8Array(this.#blockBytes);
    let at = 0;
    for (const part of this.#block) {
      whole.set(part, at);
      at += part.length;
    }
    this.#connection.account.give(this.#blockBytes);
    this.#block = [];
    this.#streamId = 0;
    this.#decode(streamId, whole, { start: 0, end: at });
  }

  #fullAccount(): void {
    this.#host.fail(ErrorCode.ENHANCE_YOUR_CALM, "no room for a header block that is cut");
  }

  #decode(streamId: number, bytes: Uint8Array, range: { start: number; end: number }): void {
    const fields: HeaderField[] = [];
    const wrong = this.#decoder.decode(bytes, range, fields);
    if (wrong !== null) return this.#host.fail(ErrorCode.COMPRESSION_ERROR, wrong);
    const stream = this.#connection.streams.get(streamId);
    if (stream !== undefined) return this.#onKnown(stream, fields);
    if (!this.#connection.isIdle(streamId)) return this.#onClosed(streamId);
    if (this.#connection.role === "client" || (streamId & 1) === 0) {
      return this.#host.fail(ErrorCode.PROTOCOL_ERROR, "HEADERS on a stream that the peer cannot open");
    }
    this.#onRequest(streamId, fields);
  }

  #onClosed(streamId: number): void {
    if (this.#connection.mayBeLate(streamId)) return this.#host.chargeStray();
    this.#host.fail(ErrorCode.STREAM_CLOSED, "HEADERS on a closed stream");
  }

  #onRequest(streamId: number, fields: readonly HeaderField[]): void {
    const connection = this.#connection;
    connection.lastPeerStreamId = streamId;
    if (streamId > connection.highestAcceptedId) return this.#host.chargeStray();
    if (this.#pendingError !== 0) return this.#host.streamError(streamId, this.#pendingError);
    if (connection.streams.size >= connection.limits.maxConcurrentStreams) {
      connection.refusedStreams++;
      return this.#host.streamError(streamId, ErrorCode.REFUSED_STREAM);
    }
    if (this.#decoder.isOversized) return this.#host.streamError(streamId, ErrorCode.ENHANCE_YOUR_CALM);
    const { reason, contentLength } = checkRequest(fields);
    if (reason !== null || (this.#isEnd && contentLength > 0)) {
      return this.#host.streamError(streamId, ErrorCode.PROTOCOL_ERROR);
    }
    const stream = new Stream(streamId, {
      send: connection.outbound.peer.initialWindowSize,
      receive: connection.newStreamWindow(),
    });
    stream.state = this.#isEnd ? "halfClosedRemote" : "open";
    stream.hasHeaders = true;
    stream.expectedBytes = contentLength;
    connection.streams.set(streamId, stream);
    stream.events = this.#events.onStream(stream, fields, this.#isEnd);
  }

  #onKnown(stream: Stream, fields: readonly HeaderField[]): void {
    if (!canReceive(stream.state)) {
      return this.#host.fail(ErrorCode.STREAM_CLOSED, "HEADERS after the end of the stream");
    }
    if (this.#pendingError !== 0) return this.#host.streamError(stream.id, this.#pendingError);
    if (this.#decoder.isOversized) return this.#host.streamError(stream.id, ErrorCode.ENHANCE_YOUR_CALM);
    if (stream.hasHeaders) this.#onTrailers(stream, fields);
    else this.#onResponse(stream, fields);
  }

  #onResponse(stream: Stream, fields: readonly HeaderField[]): void {
    const isEnd = this.#isEnd;
    const { reason, contentLength } = checkResponse(fields);
    const isInformational = fields[0]?.value.charCodeAt(0) === 0x31;
    if (reason !== null || (isInformational && isEnd)) {
      return this.#host.streamError(stream.id, ErrorCode.PROTOCOL_ERROR);
    }
    if (isInformational) return stream.events.onHeaders(fields, "informational", false);
    stream.hasHeaders = true;
    stream.expectedBytes = contentLength;
    if (isEnd) this.#connection.beforePeerEnd(stream);
    stream.events.onHeaders(fields, "response", isEnd);
    if (isEnd) this.#connection.afterPeerEnd(stream);
  }

  #onTrailers(stream: Stream, fields: readonly HeaderField[]): void {
    const { expectedBytes, receivedBytes } = stream;
    const isShort = expectedBytes >= 0 && receivedBytes !== expectedBytes;
    if (!this.#isEnd || isShort || checkTrailers(fields).reason !== null) {
      return this.#host.streamError(stream.id, ErrorCode.PROTOCOL_ERROR);
    }
    this.#connection.beforePeerEnd(stream);
    stream.events.onHeaders(fields, "trailers", true);
    this.#connection.afterPeerEnd(stream);
  }
}
