// The streams of one side of an HTTP/2 connection (RFC 9113 sections 5 and 6.9), without I/O: who may open, send, end and reset
// them, and their credit. connection.ts adds the rest of the protocol, inbound.ts what the peer sends, outbound.ts writes frames.
// I1  A stream is in `streams` exactly while it is neither idle nor closed. I2  After `isDead` nothing is sent.
// I3  Stream ids of the peer only grow; after GOAWAY those above the announced one are ignored, all their frames too.
import { type ByteAccount, UNLIMITED } from "./account.ts";
import type { ConnectionEvents } from "./connection_events.ts";
import { ErrorCode } from "./errors.ts";
import { ReceiveWindow } from "./flow.ts";
import type { Limits } from "./limits.ts";
import { Outbound } from "./outbound.ts";
import { OwnResets } from "./own_resets.ts";
import { type CloseOrigin, Stream, type StreamEvents } from "./stream.ts";
import { canReceive, canSend, nextState, type StreamInput } from "./stream_state.ts";

/** Which side of the connection this is. */
export type Role = "client" | "server";

const MAX_STREAM_ID = 0x7fffffff;
const NO_DATA = new Uint8Array(0);

/** All streams of a connection; the peer's limits and its end are theirs as well. */
export class Streams {
  readonly role: Role;
  readonly limits: Limits;
  /** Where the header blocks and the output that the peer makes us hold are booked. */
  readonly account: ByteAccount;
  readonly streams: Map<number, Stream> = new Map();
  readonly outbound: Outbound;
  readonly resets: OwnResets = new OwnResets();
  /** The connection's receive window; its size caps the unread bytes of all streams together. */
  readonly window: ReceiveWindow = new ReceiveWindow(65_535);
  /** Highest stream id that the peer opened. */
  lastPeerStreamId = 0;
  /** Peer's streams above this are ignored: set by our GOAWAY. */
  highestAcceptedId: number = MAX_STREAM_ID;
  isDead = false;
  /** Streams of the peer that were refused because it has too many open. */
  refusedStreams = 0;
  /** The peer has acknowledged our SETTINGS, so they bind it. */
  areSettingsAcked = false;
  /** GOAWAY came in: no new requests. */
  isPeerGoingAway = false;

  readonly #events: ConnectionEvents;
  readonly #queued: Stream[] = [];
  readonly #queuedFields = new Map<Stream, readonly string[]>();
  #nextStreamId = 1;

  constructor(role: Role, limits: Limits, events: ConnectionEvents, account: ByteAccount = UNLIMITED) {
    this.role = role;
    this.limits = limits;
    this.account = account;
    this.#events = events;
    this.outbound = new Outbound(limits, account, {
      onOutput: () => events.onOutput(),
      onOverflow: () => this.fail(ErrorCode.ENHANCE_YOUR_CALM, "the peer does not read"),
      onLocalEnd: (stream) => this.#onLocalEnd(stream),
    });
  }

  /** Streams that are open or wait to be opened. */
  get streamCount(): number {
    return this.streams.size + this.#queued.length;
  }

