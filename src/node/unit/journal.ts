/**
 * What a unit has written, from the journal of systemd. The journal's files have no interface but its own library and program, so the
 * program is run, for as long as somebody reads.
 */
import { LineSplitter } from "../logs/line_splitter.ts";
import type { LogReading, LogSource, WrittenLine } from "../logs/source.ts";
import { type DriverResult, failed, succeeded } from "../driver.ts";

/** An entry in JSON: one that is larger is left out. */
const MAX_ENTRY_BYTES = 256 * 1024;
const MAX_PROBLEM_BYTES = 4_096;

/** Fails where this program may not start others. */
export function unitLogs(
  unit: string,
  reading: LogReading,
  { program, nowMs, signal }: {
    /** Path of journalctl. */
    readonly program: string;
    readonly nowMs: number;
    readonly signal: AbortSignal;
  },
): DriverResult<LogSource> {
  if (Deno.permissions.querySync({ name: "run", command: program }).state !== "granted") {
    return failed(
      "refused",
      `the node may not start ${program}: journalctl --unit=${unit} on its computer has the log, ` +
        "or STATEMANAGER_ALLOW=programs in the environment of the node lets it",
    );
  }
  return succeeded(readJournal([program, ...argumentsOf(unit, reading, nowMs)], signal));
}

function argumentsOf(unit: string, reading: LogReading, nowMs: number): readonly string[] {
  const { tailLines, maxAgeMs, isFollowed } = reading;
  return [
    ...[`--unit=${unit}`, "--output=json", "--output-fields=MESSAGE", "--no-pager", `--lines=${tailLines}`],
    ...(maxAgeMs > 0 ? [`--since=@${((nowMs - maxAgeMs) / 1000).toFixed(3)}`] : []),
    ...(isFollowed ? ["--follow"] : []),
  ];
}

async function* readJournal([program = "", ...args]: readonly string[], signal: AbortSignal): LogSource {
  const child = spawned(program, args);
  const end = () => {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
  };
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  const problem = firstBytes(child.stderr);
  let hasLines = false;
  try {
    const splitter = new LineSplitter(MAX_ENTRY_BYTES);
    for await (const chunk of child.stdout) {
      const lines = splitter.push(chunk).flatMap(linesOfEntry);
      if (lines.length === 0) continue;
      hasLines = true;
      yield lines;
    }
  } finally {
    signal.removeEventListener("abort", end);
    end();
    await Promise.all([problem, child.status]);
  }
  const { success } = await child.status;
  const why = (await problem).trim();
  if (signal.aborted || (success && (hasLines || why === ""))) return;
  throw new Error(`${program} cannot read the journal: ${why === "" ? "it says no more" : why}`);
}

function spawned(program: string, args: readonly string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(program, {
      args: [...args],
      env: { LC_ALL: "C" },
      clearEnv: true,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  } catch (cause) {
    throw new Error(`${program} cannot be started`, { cause });
  }
}

/** All is read, so that its writer is not held up, and the begin is kept. */
async function firstBytes(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    if (text.length < MAX_PROBLEM_BYTES) text += decoder.decode(chunk, { stream: true });
  }
  return text.slice(0, MAX_PROBLEM_BYTES);
}

/** An entry of the journal: its message is a text, or the bytes of one that is no UTF-8. */
export function linesOfEntry(json: string): readonly WrittenLine[] {
  let entry: { readonly MESSAGE?: unknown; readonly __REALTIME_TIMESTAMP?: unknown };
  try {
    entry = JSON.parse(json);
  } catch {
    // One that was too large came in parts.
    return [];
  }
  const { MESSAGE: message, __REALTIME_TIMESTAMP: time } = entry ?? {};
  const atMs = typeof time === "string" && /^\d{1,18}$/.test(time) ? Math.floor(Number(time) / 1000) : 0;
  const text = typeof message === "string"
    ? message
    : Array.isArray(message)
    ? new TextDecoder().decode(Uint8Array.from(message, Number))
    : undefined;
  if (text === undefined) return [];
  const splitter = new LineSplitter();
  const lines = [...splitter.push(new TextEncoder().encode(text)), ...splitter.finish()];
  return (lines.length === 0 ? [""] : lines).map((line) => ({ atMs, text: line }));
}
