/**
 * statemanagerd: composes the program from its parts (seed `main.rs`).
 *
 * `run` is the daemon; every other command is the operator's and lives in `src/cli/`.
 */
import process from "node:process";
import { daemonArguments, runCli } from "./src/cli/cli.ts";
import { PROGRAM_DEPS, terminal } from "./src/cli/program.ts";
import { runDaemon } from "./src/daemon.ts";
import { installHttp2 } from "./src/http2/install.ts";

/** Runs what the arguments ask for; resolves to the exit code. */
export async function main(): Promise<number> {
  // The runtime's own HTTP/2 cannot carry this program: docs/adr/0001-own-http2.md.
  installHttp2();
  const daemon = daemonArguments(Deno.args);
  if (daemon !== undefined) return await runDaemon(daemon);
  const interrupted = new AbortController();
  Deno.addSignalListener("SIGINT", () => interrupted.abort());
  return await runCli(Deno.args, terminal(interrupted.signal), PROGRAM_DEPS);
}

if (import.meta.main) process.exit(await main());
