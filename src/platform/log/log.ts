/**
 * The log of the daemon: LogTape underneath, the port `Log` above, lines on standard error.
 *
 * LogTape keeps one configuration per process, so there is one log per process: a second `createLog` replaces the first.
 * Libraries that log through LogTape end up in the same place.
 */
import { configureSync, getLogger, type LogRecord, resetSync } from "@logtape/logtape";
import type { Buffered } from "../../kit/buffer_level.ts";
import type { MonotonicClock, Timer } from "../../kit/delay.ts";
import { SystemClock } from "../process/clock.ts";
import type { Log, LogFields } from "../../ports/log.ts";
import { type ByteSink, LineWriter } from "./line_writer.ts";
import { PacedLines } from "./paced_lines.ts";
import { formatJson, formatText, journaldPrefix, LOG_LEVELS, type LogLevelName } from "./log_format.ts";

export type { LogLevelName } from "./log_format.ts";

/** Lines that were left out are told after this time at the latest. */
const TELL_AFTER_MS = 10_000;

export interface LogOptions {
  readonly level: LogLevelName;
  /** `auto` = text on a terminal, else JSON. */
  readonly format: "auto" | "json" | "text";
  /** Fields of every record, for example the instance. */
  readonly fields?: LogFields;
  /** Destination of the lines. Default: standard error. */
  readonly sink?: ByteSink;
  /** Whether the sink is a terminal. Default: whether standard error is one. */
  readonly isTerminal?: boolean;
  /** `$JOURNAL_STREAM` as systemd sets it where the sink is the journal; then lines carry their priority. */
  readonly journalStream?: string;
  /** Default: the one of the system. */
  readonly clock?: MonotonicClock;
  /** `$NO_COLOR`: any text turns colours off. */
  readonly noColor?: string;
}

/** A log whose level can be changed and which can be finished. */
export interface ProcessLog extends Log, Buffered, AsyncDisposable {
  setLevel(level: LogLevelName): void;
  /** Lines that were dropped because the reader was too slow. */
  readonly droppedLines: number;
  /** Writes the queued lines synchronously; for the last moment of the process. */
  finishSync(): void;
}

/** Sets up the log of the process. */
export function createLog(options: LogOptions): ProcessLog {
  const isTerminal = options.isTerminal ?? Deno.stderr.isTerminal();
  const isJson = options.format === "json" || (options.format === "auto" && !isTerminal);
  const hasColours = isTerminal && (options.noColor ?? "") === "";
  const hasPriority = (options.journalStream ?? "") !== "";
  let level = LOG_LEVELS.indexOf(options.level);

  const render = (entry: Parameters<typeof formatJson>[0]): string => {
    const line = isJson ? formatJson(entry) : formatText(entry, { hasColours });
    return hasPriority ? journaldPrefix(entry.level) + line : line;
  };
  const writer = new LineWriter(options.sink ?? Deno.stderr, {
    describeDropped: (lines) =>
      render({ level: "warn", message: "Log lines dropped", fields: { lines }, timestampMs: Date.now() }),
  });
  const write = (name: LogLevelName, message: string, fields: LogFields) =>
    writer.write(render({ level: name, message, fields, timestampMs: Date.now() }));
  const paced = new PacedLines(({ message, lines }) =>
    write("warn", "Log lines left out", { ...options.fields, of: message, lines })
  );
  const clock = options.clock ?? new SystemClock();
  let tellTimer: Timer | undefined;
  const tellLater = () => {
    tellTimer ??= clock.schedule(TELL_AFTER_MS, () => {
      tellTimer = undefined;
      paced.tellAll();
    });
  };
  configureSync({
    reset: true,
    sinks: {
      lines: (record) => {
        const name = levelOf(record);
        if (LOG_LEVELS.indexOf(name) < level) return;
        const message = textOf(record);
        const leftOut = paced.pass(message, record.properties, clock.monotonicMs());
        if (leftOut === undefined) return tellLater();
        const fields = { ...options.fields, ...record.properties, ...(leftOut > 0 && { leftOut }) };
        writer.write(render({ level: name, message, fields, timestampMs: record.timestamp }));
      },
    },
    loggers: [
      { category: ["statemanager"], sinks: ["lines"], lowestLevel: "debug" },
      { category: ["logtape", "meta"], sinks: ["lines"], lowestLevel: "warning" },
    ],
  });
  const logger = getLogger(["statemanager"]);
  return {
    debug: (message, fields) => logger.debug(message, fields ?? {}),
    info: (message, fields) => logger.info(message, fields ?? {}),
    warn: (message, fields) => logger.warn(message, fields ?? {}),
    error: (message, fields) => logger.error(message, fields ?? {}),
    setLevel: (name) => {
      level = LOG_LEVELS.indexOf(name);
    },
    get droppedLines() {
      return writer.droppedLines;
    },
    buffers: () => writer.buffers(),
    finishSync: () => {
      paced.tellAll();
      writer.finishSync();
    },
    async [Symbol.asyncDispose]() {
      tellTimer?.cancel();
      paced.tellAll();
      await writer.drained();
      resetSync();
    },
  };
}

function levelOf(record: LogRecord): LogLevelName {
  switch (record.level) {
    case "trace":
    case "debug":
      return "debug";
    case "info":
      return "info";
    case "warning":
      return "warn";
    case "error":
    case "fatal":
      return "error";
  }
}

/** The raw message: it is constant text, so braces in it are not placeholders. */
function textOf({ rawMessage, message }: LogRecord): string {
  return typeof rawMessage === "string" ? rawMessage : message.map(String).join("");
}
