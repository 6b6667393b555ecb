/**
 * A node that is served to a State Manager elsewhere: `statemanagerd node`. Its NodeAgent and its ActionController are one process.
 *
 * I1  Its end, in order or not, ends no workload.
 */
import { join } from "node:path";
import { ConfigError } from "../platform/config/config_error.ts";
import type { DaemonArguments } from "../cli/cli.ts";
import type { NodeAction, NodeApi } from "../grpc/server/node_services.ts";
import { TlsWatch } from "../grpc/server/door/tls_watch.ts";
import { startNodeServer } from "../grpc/server/node_server.ts";
import { installHttp2 } from "../http2/face/install.ts";
import { every } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import { resultOfAnswer } from "../node/answers.ts";
import type { Node } from "../node/node.ts";
import { LIFECYCLE_VERBS, RECOVERY_VERBS, STEP_VERBS } from "../node/verbs.ts";
import type { Verb } from "../node/state/shapes.ts";
import type { Config } from "../platform/config/config.ts";
import { createLog, type ProcessLog } from "../platform/log/log.ts";
import { SystemClock } from "../platform/process/clock.ts";
import { acquireInstanceLock } from "../platform/process/lock.ts";
import { openServiceNotifier } from "../platform/process/sd_notify.ts";
import { handleSignals } from "../platform/process/signals.ts";
import { limitPrograms, limitWrites } from "../platform/process/write_access.ts";
import { daemonPlaces, runsPrograms } from "../platform/config/write_places.ts";
import { VERSION } from "../platform/process/version.ts";
import type { ActionResult } from "../state/action.ts";
import { Configuration } from "./configuration.ts";
import { openOwnNode } from "./own_node.ts";
import { registerNode } from "./register_node.ts";

/** Exit code with a configuration that is not valid; the service manager does not restart on it. */
const EXIT_CONFIG = 2;
const EXIT_FAILED = 1;
/** Half of the shortest `WatchdogSec` that makes sense. */
const WATCHDOG_MS = 5_000;

/** Runs until a signal ends it; resolves to the exit code. */
export async function startServedNode(args: DaemonArguments): Promise<number> {
  let config: Config;
  try {
    config = new Configuration(args).config;
    if (config.node.name === "") {
      throw new ConfigError([{
        origin: { kind: "default" },
        key: "node.name",
        problem: "is empty, and a node needs a name",
        accepted: "the name by which specs and the State Manager know this node",
      }]);
    }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    Deno.stderr.writeSync(new TextEncoder().encode(`${error.message}\n`));
    return EXIT_CONFIG;
  }
  limitWrites(daemonPlaces(config, Deno.env.toObject()));
  limitPrograms({ isNeeded: runsPrograms(config) });
  await using log = createLog({
    level: config.log.level,
    format: config.log.format,
    fields: { node: config.node.name },
    journalStream: Deno.env.get("JOURNAL_STREAM") ?? "",
    noColor: Deno.env.get("NO_COLOR") ?? "",
  });
  const lock = acquireInstanceLock(config.stateDir);
  if (lock.kind !== "locked") {
    log.error("Cannot start", { reason: lock.message });
    return EXIT_FAILED;
  }
  using _lock = lock.lock;
  try {
    await serve(config, log);
    return 0;
  } catch (error) {
    log.error("Cannot continue", {
      error: messageOf(error),
      stack: error instanceof Error ? error.stack : undefined,
    });
    return EXIT_FAILED;
  }
}

