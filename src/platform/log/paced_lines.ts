/**
 * Keeps what one peer causes from flooding the log: of each message about each peer some lines at once, then few; how many were left out
 * is told with the next one, or after a while.
 *
 * I1  The first lines of a cause are never left out.
 * I2  What was left out is counted and told; a cause that is forgotten to make room is told before.
 */
import { TokenBucket } from "../../kit/token_bucket.ts";
import type { LogFields } from "../../ports/log.ts";

/** Lines of one cause that are written at once. */
const BURST_LINES = 20;
/** After that one line in this time. */
const LINE_EVERY_MS = 10_000;
/** An alert's reason is a word of ours: each is a cause of its own. */
const ALERT = "Alert";
/** Causes that are remembered; beyond it the oldest is forgotten. */
const MAX_CAUSES = 1_024;
/** The fields that name whom a message is about; services are not among them, because a peer can name as many as it likes. */
const PEER_FIELDS = ["peer", "node", "address", "prefix"] as const;
const MAX_PEER_LENGTH = 128;

interface Cause {
  readonly message: string;
  readonly bucket: TokenBucket;
  leftOut: number;
}

/** Lines of a cause that were left out. */
export interface LeftOut {
  readonly message: string;
  readonly lines: number;
}

export class PacedLines {
  readonly #causes = new Map<string, Cause>();
  readonly #tell: (leftOut: LeftOut) => void;

  /** `tell` is called for what was left out of a cause that is quiet, or forgotten. */
  constructor(tell: (leftOut: LeftOut) => void) {
    this.#tell = tell;
  }

  /** How many lines like this one were left out before it; undefined = this one is left out as well. */
  pass(message: string, fields: LogFields, nowMs: number): number | undefined {
    const names = message === ALERT ? ["reason"] : PEER_FIELDS;
    const key = [message, ...names.map((name) => `${fields[name] ?? ""}`.slice(0, MAX_PEER_LENGTH))].join(
      "\n",
    );
    const cause = this.#causes.get(key) ?? this.#begin(key, message, nowMs);
    if (cause.bucket.take({ nowMs }) > 0) {
      cause.leftOut++;
      return undefined;
    }
    const { leftOut } = cause;
    cause.leftOut = 0;
    return leftOut;
  }

  /** Tells what was left out of every cause, and begins anew. */
  tellAll(): void {
    for (const cause of this.#causes.values()) this.#tellOne(cause);
  }

  /** Whether anything was left out that was not told. */
  get hasLeftOut(): boolean {
    return [...this.#causes.values()].some(({ leftOut }) => leftOut > 0);
  }

  #begin(key: string, message: string, nowMs: number): Cause {
    const [oldest] = this.#causes;
    if (this.#causes.size >= MAX_CAUSES && oldest !== undefined) {
      this.#causes.delete(oldest[0]);
      this.#tellOne(oldest[1]);
    }
    const options = { capacity: BURST_LINES, refillPerSecond: 1_000 / LINE_EVERY_MS, nowMs };
    const cause = { message, bucket: new TokenBucket(options), leftOut: 0 };
    this.#causes.set(key, cause);
    return cause;
  }

  #tellOne(cause: Cause): void {
    const { message, leftOut } = cause;
    cause.leftOut = 0;
    if (leftOut > 0) this.#tell({ message, lines: leftOut });
  }
}
