// A stream in the shape of node:http2's, as far as spec and grpc-js ask: an emitter with the reading and the writing
// side of a Duplex, but without node:stream, whose machinery costs more per call than the protocol does.
// I1  Order: response, data, trailers, end, close. 'close' exactly once, always; at most one 'error', before it.
//     Trailers of a failed call wait until the data before them was delivered and processed: grpc-js drops the messages
//     that it has not handed on when a failure is reported.
// I2  'data' never comes from within on(), resume() or the constructor. 'end' comes on a paused stream too.
// I3  A write's callback comes after flow control let the bytes pass; on death with an error, after 'close'.
// I4  Unread bytes are given back to the peer when 'data' delivered them, or when the stream is discarded.
import { Buffer } from "node:buffer";
import { EventEmitter } from "node:events";
import process from "node:process";
import type { Connection } from "../connection.ts";
import { ErrorCode, errorName } from "../errors.ts";
import { Flag } from "../frames.ts";
import type { HeaderField } from "../header_field.ts";
import type { CloseOrigin, HeaderKind, Stream, StreamEvents } from "../stream.ts";
import { codedError, emitSafely, keepableBuffer, throwLater } from "./byte_stream.ts";
import type { ConnectionGate, GatedRequest, RequestGuard } from "./gate.ts";
import { type IncomingHeaders, type OutgoingHeaders, toFields, toObject } from "./headers.ts";

/** A callback of `write()`. */
export type WriteCallback = (error?: Error | null) => void;

/** What a stream needs of its session. */
export interface StreamOwner {
  /** 'close' of this stream was emitted. */
  onStreamClosed(stream: Http2Stream): void;
}

const NO_FIELDS: readonly string[] = [];
const STATUS_OK: readonly string[] = [":status", "200"];

