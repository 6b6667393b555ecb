// Every quantity that a peer can drive, with its limit and its default. Nothing else in this folder holds such a number.
// I1  No limit is infinite. I2  A limit is either announced to the peer in SETTINGS or costs the peer its stream or connection.

/** Tokens for events of one kind: `burst` at once, `perSecond` in the long run. */
export interface RateLimit {
  readonly burst: number;
  readonly perSecond: number;
}

/** Limits of one connection. Sizes in bytes, times in milliseconds. */
export interface Limits {
  /** Largest frame payload accepted, announced in SETTINGS_MAX_FRAME_SIZE; larger ends the connection. 16 KiB. */
  readonly maxFrameBytes: number;
  /** Decoded header list (RFC 7541 size), announced in SETTINGS_MAX_HEADER_LIST_SIZE; larger resets the stream. 64 KiB. */
  readonly maxHeaderListBytes: number;
  /** Fields in one header list; more resets the stream. 512. */
  readonly maxHeaderFields: number;
  /** Encoded header block over all its fragments; larger ends the connection. 256 KiB. */
  readonly maxHeaderBlockBytes: number;
  /** CONTINUATION frames after one HEADERS; more ends the connection. 64. */
  readonly maxContinuationFrames: number;
  /** HPACK dynamic table in either direction. 4 KiB. */
  readonly headerTableBytes: number;
  /** Streams the peer may have open, announced in SETTINGS_MAX_CONCURRENT_STREAMS; more are refused. 1,000. */
  readonly maxConcurrentStreams: number;
  /** Receive window of a stream: what one stream can make us hold unread. 65,535. */
  readonly initialWindowBytes: number;
  /**
   * Receive window of the connection. It is given back as bytes are consumed, so it is also what all streams of
   * the connection together can make us hold unread: beyond it the peer can send on no stream. 4 MiB.
   */
  readonly maxUnreadBytes: number;
  /** DATA is framed only while less than this waits for the socket. 128 KiB. */
  readonly outputHighWaterBytes: number;
  /** Control frames and headers waiting for a peer that does not read; more ends the connection. 4 MiB. */
  readonly maxOutputBytes: number;
  /** RST_STREAM received, and streams that we had to reset for an error of the peer. 2,000 at once, 500 a second. */
  readonly resets: RateLimit;
  /** PING received with only control frames sent since the last one. 1,000 at once, 500 a second. */
  readonly pings: RateLimit;
  /** SETTINGS received. 100 at once, 10 a second. */
  readonly settings: RateLimit;
  /** Empty DATA, HEADERS or CONTINUATION which ends nothing. 500 at once, 100 a second. */
  readonly emptyFrames: RateLimit;
  /** PRIORITY, unknown types and frames for streams that are gone. 10,000 at once, 5,000 a second. */
  readonly strayFrames: RateLimit;
  /** Until the client's preface and first SETTINGS are in. 10 s. */
  readonly prefaceTimeoutMs: number;
  /** Until our SETTINGS are acknowledged. 10 s. */
  readonly settingsAckTimeoutMs: number;
  /** Between our last byte and the forced end of the socket, for a peer that never closes. 1 s. */
  readonly closeLingerMs: number;
  /** PINGs of our own which wait for their answer. 16. */
  readonly maxOutstandingPings: number;
  /** Connections that a server has open at once; more are closed. Default 1,024. */
  readonly maxConnections: number;
}

/** The defaults, as documented beside each limit. */
export const DEFAULT_LIMITS: Limits = {
  maxFrameBytes: 16_384,
  maxHeaderListBytes: 65_536,
  maxHeaderFields: 512,
  maxHeaderBlockBytes: 262_144,
  maxContinuationFrames: 64,
  headerTableBytes: 4_096,
  maxConcurrentStreams: 1_000,
  initialWindowBytes: 65_535,
  maxUnreadBytes: 4_194_304,
  outputHighWaterBytes: 131_072,
  maxOutputBytes: 4_194_304,
  resets: { burst: 2_000, perSecond: 500 },
  pings: { burst: 1_000, perSecond: 500 },
  settings: { burst: 100, perSecond: 10 },
  emptyFrames: { burst: 500, perSecond: 100 },
  strayFrames: { burst: 10_000, perSecond: 5_000 },
  prefaceTimeoutMs: 10_000,
  settingsAckTimeoutMs: 10_000,
  closeLingerMs: 1_000,
  maxOutstandingPings: 16,
  maxConnections: 1_024,
};

/** A token bucket on a clock that the caller passes in. It starts full. */
export class TokenBucket {
  readonly #limit: RateLimit;
  #tokens: number;
  #lastMs = -1;

  constructor(limit: RateLimit) {
    this.#limit = limit;
    this.#tokens = limit.burst;
  }

  /** Takes one token; false when there is none. `nowMs` is monotonic. */
  take(nowMs: number): boolean {
    if (this.#lastMs >= 0 && nowMs > this.#lastMs) {
      const refill = (nowMs - this.#lastMs) * this.#limit.perSecond / 1000;
      this.#tokens = Math.min(this.#limit.burst, this.#tokens + refill);
    }
    this.#lastMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
