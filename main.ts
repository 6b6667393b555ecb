/**
 * statemanagerd: composes the program from its parts (seed `main.rs`).
 *
 * `run` is the daemon; every other command is the operator's and lives in `src/cli/`.
 */
import process from "node:process";
import { daemonArguments, runCli } from "./src/cli/cli.ts";
import type { GatherTools } from "./src/cli/doctor/gather.ts";
import { programDeps, terminal } from "./src/cli/program.ts";
import { runDaemon } from "./src/daemon.ts";
import { probeEtcd } from "./src/etcd/probe.ts";
import { installHttp2 } from "./src/http2/install.ts";
import { JOURNAL_TOOLS } from "./src/journal/tools.ts";
import { SystemClock } from "./src/platform/clock.ts";
import { nextTask } from "./src/platform/next_task.ts";
import { replayText } from "./src/recorder/replay_text.ts";

/** What the operator's commands use of layers that they may not import. */
const TOOLS: GatherTools = {
  journal: JOURNAL_TOOLS,
  etcd: {
    look: (config, options) => probeEtcd(config.etcd, { ...options, clock: new SystemClock() }),
  },
};

/** Runs what the arguments ask for; resolves to the exit code. */
export async function main(): Promise<number> {
  // The runtime's own HTTP/2 cannot carry this program: docs/adr/0001-own-http2.md.
  installHttp2();
  const daemon = daemonArguments(Deno.args);
  if (daemon !== undefined) return await runDaemon(daemon);
  const interrupted = new AbortController();
  Deno.addSignalListener("SIGINT", () => interrupted.abort());
  const replay = (text: string) => replayText(text, { clock: new SystemClock(), drained: nextTask });
  return await runCli(Deno.args, terminal(interrupted.signal), { ...programDeps(TOOLS), replay });
}

if (import.meta.main) process.exit(await main());
