/** What services write: `piccolo.common.v1.LogLine`, and the two calls for it, of a node and of the State Manager. */
import { at, bigInteger, integer, list, text, timeMs } from "../../records/checks.ts";
import {
  DEFAULT_TAIL_LINES,
  type LogLine,
  type LogQuery,
  MAX_BATCH_LINES,
  MAX_LINE_BYTES,
  MAX_TAIL_LINES,
} from "../../ports/workload_logs.ts";
import type { LogLine as WireLogLine, LogLine__Output } from "../gen/piccolo/common/v1/LogLine.ts";
import type {
  ReadLogsRequest,
  ReadLogsRequest__Output,
} from "../gen/piccolo/nodeagent/v1/ReadLogsRequest.ts";
import type {
  GetLogsRequest,
  GetLogsRequest__Output,
} from "../gen/piccolo/statemanager/v1/GetLogsRequest.ts";
import * as limits from "./limits.ts";
import { optionalNodeFromWire, resourceIdFromWire, resourceIdToWire } from "./names.ts";

/** Of bytes that are no UTF-8 each becomes a character of three. */
const LINE = { maxBytes: 3 * MAX_LINE_BYTES };
const TAIL_LINES = { min: 1, max: MAX_TAIL_LINES, isZeroAllowed: true };
/** A year. */
const MAX_AGE_MS = 31_536_000_000n;

/** A query of the State Manager, which finds the node itself where it is "". */
export interface NodeLogQuery extends LogQuery {
  readonly node: string;
}

export function logQueryToWire(query: LogQuery): ReadLogsRequest {
  const { resourceId, replica, tailLines, maxAgeMs, isFollowed } = query;
  return {
    resourceId: resourceIdToWire(resourceId),
    ...(replica !== undefined && { replica }),
    ...{ tailLines, maxAgeMs: Math.trunc(maxAgeMs).toString(), follow: isFollowed },
  };
}

export function logQueryFromWire(wire: ReadLogsRequest__Output): LogQuery {
  return {
    resourceId: resourceIdFromWire(wire.resourceId, "resource_id"),
    ...(wire.replica !== undefined && { replica: integer(wire.replica, "replica", limits.ACTUAL_REPLICAS) }),
    tailLines: integer(wire.tailLines, "tail_lines", TAIL_LINES) || DEFAULT_TAIL_LINES,
    maxAgeMs: Number(bigInteger(wire.maxAgeMs, "max_age_ms", { max: MAX_AGE_MS })),
    isFollowed: wire.follow,
  };
}

export function nodeLogQueryToWire(query: NodeLogQuery): GetLogsRequest {
  return { ...logQueryToWire(query), node: query.node };
}

export function nodeLogQueryFromWire(wire: GetLogsRequest__Output): NodeLogQuery {
  return { ...logQueryFromWire(wire), node: optionalNodeFromWire(wire.node, "node") };
}

export function logLineToWire({ replica, atMs, text }: LogLine): WireLogLine {
  return { replica, timestampMs: Math.trunc(atMs).toString(), text };
}

export function logLinesFromWire(lines: LogLine__Output[]): readonly LogLine[] {
  return list(lines, "lines", { max: MAX_BATCH_LINES, element: logLineFromWire });
}

function logLineFromWire(wire: LogLine__Output, path: string): LogLine {
  return {
    replica: integer(wire.replica, at(path, "replica"), limits.ACTUAL_REPLICAS),
    atMs: timeMs(wire.timestampMs, at(path, "timestamp_ms")),
    text: text(wire.text, at(path, "text"), LINE),
  };
}
