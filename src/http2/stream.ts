// One stream as the connection sees it: its state, its two windows, what waits to be sent. Data only, no behaviour
// beyond its own queue. The face hangs its listener on `events`.
import type { HeaderField } from "./header_field.ts";
import type { StreamState } from "./stream_state.ts";
import { ReceiveWindow } from "./flow.ts";

/** The kind of a header list. */
export type HeaderKind = "informational" | "response" | "trailers";

/**
 * Who closed a stream: both sides ended it, we reset it, the peer reset it, the peer's GOAWAY said that it was never
 * processed, or the connection is over.
 */
export type CloseOrigin = "ended" | "local" | "peer" | "goaway" | "connection";

/**
 * The events of a stream. Listeners may call back into the connection. They must not throw.
 * Order: headers, data, trailers; `onClosed` exactly once and last.
 */
export interface StreamEvents {
  /** A header list; `isEnd` when nothing follows. */
  onHeaders(fields: readonly HeaderField[], kind: HeaderKind, isEnd: boolean): void;
  /** Payload is `buffer` from `start` to `end`; the bytes count as unread until `consume()`. Maybe empty with `isEnd`. */
  onData(buffer: Uint8Array, start: number, end: number, isEnd: boolean): void;
  /** The oldest `write()` not yet reported is framed in full: flow control and the output limit let it pass. */
  onWritten(): void;
  /** All data is framed and the stream was ended with trailers announced: send them now. */
  onWantTrailers(): void;
  /** The stream is over, with the code that either side gave. */
  onClosed(code: number, origin: CloseOrigin): void;
}

const SILENT: StreamEvents = {
  onHeaders: () => {},
  onData: () => {},
  onWritten: () => {},
  onWantTrailers: () => {},
  onClosed: () => {},
};

/** The record of one stream. */
export class Stream {
  /** 0 while it waits for the peer's concurrency limit. */
  id: number;
  state: StreamState = "idle";
  events: StreamEvents = SILENT;

  sendWindow: number;
  readonly receiveWindow: ReceiveWindow;
  /** Bytes delivered and not yet consumed. */
  unreadBytes = 0;

  /** Writes not yet framed in full; the first one from `chunkOffset` on. */
  readonly chunks: Uint8Array[] = [];
  chunkOffset = 0;
  /** It is in the sender's round. */
  isReady = false;
  isEndRequested = false;
  hasTrailers = false;
  areTrailersAsked = false;

  /** Client: the final response is in. Server: always true. */
  hasHeaders = false;
  /** The message's content-length, -1 if it has none. */
  expectedBytes = -1;
  receivedBytes = 0;

  constructor(id: number, windows: { readonly send: number; readonly receive: ReceiveWindow }) {
    this.id = id;
    this.sendWindow = windows.send;
    this.receiveWindow = windows.receive;
  }
}
