/** The real terminal and the real parts of the program behind the commands: what `main.ts` gives to `runCli`. */
import { ConfigError, describeMemoryBound, loadConfig, memoryBound } from "../platform/config.ts";
import { describeProblem } from "../platform/config_error.ts";
import { describeVersion } from "../platform/version.ts";
import { connectGrpc } from "./grpc_client.ts";
import type { CliDeps, CliIo, ConfigVerdict } from "./io.ts";

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
  return {
    stdout: (text) => writeAll(Deno.stdout, text),
    stderr: (text) => writeAll(Deno.stderr, text),
    isTTY: Deno.stdout.isTerminal(),
    columns: columnsOf(env),
    readFile: (path) => Deno.readTextFile(path),
    stdin: () => new Response(Deno.stdin.readable).text(),
    env,
    signal,
    nowMs: () => Date.now(),
  };
}

/** Checks a configuration as `run` would read it. */
function checkConfig(path: string | undefined, env: CliIo["env"]): Promise<ConfigVerdict> {
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  try {
    const loaded = loadConfig({
      ...(path === undefined ? {} : { path }),
      env: given,
      flags: {},
      readFile: (file) => Deno.readTextFileSync(file),
    });
    const where = loaded.path ?? "no file, defaults and environment";
    return Promise.resolve({
      isValid: true,
      lines: [`valid: ${where}`, describeMemoryBound(memoryBound(loaded.config))],
    });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Promise.resolve({ isValid: false, lines: error.problems.map(describeProblem) });
  }
}

/** The real parts. HTTP/2 must be installed before a command that talks to the State Manager runs. */
export const PROGRAM_DEPS: CliDeps = { version: describeVersion(), connect: connectGrpc, checkConfig };
