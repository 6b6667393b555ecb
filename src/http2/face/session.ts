// A session in the shape of node:http2's: one connection, one socket, and the timers between them.
// I1  Nothing of our own listens on the session's emitter: grpc-js calls removeAllListeners() on it.
// I2  'close' exactly once, before the 'close' of the streams that die with the session (grpc-js tells a dropped
//     connection from a cancelled call by that order). A session that closes gracefully outlives all its streams.
// I3  After destroy() the socket is closed: at once when the peer is gone, else after our last bytes and a linger.
// I4  All output of a tick goes out in one write.
// I5  A client's first 'remoteSettings' has a turn to itself. grpc-js makes its channel ready in that event and listens
//     for the end of the transport only some microtasks later; an end that it misses (SETTINGS, GOAWAY and FIN at once,
//     from a server that is shutting down) makes it retry on the dead session for ever, without yielding.
import { EventEmitter } from "node:events";
import process from "node:process";
import { Connection, type Role } from "../connection.ts";
import { ErrorCode, errorName } from "../errors.ts";
import type { HeaderField } from "../header_field.ts";
import type { Limits } from "../limits.ts";
import type { Stream, StreamEvents } from "../stream.ts";
import { asBuffer, type ByteStream, codedError, emitSafely, isEncrypted } from "./byte_stream.ts";
import { type ConnectionGate, gateOf } from "./gate.ts";
import { assertNames, type OutgoingHeaders, toFields, toObject } from "./headers.ts";
import { type PingCallback, Pings } from "./pings.ts";
import { Http2Stream, type StreamOwner } from "./stream.ts";

/** A stream of a session of this module. */
export type SessionStream = Http2Stream<Http2Session>;

/** How a session is set up. */
export interface SessionOptions {
  readonly role: Role;
  readonly limits: Limits;
  /** Server: called with each request, before any other event of it. */
  readonly onStream?: (stream: SessionStream, headers: Record<string, unknown>, flags: number) => void;
  /** Client: pseudo-headers for requests which lack them. */
  readonly requestDefaults?: readonly string[];
}

/** What one session holds, and what it may. Bytes, and streams that the peer opened. */
export interface SessionLoad {
  readonly peerStreams: number;
  readonly maxPeerStreams: number;
  readonly refusedStreams: number;
  readonly unreadBytes: number;
  readonly maxUnreadBytes: number;
  readonly outputBytes: number;
  readonly maxOutputBytes: number;
  readonly hasOverflown: boolean;
  readonly unsentBytes: number;
}

const NO_DEFAULTS: readonly string[] = [];

/** One HTTP/2 connection over one socket. */
export class Http2Session extends EventEmitter implements StreamOwner {
  readonly socket: ByteStream;
  readonly encrypted: boolean;
  destroyed = false;
  /** Closing or closed: no new streams. */
  closed = false;

  readonly #connection: Connection;
  readonly #options: SessionOptions;
  readonly #gate: ConnectionGate | undefined;
  readonly #pings: Pings;
  #openStreams = 0;
  #isFlushScheduled = false;
  #isFinishing = false;
  #inFlight: Uint8Array[] = [];
  #handshakeTimer: ReturnType<typeof setTimeout> | undefined;
  #lingerTimer: ReturnType<typeof setTimeout> | undefined;
  #hasPeerSettings = false;
  /** Chunks held back around the first 'remoteSettings' (I5); null when none has to wait. */
  #early: Uint8Array[] | null = null;
  #isReadyTold = false;
  #hasAck = false;
  readonly #onSocketWritten = (error?: Error | null): void => this.#written(error);

