/**
 * The format of a log record: a JSON object for machines, a short line for a terminal.
 *
 * I1  One record is one line: line breaks, controls and overrides of the direction of text inside values are escaped.
 * I2  Formatting never throws: a value that cannot be converted is shown as its type.
 */
import { jsonText, visible } from "../../kit/visible_text.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevelName = typeof LOG_LEVELS[number];

export interface LogEntry {
  readonly level: LogLevelName;
  /** Constant text: what happened. */
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Wall time, milliseconds since 1970. */
  readonly timestampMs: number;
}

/** syslog(3) priorities, as systemd-journald reads them from the start of a line. */
const JOURNALD_PRIORITY: Readonly<Record<LogLevelName, number>> = { debug: 7, info: 6, warn: 4, error: 3 };
const COLOURS: Readonly<Record<LogLevelName, string>> = {
  debug: "\x1b[2m",
  info: "\x1b[36m",
  warn: "\x1b[33m",
  error: "\x1b[31m",
};
const RESET = "\x1b[0m";
/** Names that the record itself uses; a field with such a name is written as `field_<name>`. */
const RESERVED: ReadonlySet<string> = new Set(["time", "level", "message"]);
/** Longest value of one field, characters: a log line never carries a payload. */
const MAX_VALUE_LENGTH = 4_096;

/** `{"time":"2026-01-02T03:04:05.678Z","level":"info","message":"Plan created","resourceId":"a/b"}` */
export function formatJson({ level, message, fields, timestampMs }: LogEntry): string {
  const record: [string, unknown][] = [["time", formatTime(timestampMs)], ["level", level], [
    "message",
    message,
  ]];
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) record.push([RESERVED.has(key) ? `field_${key}` : key, toJsonValue(value)]);
  }
  return jsonText(Object.fromEntries(record));
}

/** `03:04:05.678 INFO  Plan created resourceId=a/b actions=3` */
export function formatText(entry: LogEntry, options: { readonly hasColours: boolean }): string {
  const { level, message, fields, timestampMs } = entry;
  const time = formatTime(timestampMs).slice(11, 23);
  const name = level.toUpperCase().padEnd(5);
  const label = options.hasColours ? `${COLOURS[level]}${name}${RESET}` : name;
  const parts = Object.entries(fields).filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${toText(value)}`);
  return [time, label, visible(message), ...parts].join(" ");
}

/** The prefix of a line from which journald takes the priority. */
export function journaldPrefix(level: LogLevelName): string {
  return `<${JOURNALD_PRIORITY[level]}>`;
}

function formatTime(timestampMs: number): string {
  const isDate = Number.isFinite(timestampMs) && Math.abs(timestampMs) <= 8.64e15;
  return isDate ? new Date(timestampMs).toISOString() : "1970-01-01T00:00:00.000Z";
}

function toText(value: unknown): string {
  const plain = toJsonValue(value);
  const text = typeof plain === "string" ? plain : JSON.stringify(plain) ?? "null";
  return /^[^\s"=]+$/.test(text) ? visible(text) : jsonText(text);
}

/** A value that JSON can hold: errors become their message and cause, bigint and dates their text. */
function toJsonValue(value: unknown): unknown {
  try {
    if (typeof value === "string") return cut(value);
    if (value instanceof Error) return cut(describeError(value));
    const json = JSON.stringify(value, replaceValue);
    if (json === undefined) return String(value);
    return json.length > MAX_VALUE_LENGTH ? cut(json) : JSON.parse(json);
  } catch {
    return `[${typeof value}]`;
  }
}

function replaceValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return describeError(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  return value;
}

function describeError(error: Error): string {
  const causes: string[] = [`${error.name}: ${error.message}`];
  let cause: unknown = error.cause;
  while (cause !== undefined && causes.length < 5) {
    causes.push(cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return causes.join("; caused by ");
}

function cut(text: string): string {
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH)}...` : text;
}