  /** Client: opens a stream, or queues it while the peer's concurrency limit is reached. Null when it cannot be. */
  request(fields: readonly string[], events: StreamEvents): Stream | null {
    if (this.isDead || this.isPeerGoingAway || this.#nextStreamId > MAX_STREAM_ID) return null;
    const stream = new Stream(0, { send: 0, receive: this.newStreamWindow() });
    stream.events = events;
    this.#queued.push(stream);
    this.#queuedFields.set(stream, fields);
    this.#openQueued();
    return stream;
  }

  /** Sends a header list: a response (`isEnd` false or true) or trailers (`isEnd` true). False if it is too late. */
  headers(stream: Stream, fields: readonly string[], isEnd: boolean): boolean {
    if (this.isDead || !canSend(stream.state)) return false;
    if (!this.#fitsPeer(fields)) {
      this.reset(stream, ErrorCode.ENHANCE_YOUR_CALM);
      return false;
    }
    this.outbound.headers(stream.id, fields, isEnd);
    if (isEnd) this.#onLocalEnd(stream);
    return true;
  }

  /** Queues DATA. False if the stream is closed for sending; else `onWritten` will follow, or `onClosed`. */
  write(stream: Stream, chunk: Uint8Array): boolean {
    if (this.isDead || stream.isEndRequested || !(canSend(stream.state) || stream.id === 0)) return false;
    this.outbound.write(stream, chunk);
    return true;
  }

  /** Ends our side after what is queued, with END_STREAM or, if `hasTrailers`, by way of `onWantTrailers`. */
  end(stream: Stream, hasTrailers: boolean): void {
    if (this.isDead || stream.isEndRequested) return;
    stream.hasTrailers = hasTrailers;
    if (canSend(stream.state)) this.outbound.end(stream);
    else if (stream.state === "idle") stream.isEndRequested = true;
  }

  /** Ends our side although trailers were announced and there are none. */
  finishWithoutTrailers(stream: Stream): void {
    if (this.isDead) return;
    stream.hasTrailers = false;
    this.outbound.end(stream);
  }

  /** Resets a stream. A queued one is just dropped. */
  reset(stream: Stream, code: number): void {
    if (stream.state === "closed") return;
    if (stream.id !== 0 && !this.isDead) {
      this.resets.add(stream.id);
      this.outbound.reset(stream.id, code);
    }
    this.closeStream(stream, code, "local");
  }

  /** The application took `bytes` of a stream's data: credit goes back to the peer. */
  consume(stream: Stream, bytes: number): void {
    const count = Math.min(bytes, stream.unreadBytes);
    stream.unreadBytes -= count;
    this.returnCredit(canReceive(stream.state) ? stream : null, count);
  }

  /** Gives back connection credit, and stream credit where a stream is named. */
  returnCredit(stream: Stream | null, bytes: number): void {
    if (this.isDead) return;
    const forConnection = this.window.consume(bytes);
    if (forConnection > 0) this.outbound.windowUpdate(0, forConnection);
    if (stream === null) return;
    const forStream = stream.receiveWindow.consume(bytes);
    if (forStream > 0) this.outbound.windowUpdate(stream.id, forStream);
  }

  /** Widens the connection's receive window to `sizeBytes`. */
  growWindow(sizeBytes: number): void {
    const increment = this.window.grow(sizeBytes);
    if (increment > 0) this.outbound.windowUpdate(0, increment);
  }

  /** Ends the connection for an error of the peer: GOAWAY, then `onFailed`. */
  fail(code: number, reason: string): void {
    if (this.isDead) return;
    this.isDead = true;
    this.outbound.goaway(code, this.lastPeerStreamId, NO_DATA);
    this.#events.onFailed(code, reason);
  }

  /** The transport is gone or given up: every stream closes with `code`. Nothing is sent. */
  abort(code: number): void {
    this.isDead = true;
    for (const stream of [...this.streams.values(), ...this.#queued]) {
      this.closeStream(stream, code, "connection");
    }
  }

  /** Takes a stream out, whatever its state. */
  closeStream(stream: Stream, code: number, origin: CloseOrigin): void {
    if (stream.state === "closed") return;
    stream.state = "closed";
    this.outbound.drop(stream);
    if (stream.id !== 0) this.streams.delete(stream.id);
    else this.#unqueue(stream);
    if (origin !== "ended") this.consume(stream, stream.unreadBytes);
    stream.events.onClosed(code, origin);
    this.#openQueued();
    this.#events.onStreamGone(this.streamCount);
  }

  /** Our side ended. A server that has answered wants no more of the request: RFC 9113 section 8.1 has NO_ERROR for it. */
  #onLocalEnd(stream: Stream): void {
    this.#advance(stream, "sendEnd");
    if (this.role === "server" && stream.state === "halfClosedLocal") this.reset(stream, ErrorCode.NO_ERROR);
  }

  /** Moves a stream's state; the end of both sides closes it. False if the protocol forbids the input. */
  #advance(stream: Stream, input: StreamInput): boolean {
    const next = nextState(stream.state, input);
    if (next === null) return false;
    if (next === "closed") this.closeStream(stream, ErrorCode.NO_ERROR, "ended");
    else stream.state = next;
    return true;
  }

