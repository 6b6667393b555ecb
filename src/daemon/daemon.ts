/**
 * The daemon: composes the adapters and the manager, runs them, and shuts them down in order.
 *
 * Startup order: configuration (`start.ts`), lock, journal, manager, etcd, reconciliation, API. A second signal skips the drain.
 *
 * I1  No module is loaded after `Ready`: an upgrade removes the program's files while it still runs.
 * I2  Shutdown has one order, and a step that fails is logged and keeps none of those after it from being done: not ready; no new calls and
 *     no more changes from etcd; what is under way drains up to the grace time, then it is aborted; the rest is replicated; the leader
 *     key is given back; the journal is flushed; everything is closed, in reverse order of its opening.
 */
import { ListenError } from "../kit/listen_error.ts";
import { join } from "node:path";
import { connect as connectController } from "../grpc/client/action_controller.ts";
import { connect as connectMonitoring } from "../grpc/client/monitoring_server.ts";
import { connect as connectNode } from "../grpc/client/node_agent.ts";
import { NodeStreamCounters } from "../grpc/client/node_stream.ts";
import { PeerTraffic } from "../grpc/client/traffic.ts";
import { routeLibraryLog } from "../grpc/library_log.ts";
import { certificateFigures, TlsWatch } from "../grpc/server/door/tls_watch.ts";
import { startGrpcServer } from "../grpc/server/server.ts";
import { openFresh, writeAll } from "../journal/quarantine.ts";
import { type Journal, JOURNAL_FILE, openJournal, type OpenOutcome } from "../journal/journal.ts";
import { MetricsReport } from "../manager/serve/metrics_report.ts";
import { Subscriptions } from "../manager/serve/subscriptions.ts";
import { type Manager, StateManager, type StateManagerOptions } from "../manager.ts";
import type { Buffered } from "../kit/buffer_level.ts";
import { every } from "../kit/delay.ts";
import { messageOf } from "../kit/errors.ts";
import type { Configuration } from "./configuration.ts";
import { figuresOf } from "./figures.ts";
import { NO_MONITORING_SERVER } from "./no_peers.ts";
import { ActionRouter } from "./action_router.ts";
import { NodeControllers } from "./node_controllers.ts";
import { NodeLogs } from "./node_logs.ts";
import { embedNode, openOwnNode } from "./own_node.ts";
import { JournalWitness } from "./journal_witness.ts";
import type { RecordedManager } from "./recorder.ts";
import { reload } from "./reload.ts";
import { openSharing } from "./sharing.ts";
import { LateGate } from "./sharing_parts.ts";
import { openWeb } from "./web.ts";
import { Supervision } from "./supervision.ts";
import { termAdoption } from "./term_adoption.ts";
import { StatusProblems } from "./status_problems.ts";
import { openPullpiri } from "./pullpiri.ts";
import { progressBounds } from "../manager/core/progress.ts";
import { RegisteredNodes } from "./registered_nodes.ts";
import { installHttp2 } from "../http2/face/install.ts";
import { SystemClock } from "../platform/process/clock.ts";
import { type Config, describeMemoryBound, memoryBound } from "../platform/config/config.ts";
import { RunIdSource } from "../platform/process/ids.ts";
import { acquireInstanceLock } from "../platform/process/lock.ts";
import { ROLES } from "../ports/caller.ts";
import type { Log } from "../ports/log.ts";
import { createLog, type ProcessLog } from "../platform/log/log.ts";
import { managerSettings } from "../platform/config/manager_settings.ts";
import { SystemRandom } from "../platform/process/random.ts";
import { handleSignals } from "../platform/process/signals.ts";
import { openServiceNotifier } from "../platform/process/sd_notify.ts";
import { VERSION } from "../platform/process/version.ts";

/** Exit code of `run`; the service manager restarts on it. */
const EXIT_FAILED = 1;