/** One stream of a session. */
export class Http2Stream<Session extends StreamOwner = StreamOwner> extends EventEmitter
  implements StreamEvents, GatedRequest {
  /** The session, also after the stream is gone. */
  readonly session: Session;
  /** The code of RST_STREAM from either side, 0 if there was none. Valid from 'close' on. */
  rstCode = 0;
  /** Dead: nothing can be read or written. True right away on reset or loss, before 'close'. */
  destroyed = false;
  closed = false;
  aborted = false;
  writableEnded = false;
  readableEnded = false;
  headersSent = false;

  readonly #connection: Connection;
  readonly #isServer: boolean;
  #record: Stream | null = null;
  #isFlowing: boolean | null = null;
  #isFlowScheduled = false;
  #chunks: Buffer[] = [];
  #isReadDone = false;
  /** Client: trailers that wait for the data before them (I1). */
  #heldTrailers: readonly HeaderField[] | null = null;
  #isHoldScheduled = false;
  #hasTrailers = false;
  #needsDrain = false;
  #callbacks: WriteCallback[] = [];
  #isCloseScheduled = false;
  #isConnectionLost = false;
  #guard: RequestGuard | null = null;

  constructor(session: Session, connection: Connection) {
    super();
    this.session = session;
    this.#connection = connection;
    this.#isServer = connection.role === "server";
  }

  /** Connects the face to its record. For sessions only. */
  attach(record: Stream, isReadDone: boolean): void {
    this.#record = record;
    if (isReadDone) {
      this.#isReadDone = true;
      this.#scheduleFlow();
    }
  }

  /** Server: shows the request to the connection's gate. False when the gate has answered it. For sessions only. */
  pass(
    gate: ConnectionGate,
    headers: IncomingHeaders,
    { fields, isEnd }: { readonly fields: readonly HeaderField[]; readonly isEnd: boolean },
  ): boolean {
    const listBytes = fields.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.#guard = gate.onRequest(this, headers, listBytes);
    return this.#guard !== null && !(isEnd && !this.#guard.onEnd());
  }

  /** See GatedRequest. */
  refuse(headers: OutgoingHeaders): void {
    const record = this.#record;
    if (record === null || this.destroyed || this.closed) return;
    const fields = toFields(headers, this.headersSent ? NO_FIELDS : STATUS_OK);
    this.headersSent = this.writableEnded = true;
    this.#connection.headers(record, fields, true);
  }

  /** The stream's number, undefined while it waits to be opened. */
  get id(): number | undefined {
    const id = this.#record?.id ?? 0;
    return id === 0 ? undefined : id;
  }

  /** Whether it waits for the peer's concurrency limit. */
  get pending(): boolean {
    return this.id === undefined;
  }

  // ---- reading ----

  override on(event: string, listener: (...args: never[]) => void): this {
    super.on(event, listener as (...args: unknown[]) => void);
    if (event === "data" && this.#isFlowing === null) this.resume();
    return this;
  }

  override addListener(event: string, listener: (...args: never[]) => void): this {
    return this.on(event, listener);
  }

  /** Stops 'data', and with it the window of this stream, not of others. */
  pause(): this {
    this.#isFlowing = false;
    return this;
  }

  /** Starts 'data' in a later tick. Legal at any time. */
  resume(): this {
    if (this.#isFlowing !== true) {
      this.#isFlowing = true;
      this.#scheduleFlow();
    }
    return this;
  }

  isPaused(): boolean {
    return this.#isFlowing === false;
  }

  #scheduleFlow(): void {
    if (this.#isFlowScheduled || (this.#chunks.length === 0 && !this.#isReadDone)) return;
    this.#isFlowScheduled = true;
    process.nextTick(flowNow, this);
  }

  /** Delivers what waits. For the tick scheduled above only. */
  flow(): void {
    this.#isFlowScheduled = false;
    while (this.#isFlowing === true && !this.destroyed) {
      const chunk = this.#chunks.shift();
      if (chunk === undefined) break;
      this.#deliver(chunk);
    }
    this.#maybeEnd();
  }

  #deliver(chunk: Buffer): void {
    emitSafely(this, "data", chunk);
    if (this.#record !== null) this.#connection.consume(this.#record, chunk.length);
  }

  #maybeEnd(): void {
    if (!this.#isReadDone || this.readableEnded || this.destroyed || this.#chunks.length > 0) return;
    if (this.#heldTrailers !== null) {
      if (!this.#isHoldScheduled) setImmediate(trailersNow, this);
      this.#isHoldScheduled = true;
      return;
    }
    this.readableEnded = true;
    emitSafely(this, "end");
    if (this.closed) this.#scheduleClose();
  }

  // ---- events of the connection ----

  onHeaders(fields: readonly HeaderField[], kind: HeaderKind, isEnd: boolean): void {
    if (kind === "informational") return emitSafely(this, "headers", toObject(fields), 0);
    const flags = isEnd ? Flag.END_HEADERS | Flag.END_STREAM : Flag.END_HEADERS;
    if (kind === "trailers" && !this.#isServer && saysFailed(fields)) this.#heldTrailers = fields;
    else emitSafely(this, kind, toObject(fields), flags);
    if (!isEnd) return;
    if (this.#guard?.onEnd() === false) return;
    this.#isReadDone = true;
    this.#maybeEnd();
  }

  /** Releases held trailers. For the turn scheduled above, and when the stream cannot wait any longer. */
  releaseTrailers(): void {
    const fields = this.#heldTrailers;
    if (fields === null) return;
    this.#heldTrailers = null;
    emitSafely(this, "trailers", toObject(fields), Flag.END_HEADERS | Flag.END_STREAM);
    this.#maybeEnd();
  }

  onData(buffer: Uint8Array, start: number, end: number, isEnd: boolean): void {
    if (this.#guard !== null && !this.#isPassed(buffer, { start, end }, isEnd)) return;
    if (end > start) {
      const chunk = keepableBuffer(buffer, start, end);
      if (this.#isFlowing === true && this.#chunks.length === 0 && !this.#isFlowScheduled) {
        this.#deliver(chunk);
      } else this.#chunks.push(chunk);
    }
    if (!isEnd) return;
    this.#isReadDone = true;
    if (!this.#isFlowScheduled) this.#maybeEnd();
  }

  #isPassed(
    buffer: Uint8Array,
    { start, end }: { readonly start: number; readonly end: number },
    isEnd: boolean,
  ): boolean {
    const guard = this.#guard;
    if (guard === null || this.closed) return true;
    return (end === start || guard.onData(buffer, start, end)) && (!isEnd || guard.onEnd());
  }

  onWritten(): void {
    const callback = this.#callbacks.shift();
    try {
      callback?.();
    } catch (error) {
      throwLater(error);
    }
    if (this.#needsDrain && this.#callbacks.length === 0) {
      this.#needsDrain = false;
      emitSafely(this, "drain");
    }
  }

  onWantTrailers(): void {
    if (this.listenerCount("wantTrailers") > 0) emitSafely(this, "wantTrailers");
    else this.sendTrailers({});
  }

  onClosed(code: number, origin: CloseOrigin): void {
    this.rstCode = code;
    this.closed = true;
    this.#guard?.onClosed();
    this.#isConnectionLost = origin === "connection";
    this.aborted = origin !== "ended" && !this.writableEnded;
    const isOrderly = code === ErrorCode.NO_ERROR && origin !== "connection";
    if (isOrderly && !this.#isServer && !this.readableEnded && origin !== "local") {
      // What was received is still to be read; 'close' follows 'end'.
      this.#isReadDone = true;
      if (this.#isFlowing === true) this.#scheduleFlow();
      if (this.#chunks.length === 0) this.#scheduleFlow();
      return;
    }
    this.#scheduleClose();
  }

  #scheduleClose(): void {
    if (this.#isCloseScheduled) return;
    this.releaseTrailers();
    if (this.#isCloseScheduled) return;
    this.#isCloseScheduled = true;
    this.destroyed = true;
    this.#chunks = [];
    const record = this.#record;
    if (record !== null) this.#connection.consume(record, record.unreadBytes);
    process.nextTick(closeNow, this);
  }

  /** Emits 'close' and what belongs to it. For the tick scheduled above only. */
  finishClose(): void {
    const { rstCode } = this;
    const isError = rstCode !== ErrorCode.NO_ERROR && rstCode !== ErrorCode.CANCEL;
    if (isError && this.listenerCount("error") > 0) {
      const message = `Stream closed with error code ${errorName(rstCode)}`;
      emitSafely(this, "error", codedError("ERR_HTTP2_STREAM_ERROR", message));
    }
    emitSafely(this, "close");
    const callbacks = this.#callbacks;
    if (callbacks.length > 0) {
      this.#callbacks = [];
      const error = this.#isConnectionLost
        ? codedError("ECONNRESET", "The connection was lost before the data was sent")
        : codedError("ERR_HTTP2_INVALID_STREAM", "The stream was closed before the data was sent");
      for (const callback of callbacks) failWrite(callback, error);
    }
    this.session.onStreamClosed(this);
  }

  // ---- writing ----

  /** Sends data; see I3 for the callback. False when it has to wait: 'drain' follows. */
  write(
    chunk: Uint8Array | string,
    encoding?: BufferEncoding | WriteCallback,
    callback?: WriteCallback,
  ): boolean {
    const done = typeof encoding === "function" ? encoding : callback ?? noop;
    const bytes = typeof chunk === "string"
      ? Buffer.from(chunk, typeof encoding === "string" ? encoding : "utf8")
      : chunk;
    const record = this.#record;
    if (this.writableEnded) {
      process.nextTick(failWrite, done, codedError("ERR_STREAM_WRITE_AFTER_END", "write after end"));
      return false;
    }
    if (record === null || this.destroyed || this.closed) return this.#writeLate(done);
    if (this.#isServer && !this.headersSent) this.respond({});
    this.#callbacks.push(done);
    if (!this.#connection.write(record, bytes)) {
      this.#callbacks.pop();
      return this.#writeLate(done);
    }
    if (this.#callbacks.length === 0) return true;
    this.#needsDrain = true;
    return false;
  }

  #writeLate(callback: WriteCallback): false {
    process.nextTick(
      failWrite,
      callback,
      codedError("ERR_HTTP2_INVALID_STREAM", "The stream has been destroyed"),
    );
    return false;
  }

  /** Ends our side; with trailers announced, 'wantTrailers' follows when all data is framed. */
  end(
    chunk?: Uint8Array | string | (() => void),
    encoding?: BufferEncoding | (() => void),
    callback?: () => void,
  ): this {
    if (typeof chunk === "string" || chunk instanceof Uint8Array) {
      this.write(chunk, typeof encoding === "string" ? encoding : undefined);
    }
    for (const done of [chunk, encoding, callback]) if (typeof done === "function") this.once("finish", done);
    const record = this.#record;
    if (this.writableEnded || this.closed || record === null) return this;
    if (this.#isServer && !this.headersSent) this.respond({});
    // The mark is set before the call, because listeners run inside it.
    this.writableEnded = true;
    this.#connection.end(record, this.#hasTrailers);
    if (this.listenerCount("finish") > 0) process.nextTick(emitSafely, this, "finish");
    return this;
  }

  /** Server: sends the response headers; with `endStream` that is the whole response. */
  respond(headers: OutgoingHeaders, options: { endStream?: boolean; waitForTrailers?: boolean } = {}): void {
    const record = this.#record;
    if (record === null || this.destroyed || this.closed) {
      throw codedError("ERR_HTTP2_INVALID_STREAM", "Cannot respond: the stream is closed");
    }
    if (this.headersSent) throw codedError("ERR_HTTP2_HEADERS_SENT", "Cannot respond twice");
    this.headersSent = true;
    this.#hasTrailers = options.waitForTrailers === true;
    const isEnd = options.endStream === true;
    if (isEnd) this.writableEnded = true;
    const sent = this.#guard === null ? headers : { ...headers, ...this.#guard.responseHeaders };
    this.#connection.headers(record, toFields(sent, STATUS_OK), isEnd);
  }

  /** Server: sends the trailers, from within 'wantTrailers'. */
  sendTrailers(headers: OutgoingHeaders): void {
    const record = this.#record;
    if (record === null || this.closed) return;
    const fields = toFields(headers, NO_FIELDS);
    if (fields.length > 0) this.#connection.headers(record, fields, true);
    else this.#connection.finishWithoutTrailers(record);
  }

  /** Resets the stream, or drops it if it was never opened. Idempotent. */
  close(code?: number, callback?: () => void): void {
    if (callback !== undefined) this.once("close", callback);
    const record = this.#record;
    if (record !== null) this.#connection.reset(record, code ?? ErrorCode.NO_ERROR);
    // A completely received message may still wait for a reader that never reads it.
    if (this.closed) this.#scheduleClose();
  }

  /** The same as `close`, with the interface of node:stream. */
  destroy(error?: Error): this {
    this.close(error === undefined ? ErrorCode.CANCEL : ErrorCode.INTERNAL_ERROR);
    return this;
  }

  /** Exists for callers of node:http2; deadlines belong to gRPC. */
  setTimeout(_ms: number, _callback?: () => void): this {
    return this;
  }
}

/** Headers handed to listeners. */
export type { IncomingHeaders };

function noop(): void {}

function flowNow(stream: Http2Stream): void {
  stream.flow();
}

function closeNow(stream: Http2Stream): void {
  stream.finishClose();
}

function trailersNow(stream: Http2Stream): void {
  stream.releaseTrailers();
}

/** Whether trailers carry a gRPC status other than OK. */
function saysFailed(fields: readonly HeaderField[]): boolean {
  return fields.some(({ name, value }) => name === "grpc-status" && value !== "0");
}

function failWrite(callback: WriteCallback, error: Error): void {
  try {
    callback(error);
  } catch (thrown) {
    throwLater(thrown);
  }
}