  /** The receive window of a new stream. A peer that has not seen our SETTINGS may use the RFC's initial 65,535 bytes. */
  newStreamWindow(): ReceiveWindow {
    const window = new ReceiveWindow(this.limits.initialWindowBytes);
    if (!this.areSettingsAcked) window.available = Math.max(window.available, 65_535);
    return window;
  }

  /** END_STREAM came in and is about to be reported: an answer given by a listener must find the request complete. */
  beforePeerEnd(stream: Stream): void {
    if (stream.state === "open") this.#advance(stream, "recvEnd");
  }

  /** END_STREAM was reported: if our side had ended before, the stream is complete. */
  afterPeerEnd(stream: Stream): void {
    if (stream.state === "halfClosedLocal") this.#advance(stream, "recvEnd");
  }

  /** GOAWAY came in: streams that the peer did not process are closed, queued ones are refused. */
  refuseAbove(lastStreamId: number): void {
    this.isPeerGoingAway = true;
    for (const stream of [...this.streams.values(), ...this.#queued]) {
      const isOurs = stream.id === 0 || (stream.id & 1) === (this.role === "client" ? 1 : 0);
      if (isOurs && (stream.id === 0 || stream.id > lastStreamId)) {
        this.closeStream(stream, ErrorCode.REFUSED_STREAM, "goaway");
      }
    }
  }

  /** Whether a frame on this closed stream may be one that crossed our RST_STREAM or GOAWAY. */
  mayBeLate(streamId: number): boolean {
    return this.role === "client" || this.resets.mayHave(streamId) || streamId > this.highestAcceptedId;
  }

  /** Whether nobody has opened this stream yet. */
  isIdle(streamId: number): boolean {
    const isOurs = (streamId & 1) === (this.role === "client" ? 1 : 0);
    if (isOurs) return this.role === "server" || streamId >= this.#nextStreamId;
    return streamId > this.lastPeerStreamId;
  }

  #openQueued(): void {
    while (
      this.#queued.length > 0 && this.streams.size < this.outbound.peer.maxConcurrentStreams && !this.isDead
    ) {
      const stream = this.#queued.shift();
      if (stream === undefined) return;
      const fields = this.#queuedFields.get(stream) ?? [];
      this.#queuedFields.delete(stream);
      if (this.isPeerGoingAway || this.#nextStreamId > MAX_STREAM_ID) {
        this.closeStream(stream, ErrorCode.REFUSED_STREAM, "goaway");
        continue;
      }
      this.#open(stream, fields);
    }
  }

  #open(stream: Stream, fields: readonly string[]): void {
    if (!this.#fitsPeer(fields)) return this.closeStream(stream, ErrorCode.ENHANCE_YOUR_CALM, "local");
    stream.id = this.#nextStreamId;
    this.#nextStreamId += 2;
    stream.state = "open";
    stream.sendWindow = this.outbound.peer.initialWindowSize;
    this.streams.set(stream.id, stream);
    this.outbound.headers(stream.id, fields, false);
    const isEnding = stream.isEndRequested;
    this.outbound.wake(stream);
    if (isEnding && stream.chunks.length === 0) this.outbound.end(stream);
  }

  /** The peer's queue for new streams has room again. */
  onPeerLimits(): void {
    this.#openQueued();
  }

  #unqueue(stream: Stream): void {
    const at = this.#queued.indexOf(stream);
    if (at >= 0) this.#queued.splice(at, 1);
    this.#queuedFields.delete(stream);
  }

  #fitsPeer(fields: readonly string[]): boolean {
    const max = this.outbound.peer.maxHeaderListSize;
    if (max === Infinity) return true;
    let bytes = 0;
    for (const text of fields) bytes += text.length + 16;
    return bytes <= max;
  }
}
