/**
 * statemanagerd: composes the program from its parts (seed `main.rs`).
 *
 * `run` is the daemon and `node` a node that is served; every other command is the operator's and lives in `src/cli/`. What a command does not need is not
 * loaded.
 */
import { daemonArguments, runCli } from "./src/cli/cli.ts";
import type { GatherTools } from "./src/cli/doctor/gather.ts";
import { programDeps } from "./src/cli/program.ts";
import { terminal } from "./src/cli/terminal.ts";
import type { PeerCheckRequest } from "./src/ports/peer_check.ts";
import type { PullpiriCheckRequest } from "./src/ports/pullpiri_check.ts";

/** What the operator's commands use of layers that they may not import. */
async function tools(): Promise<GatherTools> {
  const { JOURNAL_TOOLS } = await import("./src/journal/tools.ts");
  return {
    journal: JOURNAL_TOOLS,
    etcd: {
      async look(config, options) {
        const { probeEtcd } = await import("./src/etcd/client/probe.ts");
        const { SystemClock } = await import("./src/platform/process/clock.ts");
        return await probeEtcd(config.etcd, { ...options, clock: new SystemClock() });
      },
    },
  };
}

/** The runtime's own HTTP/2 cannot carry this program: docs/adr/0001-own-http2.md. */
async function installHttp2(): Promise<void> {
  const { installHttp2 } = await import("./src/http2/face/install.ts");
  installHttp2();
  const { routeLibraryLog } = await import("./src/grpc/library_log.ts");
  routeLibraryLog();
}

async function checkDefinitions(
  directory: string,
  options: { readonly files: readonly string[]; readonly drivers: readonly string[] },
) {
  return (await import("./src/node/check.ts")).checkDefinitions(directory, options);
}

async function replay(text: string) {
  const { replayText } = await import("./src/recorder/replay_text.ts");
  const { SystemClock } = await import("./src/platform/process/clock.ts");
  const { nextTask } = await import("./src/platform/process/next_task.ts");
  return replayText(text, { clock: new SystemClock(), drained: nextTask });
}

async function checkPeer(request: PeerCheckRequest) {
  await installHttp2();
  const { checkPeerWith } = await import("./src/peer_check/check.ts");
  const { SystemClock } = await import("./src/platform/process/clock.ts");
  return await checkPeerWith({ clock: new SystemClock() })(request);
}

async function checkPullpiri(request: PullpiriCheckRequest) {
  await installHttp2();
  const { checkPullpiriWith } = await import("./src/pullpiri/check.ts");
  const { SystemClock } = await import("./src/platform/process/clock.ts");
  return await checkPullpiriWith({ clock: new SystemClock() })(request);
}

/** Runs what the arguments ask for; resolves to the exit code. */
export async function main(): Promise<number> {
  const daemon = daemonArguments(Deno.args);
  if (daemon !== undefined) return await (await import("./src/daemon/start.ts")).startDaemon(daemon);
  const node = daemonArguments(Deno.args, "node");
  if (node !== undefined) return await (await import("./src/daemon/served_node.ts")).startServedNode(node);
  const interrupted = new AbortController();
  Deno.addSignalListener("SIGINT", () => interrupted.abort());
  return await runCli(Deno.args, terminal(interrupted.signal), {
    ...programDeps({ tools, installHttp2, checkDefinitions }),
    replay,
    checkPeer,
    checkPullpiri,
  });
}

if (import.meta.main) Deno.exit(await main());