  constructor(socket: ByteStream, options: SessionOptions) {
    super();
    this.socket = socket;
    this.encrypted = isEncrypted(socket);
    this.#options = options;
    this.#gate = gateOf(socket);
    this.#pings = new Pings(options.limits.maxOutstandingPings);
    this.#connection = new Connection(options.role, options.limits, {
      onOutput: () => this.#scheduleFlush(),
      onStream: (record, fields, isEnd) => this.#onStream(record, fields, isEnd),
      onSettings: () => this.#onSettings(),
      onSettingsAck: () => this.#onSettingsAck(),
      onGoaway: (code, lastStreamId, data) => this.#onGoaway(code, lastStreamId, data),
      onPong: (payload) => this.#pings.answer(payload, performance.now()),
      onStreamGone: () => {},
      onFailed: (code, reason) => this.#fail(code, reason),
    }, this.#gate?.account);
    this.#listen();
    this.#connection.start();
    const { prefaceTimeoutMs } = options.limits;
    this.#handshakeTimer = setTimeout(() => this.#onHandshakeTimeout(), prefaceTimeoutMs);
    if (socket.destroyed) this.destroy();
  }

  /** Flow-control figures, for channelz and traces. */
  get state(): { localWindowSize: number; remoteWindowSize: number; effectiveLocalWindowSize: number } {
    const { window, outbound } = this.#connection;
    return {
      localWindowSize: window.available,
      remoteWindowSize: outbound.window,
      effectiveLocalWindowSize: window.size,
    };
  }

  /** What the session holds now. */
  get load(): SessionLoad {
    const { streams, limits, window, outbound, refusedStreams } = this.#connection;
    const isServer = this.#options.role === "server";
    return {
      peerStreams: isServer ? streams.size : 0,
      maxPeerStreams: isServer ? limits.maxConcurrentStreams : 0,
      refusedStreams,
      unreadBytes: window.unread,
      maxUnreadBytes: window.size,
      outputBytes: outbound.pendingBytes,
      maxOutputBytes: limits.maxOutputBytes,
      hasOverflown: outbound.hasOverflown,
      unsentBytes: outbound.unsentBytes,
    };
  }

  /** Client: opens a request. Throws when the session takes no more, as after GOAWAY. */
  request(headers: OutgoingHeaders, options: { endStream?: boolean } = {}): SessionStream {
    if (this.destroyed) throw codedError("ERR_HTTP2_INVALID_SESSION", "The session has been destroyed");
    if (this.closed || this.#connection.isPeerGoingAway) {
      throw codedError("ERR_HTTP2_GOAWAY_SESSION", "New streams cannot be created after GOAWAY");
    }
    assertNames(headers);
    const stream: SessionStream = new Http2Stream<Http2Session>(this, this.#connection);
    const record = this.#connection.request(
      toFields(headers, this.#options.requestDefaults ?? NO_DEFAULTS),
      stream,
    );
    if (record === null) {
      throw codedError("ERR_HTTP2_OUT_OF_STREAMS", "No stream can be opened on this session");
    }
    this.#openStreams++;
    stream.attach(record, false);
    if (options.endStream === true) stream.end();
    return stream;
  }

  /** Graceful end: GOAWAY, then 'close' when the last stream is gone. The callback comes with 'close'. */
  close(callback?: () => void): void {
    if (callback !== undefined) {
      if (this.destroyed) process.nextTick(callback);
      else this.once("close", callback);
    }
    if (this.closed) return;
    this.closed = true;
    this.#connection.goaway(ErrorCode.NO_ERROR);
    this.#maybeFinish();
  }

  /** Immediate end: all streams close with CANCEL. A code or error is sent to the peer. Idempotent. */
  destroy(reason?: number | Error, code?: number): void {
    if (this.destroyed) return;
    const told = typeof reason === "number"
      ? reason
      : code ?? (reason === undefined ? ErrorCode.NO_ERROR : ErrorCode.INTERNAL_ERROR);
    this.destroyed = this.closed = true;
    clearTimeout(this.#handshakeTimer);
    if (!this.socket.destroyed) this.#connection.goaway(told);
    process.nextTick(closeNow, this, reason instanceof Error ? reason : undefined);
    this.#pings.failAll();
    this.#connection.abort(ErrorCode.CANCEL);
    this.#closeSocket();
  }

  /** Sends GOAWAY; requests above `lastStreamId` that still arrive are ignored. Throws if destroyed. */
  goaway(code?: number, lastStreamId?: number, data?: Uint8Array): void {
    if (this.destroyed) throw codedError("ERR_HTTP2_INVALID_SESSION", "The session has been destroyed");
    this.#connection.goaway(code ?? ErrorCode.NO_ERROR, lastStreamId, data);
  }

  /** Sends PING. False when it cannot be sent; else the callback gets (error, milliseconds, payload) once. */
  ping(payload: Uint8Array | PingCallback, callback?: PingCallback): boolean {
    const done = typeof payload === "function" ? payload : callback;
    if (this.destroyed || done === undefined) return false;
    const bytes = this.#pings.add(done, {
      payload: typeof payload === "function" ? null : payload,
      nowMs: performance.now(),
    });
    if (bytes === null) return false;
    this.#connection.ping(bytes);
    return true;
  }

  /** Widens the connection's receive window. */
  setLocalWindowSize(sizeBytes: number): void {
    this.#connection.growWindow(sizeBytes);
  }

  ref(): void {
    this.socket.ref?.();
  }

  unref(): void {
    this.socket.unref?.();
  }

  /** Exists for callers of node:http2; gRPC itself handles idle connections. */
  setTimeout(_ms: number, _callback?: () => void): this {
    return this;
  }

  /** See StreamOwner. */
  onStreamClosed(): void {
    this.#openStreams--;
    if (this.closed) this.#maybeFinish();
  }

  /** Emits the first 'remoteSettings'. For the turn scheduled for it only. */
  tellReady(): void {
    if (this.destroyed) return;
    this.#isReadyTold = true;
    this.#emitSettings();
    setImmediate(settledNow, this);
  }

  /** Processes the held chunks. For the turn after the first 'remoteSettings', or when the socket ends before that. */
  settled(): void {
    const waiting = this.#early;
    if (waiting === null || !this.#isReadyTold) return;
    this.#early = null;
    this.#connection.resumeInput();
    for (const chunk of waiting) this.#receive(chunk);
  }

  // ---- the socket ----

  #listen(): void {
    const { socket } = this;
    socket.setNoDelay?.(true);
    socket.on("error", (error: Error) => this.destroy(error));
    socket.on("close", () => this.#onSocketClose());
    socket.on("end", () => this.#onSocketEnd());
    socket.on("data", (chunk: Uint8Array) => this.#receive(chunk));
  }

  #receive(chunk: Uint8Array): void {
    if (this.destroyed) return;
    if (this.#early !== null) this.#early.push(chunk);
    else this.#connection.receive(chunk, performance.now());
  }

  #onSocketEnd(): void {
    this.settled();
    this.destroy();
    this.socket.destroy();
  }

  #onSocketClose(): void {
    clearTimeout(this.#lingerTimer);
    this.settled();
    this.destroy();
  }

  #scheduleFlush(): void {
    if (this.#isFlushScheduled) return;
    this.#isFlushScheduled = true;
    process.nextTick(flushNow, this);
  }

  /** Writes all output. For the tick scheduled above only. */
  flush(): void {
    this.#isFlushScheduled = false;
    if (this.socket.destroyed || this.#connection.outbound.output.length === 0) return;
    const bytes = this.#connection.take();
    this.#inFlight.push(bytes);
    this.socket.write(asBuffer(bytes), this.#onSocketWritten);
  }

  #written(error?: Error | null): void {
    const bytes = this.#inFlight.shift();
    if (bytes !== undefined && !error && !this.destroyed) this.#connection.release(bytes);
  }

  #closeSocket(): void {
    const { socket } = this;
    if (socket.destroyed) return;
    this.flush();
    socket.end();
    // The peer closes on our FIN; one that does not is cut off. Until then what it sends is read and dropped, so that
    // the kernel has no reason to answer our last bytes with a reset.
    this.#lingerTimer = setTimeout(() => socket.destroy(), this.#options.limits.closeLingerMs);
  }

  #maybeFinish(): void {
    if (this.#isFinishing || this.destroyed || this.#openStreams > 0 || this.#connection.streamCount > 0) {
      return;
    }
    this.#isFinishing = true;
    setImmediate(finishNow, this);
  }

  /** Ends a graceful close, unless a stream came in meanwhile. For the tick scheduled above only. */
  finish(): void {
    this.#isFinishing = false;
    if (this.#openStreams > 0 || this.#connection.streamCount > 0) return;
    this.destroy();
  }

  // ---- events of the connection ----

  #onStream(record: Stream, fields: readonly HeaderField[], isEnd: boolean): StreamEvents {
    const stream: SessionStream = new Http2Stream<Http2Session>(this, this.#connection);
    this.#openStreams++;
    stream.attach(record, isEnd);
    record.events = stream;
    const headers = toObject(fields);
    if (this.#gate !== undefined && !stream.pass(this.#gate, headers, { fields, isEnd })) return stream;
    try {
      this.#options.onStream?.(stream, headers, isEnd ? 5 : 4);
    } catch (error) {
      stream.close(ErrorCode.INTERNAL_ERROR);
      process.nextTick(rethrow, error);
    }
    return stream;
  }

  #onSettings(): void {
    if (this.#hasPeerSettings) return this.#emitSettings();
    this.#hasPeerSettings = true;
    this.#armAckTimer();
    if (this.#options.role === "server") return this.#emitSettings();
    this.#early = [];
    this.#connection.holdInput();
    setImmediate(readyNow, this);
  }

  #emitSettings(): void {
    const { peer } = this.#connection.outbound;
    emitSafely(this, "remoteSettings", {
      headerTableSize: peer.headerTableSize,
      enablePush: peer.isPushEnabled,
      initialWindowSize: peer.initialWindowSize,
      maxFrameSize: peer.maxFrameSize,
      maxConcurrentStreams: peer.maxConcurrentStreams,
      maxHeaderListSize: peer.maxHeaderListSize,
    });
  }

  #onSettingsAck(): void {
    this.#hasAck = true;
    if (this.#hasPeerSettings) clearTimeout(this.#handshakeTimer);
    if (this.listenerCount("localSettings") > 0) emitSafely(this, "localSettings", {});
  }

  #armAckTimer(): void {
    clearTimeout(this.#handshakeTimer);
    if (this.#hasAck) return;
    const { settingsAckTimeoutMs } = this.#options.limits;
    this.#handshakeTimer = setTimeout(() => this.#onHandshakeTimeout(), settingsAckTimeoutMs);
  }

  #onHandshakeTimeout(): void {
    if (this.#hasPeerSettings) {
      this.#connection.fail(ErrorCode.SETTINGS_TIMEOUT, "SETTINGS were not acknowledged");
    } else this.#connection.fail(ErrorCode.PROTOCOL_ERROR, "no preface in time");
  }

  #onGoaway(code: number, lastStreamId: number, data: Uint8Array): void {
    emitSafely(this, "goaway", code, lastStreamId, data.length > 0 ? asBuffer(data) : undefined);
    // The connection refuses the streams above next; the session ends when the others are done.
    process.nextTick(leaveNow, this);
  }

  #fail(code: number, reason: string): void {
    const message = `Session closed with error code ${errorName(code)}: ${reason}`;
    this.destroy(codedError("ERR_HTTP2_SESSION_ERROR", message), code);
  }
}

function flushNow(session: Http2Session): void {
  session.flush();
}

function finishNow(session: Http2Session): void {
  session.finish();
}

function leaveNow(session: Http2Session): void {
  session.close();
}

function readyNow(session: Http2Session): void {
  session.tellReady();
}

function settledNow(session: Http2Session): void {
  session.settled();
}

function closeNow(session: Http2Session, error: Error | undefined): void {
  if (error !== undefined && session.listenerCount("error") > 0) emitSafely(session, "error", error);
  emitSafely(session, "close");
}

function rethrow(error: unknown): void {
  throw error;
}
