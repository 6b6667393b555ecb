// Two pure connections facing each other in memory: what one writes the other reads, in chunks of any size.
import { Connection, type Role } from "../../../src/http2/connection.ts";
import { CLIENT_PREFACE, FrameReader } from "../../../src/http2/frames.ts";
import type { HeaderField } from "../../../src/http2/header_field.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../src/http2/limits.ts";
import type { CloseOrigin, HeaderKind, Stream, StreamEvents } from "../../../src/http2/stream.ts";

/** What a stream's listener saw, in words. Data is collected; it is consumed at once unless `isHolding`. */
export class Recorder implements StreamEvents {
  readonly log: string[] = [];
  readonly data: number[] = [];
  isHolding = false;
  held = 0;
  written = 0;
  stream: Stream | null = null;
  /** Server: called when the request is complete. */
  onRequestEnd: (() => void) | null = null;
  onTrailersWanted: (() => void) | null = null;

  readonly #end: End;
  constructor(end: End) {
    this.#end = end;
  }

  onHeaders(fields: readonly HeaderField[], kind: HeaderKind, isEnd: boolean): void {
    this.log.push(
      `${kind} ${fields.map(({ name, value }) => `${name}=${value}`).join(" ")}${isEnd ? " end" : ""}`,
    );
    if (isEnd) this.onRequestEnd?.();
  }

  onData(buffer: Uint8Array, start: number, end: number, isEnd: boolean): void {
    for (let i = start; i < end; i++) this.data.push(buffer[i] ?? 0);
    if (this.isHolding) this.held += end - start;
    else if (this.stream !== null) this.#end.connection.consume(this.stream, end - start);
    if (isEnd) {
      this.log.push("end");
      this.onRequestEnd?.();
    }
  }

  onWritten(): void {
    this.written++;
  }

  onWantTrailers(): void {
    this.log.push("wantTrailers");
    this.onTrailersWanted?.();
  }

  onClosed(code: number, origin: CloseOrigin): void {
    this.log.push(`closed ${code} ${origin}`);
  }
}

/** One of the two ends. */
export class End {
  readonly connection: Connection;
  readonly streams: Recorder[] = [];
  readonly log: string[] = [];
  nowMs = 0;
  /** Server: called for each request, before its data. */
  onRequest: (recorder: Recorder, stream: Stream, isEnd: boolean) => void = () => {};

  constructor(role: Role, limits: Partial<Limits> = {}) {
    this.connection = new Connection(role, { ...DEFAULT_LIMITS, ...limits }, {
      onOutput: () => {},
      onStream: (stream, fields, isEnd) => {
        const recorder = new Recorder(this);
        recorder.stream = stream;
        recorder.log.push(
          `request ${fields.map(({ name, value }) => `${name}=${value}`).join(" ")}${isEnd ? " end" : ""}`,
        );
        this.streams.push(recorder);
        stream.events = recorder;
        this.onRequest(recorder, stream, isEnd);
        return recorder;
      },
      onSettings: () => this.log.push("settings"),
      onSettingsAck: () => this.log.push("ack"),
      onGoaway: (code, last, data) =>
        this.log.push(`goaway ${code} ${last} ${new TextDecoder().decode(data)}`),
      onPong: (payload) => this.log.push(`pong ${payload.join(",")}`),
      onStreamGone: () => {},
      onFailed: (code, reason) => this.log.push(`failed ${code} ${reason}`),
    });
    this.connection.start();
  }

  /** Opens a request. */
  request(fields: readonly string[] = REQUEST): Recorder {
    const recorder = new Recorder(this);
    recorder.stream = this.connection.request(fields, recorder);
    this.streams.push(recorder);
    return recorder;
  }

  /** Feeds raw bytes, such as frames made by hand. */
  feed(...parts: readonly Uint8Array[]): void {
    for (const part of parts) this.connection.receive(part, this.nowMs);
  }

  /** Takes the output and lists its frames as "type streamId flags length". */
  frames(): string[] {
    const bytes = this.connection.take();
    this.connection.release(bytes);
    const found: string[] = [];
    const reader = new FrameReader(1 << 24);
    reader.feed(bytes, this.connection.role === "client" && isPreface(bytes) ? CLIENT_PREFACE.length : 0);
    while (reader.next() === "frame") {
      found.push(
        `${TYPES[reader.type] ?? reader.type} ${reader.streamId} ${reader.flags} ${
          reader.end - reader.start
        }`,
      );
    }
    return found;
  }
}

const TYPES = [
  ...["DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS"],
  ...["PUSH_PROMISE", "PING", "GOAWAY", "WINDOW_UPDATE", "CONTINUATION"],
];

function isPreface(bytes: Uint8Array): boolean {
  return bytes.length >= CLIENT_PREFACE.length && bytes[0] === 0x50 && bytes[1] === 0x52;
}

/** A minimal request. */
export const REQUEST: readonly string[] = [
  ":method",
  "POST",
  ":scheme",
  "http",
  ":path",
  "/",
  ":authority",
  "a",
];

/** Carries bytes both ways until both are silent. `chunk` gives the size of the next piece. */
export function settle(a: End, b: End, chunk: () => number = () => 1 << 30): void {
  for (let isMoving = true; isMoving;) {
    isMoving = false;
    for (const [from, to] of [[a, b], [b, a]] as const) {
      const bytes = from.connection.take();
      if (bytes.length > 0) isMoving = true;
      for (let at = 0; at < bytes.length;) {
        const size = Math.max(1, Math.min(chunk(), bytes.length - at));
        to.connection.receive(bytes.slice(at, at + size), to.nowMs);
        at += size;
      }
      from.connection.release(bytes);
    }
  }
}

/** A pair that has exchanged SETTINGS. */
export function connected(
  limits: { client?: Partial<Limits>; server?: Partial<Limits> } = {},
): { client: End; server: End } {
  const client = new End("client", limits.client), server = new End("server", limits.server);
  settle(client, server);
  return { client, server };
}

/** A frame made by hand. */
export function frame(
  type: number,
  flags: number,
  streamId: number,
  payload: readonly number[] | Uint8Array = [],
): Uint8Array {
  const length = payload.length;
  return new Uint8Array([
    ...[length >> 16, length >> 8 & 0xff, length & 0xff, type, flags],
    ...[streamId >>> 24, streamId >> 16 & 0xff, streamId >> 8 & 0xff, streamId & 0xff],
    ...payload,
  ]);
}
