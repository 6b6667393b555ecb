/** What workloads write to their output, wherever a node keeps it. */
import type { ResourceId } from "../state/resource_id.ts";

/** A line of a replica. */
export interface LogLine {
  readonly replica: number;
  /** Wall time of the node, milliseconds since 1970; 0 = not known. */
  readonly atMs: number;
  /** Without its end; at most `MAX_LINE_BYTES` bytes. */
  readonly text: string;
}

/** Which lines. */
export interface LogQuery {
  readonly resourceId: ResourceId;
  /** Not set = every replica that the node has. */
  readonly replica?: number;
  /** The newest so many of each replica, 1 to `MAX_TAIL_LINES`. */
  readonly tailLines: number;
  /** Only those that are no older, milliseconds; 0 = of any age. */
  readonly maxAgeMs: number;
  /** Go on with what is written from now on. */
  readonly isFollowed: boolean;
}

/** Longer lines come as several. */
export const MAX_LINE_BYTES = 16_384;
export const MAX_TAIL_LINES = 10_000;
export const DEFAULT_TAIL_LINES = 100;
/** Lines that are handed on together. */
export const MAX_BATCH_LINES = 1_000;

/** The nodes' own means to read what their workloads write. */
export interface WorkloadLogs {
  /**
   * The lines, in batches; those of one replica in order. Read on demand: a slow reader costs one batch. Ends with the signal, or when all
   * is read that was asked for. Throws a StateManagerError whose message says why there is nothing to read.
   */
  read(
    node: string,
    query: LogQuery,
    signal: AbortSignal,
  ): AsyncGenerator<readonly LogLine[], void, undefined>;
}
