/** The real terminal and the real parts of the program behind the commands: what `main.ts` gives to `runCli`. */
import { join } from "node:path";
import { describeMemoryBound, memoryBound } from "../platform/config.ts";
import { acquireInstanceLock, LOCK_FILE } from "../platform/lock.ts";
import { describeVersion, versionFacts } from "../platform/version.ts";
import { type GatherTools, gatherWith, readConfig } from "./doctor/gather.ts";
import { connectGrpc } from "./grpc_client.ts";
import type { CliDeps, CliIo, ConfigVerdict } from "./io.ts";
import type { JournalTools } from "../ports/journal_tools.ts";
import type { JournalDeps } from "./journal_tools.ts";

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
  const read = readConfig(path, env);
  if (read.kind === "invalid") return Promise.resolve({ isValid: false, lines: read.problems });
  const where = read.file ?? "no file, defaults and environment";
  const lines = [`valid: ${where}`, describeMemoryBound(memoryBound(read.config))];
  return Promise.resolve({ isValid: true, lines });
}

function journalDeps(tools: JournalTools): JournalDeps {
  return {
    tools,
    stateDirOf(configPath, env) {
      const read = readConfig(configPath, env);
      return read.kind === "valid" ? { kind: "known", stateDir: read.config.stateDir } : read;
    },
    withLock(stateDir, work) {
      const outcome = acquireInstanceLock(stateDir);
      if (outcome.kind !== "locked") return outcome;
      using _lock = outcome.lock;
      const value = work();
      ownAsDirectory(stateDir, tools.fileName);
      return { kind: "done", value };
    },
  };
}

/** What root made in the directory of another user is that user's: else the State Manager could not open it. */
function ownAsDirectory(stateDir: string, journal: string): void {
  const { uid, gid } = Deno.statSync(stateDir);
  for (const path of [join(stateDir, LOCK_FILE), join(stateDir, journal)]) {
    const found = Deno.lstatSync(path);
    if (found.uid !== uid) Deno.chownSync(path, uid, gid);
  }
}

/**
 * The real parts; `tools` are those that the layer of the commands may not import. HTTP/2 must be installed before a command
 * that talks to the State Manager runs.
 */
export function programDeps(tools: GatherTools): CliDeps {
  return {
    version: describeVersion(),
    versionFacts: versionFacts(),
    connect: connectGrpc,
    checkConfig,
    journal: journalDeps(tools.journal),
    gatherFacts: gatherWith(tools),
  };
}
