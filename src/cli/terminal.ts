/** The terminal that the program was started from, behind what the commands know of it. */
import { SystemClock } from "../platform/process/clock.ts";
import { visibleOutput } from "../kit/visible_text.ts";
import type { CliIo } from "./io.ts";
import { terminalScreen } from "./terminal_screen.ts";

const encoder = new TextEncoder();

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let bytes = encoder.encode(text);
  try {
    while (bytes.length > 0) bytes = bytes.subarray(stream.writeSync(bytes));
  } catch (error) {
    // The reader of the pipe has had enough (`| head`): there is nobody left to tell.
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(0);
    throw error;
  }
}

function columnsOf(env: CliIo["env"]): number {
  const columns = Number(env["COLUMNS"]);
  if (Number.isInteger(columns) && columns > 0) return columns;
  try {
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}

/** The terminal that the program was started from. `signal` is aborted on Ctrl-C. */
export function terminal(signal: AbortSignal): CliIo {
  const env = Deno.env.toObject();
  const clock = new SystemClock();
  const screen = terminalScreen(env, (text) => writeAll(Deno.stdout, text));
  return {
    stdout: (text) => writeAll(Deno.stdout, visibleOutput(text)),
    stderr: (text) => writeAll(Deno.stderr, visibleOutput(text)),
    control: (text) => writeAll(Deno.stderr, text),
    isTTY: Deno.stdout.isTerminal(),
    isStderrTTY: Deno.stderr.isTerminal(),
    ...(screen === undefined ? {} : { screen }),
    columns: columnsOf(env),
    readFile: (path) => Deno.readTextFile(path),
    stdin: () => new Response(Deno.stdin.readable).text(),
    env,
    signal,
    nowMs: () => clock.wallMs(),
    clock,
  };
}