async function serve(config: Config, log: ProcessLog): Promise<void> {
  const clock = new SystemClock();
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  using notifier = openServiceNotifier(Deno.env.toObject(), log);
  let signals = 0;
  using _signals = handleSignals({
    onStop: (signal) => {
      log.info("Stopping", { signal });
      notifier.notify(["STOPPING", "1"], ["STATUS", `Stopping after ${signal}`]);
      signals += 1;
      if (signals === 1) stop();
      // I1: whatever was under way is finished by the next run.
      else Deno.exit(EXIT_FAILED);
    },
    onReload: () =>
      log.info("Nothing to reload: definitions are read when they change, settings at the start"),
  });
  log.info("Starting", { version: VERSION });
  installHttp2({ maxConnections: config.limits.connections });
  await using node = await openOwnNode(config, { clock, log });
  if (node === undefined) throw new Error("node.name is empty");
  using watch = openCertificates(config, { clock, log });
  const server = await startNodeServer({
    api: apiOf(node),
    ...(watch && { tls: { watch, roles: config.tls } }),
    ...{ listen: config.listen, isNetworkAllowed: config.insecureNetwork, clock, log },
    maxMessageBytes: config.limits.messageSizeBytes,
    maxConcurrentStreams: config.limits.streamsPerConnection,
  });
  publishAddresses(config.stateDir, server.addresses);
  await using _registration = registerNode(config, { address: server.addresses[0] ?? "", clock, log });
  log.info("Ready", { addresses: server.addresses, workloads: config.node.workloads });
  notifier.notify(["READY", "1"], ["STATUS", `Node ${node.name} serves ${server.addresses.join(", ")}`]);
  using _alive = aliveSigns(clock, () => notifier.notify(["WATCHDOG", "1"]));
  await stopped;
  await server.close(config.shutdown.graceMs);
  log.info("Stopped");
}

/** Undefined = there are none. Throws an Error when they cannot be used. */
function openCertificates(
  { tls, node }: Config,
  { clock, log }: { readonly clock: SystemClock; readonly log: ProcessLog },
): TlsWatch | undefined {
  if (tls.certFile === "") return undefined;
  const watch = new TlsWatch({ files: tls, clock, log });
  if (!watch.nodes.includes(node.name)) {
    const file = tls.certFile;
    log.warn("The certificate does not speak for this node: the State Manager will not follow it over TLS", {
      file,
      node: node.name,
      needs: `URI:piccolo://node/${node.name}`,
    });
  }
  return watch;
}

function aliveSigns(clock: SystemClock, call: () => void): Disposable {
  const timer = every(clock, WATCHDOG_MS, { call, onError: () => {} });
  return { [Symbol.dispose]: () => timer.cancel() };
}

/** Writes the actual listen addresses (port 0 is chosen at start), one per line, for whoever starts the node. */
function publishAddresses(stateDir: string, addresses: readonly string[]): void {
  const path = join(stateDir, "address");
  Deno.writeTextFileSync(`${path}.new`, addresses.map((address) => `${address}\n`).join(""));
  Deno.renameSync(`${path}.new`, path);
}

function apiOf(node: Node): NodeApi {
  return {
    name: node.name,
    passTerm: (term) => node.passTerm(term),
    holdTerm: (term) => node.holdTerm(term),
    subscribe: (listener) => node.subscribe(listener),
    getStateDiff: (id, signal) => node.getStateDiff(id, signal),
    updateResourceState: (id, state) => node.updateResourceState(id, state),
    carryOut: (action) => carryOut(node, action),
    readLogs: (query, signal) => node.readLogs(query, signal),
  };
}

async function carryOut(node: Node, action: NodeAction): Promise<ActionResult> {
  const verb = verbOf(action);
  if (verb === undefined) return { kind: "rejected", message: "It asks for nothing that a node can do" };
  const { asked: _asked, desired = NOTHING, ...rest } = action;
  return resultOfAnswer(await node.act({ ...rest, verb, desired }));
}

const NOTHING = { replicas: 0, version: "", config: {} };

function verbOf({ asked }: NodeAction): Verb | undefined {
  switch (asked.call) {
    case "execute":
      return STEP_VERBS[asked.kind];
    case "lifecycle":
      return LIFECYCLE_VERBS[asked.action];
    case "recovery":
      return RECOVERY_VERBS[asked.action];
  }
}