/** Runs until a signal ends it; resolves to the exit code. */
export async function runDaemon(configuration: Configuration): Promise<number> {
  const { config } = configuration;
  await using log = createLog({
    level: config.log.level,
    format: config.log.format,
    fields: { instance: config.instance },
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
    await serve(configuration, log);
    return 0;
  } catch (error) {
    // That an address is taken is no fault of the program: where it was found out helps nobody.
    const isFault = error instanceof Error && !(error instanceof ListenError);
    log.error("Cannot continue", { error: messageOf(error), ...(isFault ? { stack: error.stack } : {}) });
    return EXIT_FAILED;
  }
}

async function serve(configuration: Configuration, log: ProcessLog): Promise<void> {
  const { config } = configuration;
  const clock = new SystemClock();
  const random = new SystemRandom();
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  // Set later; the handlers below do nothing with them until then.
  const late: { manager?: Manager; supervision?: Supervision } = {};
  let signals = 0;
  using notifier = openServiceNotifier(Deno.env.toObject(), log);
  const problems = new StatusProblems();
  using _signals = handleSignals({
    onStop: (signal) => {
      log.info("Stopping", { signal });
      late.supervision?.[Symbol.dispose]();
      delete late.supervision;
      notifier.notify(["STOPPING", "1"], ["STATUS", `Stopping after ${signal}`]);
      signals += 1;
      if (signals === 1) stop();
      // The journal needs no orderly shutdown: the next start continues from the last commit.
      else Deno.exit(EXIT_FAILED);
    },
    onReload: () => {
      const change = () => reload(configuration, { log, problems });
      if (late.supervision === undefined) change();
      else late.supervision.whileReloading(change);
    },
  });
  routeLibraryLog(log);
  log.info("Starting", { version: VERSION, memory: describeMemoryBound(memoryBound(config)) });

  const opened = openTheJournal(config, log);
  await using journal = opened.journal;
  const sessions = installHttp2({ maxConnections: config.limits.connections });
  const term = () => late.manager?.term() ?? 1n;
  const settings = managerSettings(config);
  const maxMessageBytes = config.limits.messageSizeBytes;
  const traffic = new PeerTraffic();
  const nodeCounters = new NodeStreamCounters();
  using watch = config.tls.certFile === "" ? undefined : new TlsWatch({ files: config.tls, clock, log });
  const tls = watch && { tls: watch };
  await using nodeControllers = new NodeControllers({ term, maxMessageBytes, traffic, ...tls });
  const connectAgent = (node: string, address: string) => {
    nodeControllers.setAddress(node, address);
    return connectNode(address, {
      ...{ node, clock, random, log, term, maxMessageBytes, traffic, counters: nodeCounters, ...tls },
      heartbeatIntervalMs: config.node.heartbeatMs,
      reconnectMaxMs: RECONNECT_MAX_MS,
    });
  };
  await using agents = new AsyncDisposableStack();
  const nodes = config.nodes.map(({ name, address }) => agents.use(connectAgent(name, address)));
  await using registered = new RegisteredNodes({
    ...{ stateDir: config.stateDir, log, connect: connectAgent },
    configured: [...config.nodes.map(({ name }) => name), config.node.name].filter((name) => name !== ""),
    isNetworkAllowed: config.insecureNetwork,
    maxNodes: config.limits.nodes,
  });
  await using ownNode = await openOwnNode(config, { clock, log });
  const { actionController, monitoringServer } = config;
  await using connectedController = actionController.address === ""
    ? undefined
    : connectController(actionController.address, { term, maxMessageBytes, traffic, ...tls });
  await using pullpiri = await openPullpiri({ config, clock, log, traffic });
  const own = await embedNode(ownNode, { clock, term, heartbeatMs: config.node.heartbeatMs });
  const configured = pullpiri?.controller ?? connectedController;
  const controller = new ActionRouter({
    ...(own && { own }),
    ...(configured && { configured }),
    ofNode: (node) => nodeControllers.find(node),
  });
  await using connectedMonitoring = monitoringServer.address === ""
    ? undefined
    : connectMonitoring(monitoringServer.address, {
      ...{ clock, random, log, maxMessageBytes, traffic, ...tls },
      alertCapacity: monitoringServer.queue,
      deadlineMs: monitoringServer.deadlineMs,
    });
  const monitoring = connectedMonitoring ?? NO_MONITORING_SERVER;
  const gate = new LateGate();
  const parts: StateManagerOptions = {
    ...{
      store: journal,
      agents: own === undefined ? nodes : [own.agent, ...nodes],
      controller,
      monitoring,
      clock,
      random,
      log,
      settings,
    },
    ids: new RunIdSource(),
    ...(config.ha.enabled ? { gate } : {}),
  };
  await using recorded = config.recorder.enabled ? await recordedManager(parts, config, log) : undefined;
  const manager: Manager = recorded?.manager ?? new StateManager(parts);
  late.manager = manager;
  manager.initialize();
  await holdRevisions(journal, log);
  await using witness = new JournalWitness({
    ...{ path: join(config.stateDir, JOURNAL_FILE), opened, manager, clock, log },
    specs: config.etcd.endpoints.length > 0
      ? "Specs are taken over from etcd, as far as it has them"
      : "Specs have to be applied again, or the journal imported",
  });
  await witness.note();
  watch?.onExpiry((message) => manager.alert({ severity: "Warning", reason: "CertificateExpires", message }));
  await using sharing = await openSharing({ config, manager, clock, random, log, gate, nodes: registered });
  const buffered: (Buffered | undefined)[] = [log, notifier, recorded, registered, traffic, pullpiri];
  const counted = { journal, sessions, nodes: nodeCounters, monitoring: connectedMonitoring, buffered };
  manager.setCounters(() => ({ ...sharing.counters(), ...figuresOf(counted), ...certificateFigures(watch) }));
  if (config.etcd.endpoints.length > 0) registered.attach(manager);
  await sharing.start();
  const peers = await pullpiri?.serve(manager);
  const logs = new NodeLogs({
    ...{ maxMessageBytes, traffic, ...tls },
    ...(ownNode && { own: ownNode }),
    addressOf: (node) => nodeControllers.addressOf(node),
  });
  const { subscribers, subscriberQueue, streamsPerConnection } = config.limits;
  const subscriptions = new Subscriptions({
    ...{ api: manager, clock, maxSubscribers: subscribers, queueCapacity: subscriberQueue, kinds: ROLES },
  });
  await using server = await startGrpcServer({
    ...{
      api: manager,
      clock,
      log,
      version: VERSION,
      listen: config.listen,
      subscriptions,
      instances: { list: () => sharing.instances() },
      terms: termAdoption({
        status: () => manager.status(),
        begin: (term, signal) => sharing.adoptTerm(term, signal),
        log,
      }),
      access: config.access,
      audit: journal,
      logs,
    },
    isNetworkAllowed: config.insecureNetwork,
    ...(watch && { tls: { watch, roles: config.tls } }),
    limits: {
      maxMessageBytes,
      maxConcurrentStreams: streamsPerConnection,
      maxWatchers: subscribers,
      clientBytes: config.memory.clientsBytes,
      maxConnections: config.limits.connections,
    },
  });
  sharing.register(server.addresses);
  await using web = await openWeb({ config, manager, clock, log });
  buffered.push(subscriptions, server, web);
  publishAddresses(config.stateDir, { address: server.addresses, http_address: web?.addresses ?? [] });
  using _report = new MetricsReport({
    api: manager,
    monitoring,
    ...{ clock, log },
    everyMs: settings.metricsIntervalMs,
  });
  using _upkeep = keepJournal(journal, { clock, log, everyMs: config.journal.checkpointIntervalMs });
  using supervision = new Supervision({
    ...{ notifier, manager, clock, log, problems },
    bounds: progressBounds(settings),
  });
  log.info("Ready", { addresses: server.addresses, services: manager.status().services });
  late.supervision = supervision;
  supervision.ready();

  await stopped;
  const { graceMs } = configuration.config.shutdown;
  web?.beginClosing();
  // I2
  for (
    const step of await Promise.allSettled([
      sharing.stop(graceMs),
      server.close(graceMs),
      peers?.close(graceMs),
    ])
  ) {
    if (step.status === "rejected") log.error("Cannot shut down in order", { error: messageOf(step.reason) });
  }
  log.info("Stopped");
}

/** Recording is rare, so its code is loaded only when it is enabled. Without a recording file the daemon starts all the same. */
async function recordedManager(
  parts: StateManagerOptions,
  config: Config,
  log: ProcessLog,
): Promise<RecordedManager | undefined> {
  return (await import("./recorder.ts")).openRecordedManager(parts, config, log);
}

/** Nodes are few and near, and a node that has come back has services to start: the pause between attempts stays short. */
const RECONNECT_MAX_MS = 500;

function openTheJournal(config: Config, log: ProcessLog): OpenOutcome {
  return openJournal(join(config.stateDir, JOURNAL_FILE), {
    ringSize: config.limits.eventsPerService,
    removedServices: config.journal.removedServices,
    checkpointBytes: config.journal.checkpointSizeBytes,
    logLimitBytes: config.journal.logLimitBytes,
    log,
  });
}

/** Reserves revisions durably before anything is published, so that no later run assigns them again after a power cut. */
async function holdRevisions(journal: Journal, log: ProcessLog): Promise<void> {
  try {
    await journal.flush();
  } catch (error) {
    log.warn("Revisions of this run may be assigned again after a power cut", { error });
  }
}

/** Writes the actual listen addresses (port 0 is chosen at start), one per line and a file for each kind, for whoever starts the daemon. */
function publishAddresses(stateDir: string, files: Readonly<Record<string, readonly string[]>>): void {
  for (const [name, addresses] of Object.entries(files).toReversed()) {
    const path = join(stateDir, name);
    using file = openFresh(`${path}.new`);
    writeAll(file, addresses.map((address) => `${address}\n`).join(""));
    Deno.renameSync(`${path}.new`, path);
  }
}

function keepJournal(
  journal: Journal,
  { clock, log, everyMs }: { readonly clock: SystemClock; readonly log: Log; readonly everyMs: number },
): Disposable {
  const timer = every(clock, everyMs, {
    call: () => journal.maintain(),
    onError: (error) => log.error("Cannot maintain the journal", { error: messageOf(error) }),
  });
  return { [Symbol.dispose]: () => timer.cancel() };
}
