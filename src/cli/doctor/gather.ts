/** Collects what `doctor` judges. Reads and connects only; changes nothing, but for a key in etcd that is deleted again. */
import { join } from "node:path";
import { messageOf } from "../../kit/errors.ts";
import type { Config } from "../../platform/config/config.ts";
import { SystemClock } from "../../platform/process/clock.ts";
import { readConfig } from "../read_config.ts";
import { JOURNAL_FILE, type JournalTools } from "../../ports/journal_tools.ts";
import type { EtcdFacts } from "../../ports/etcd_facts.ts";
import type { EtcdProbe } from "./etcd_probe.ts";
import type { GatherFacts, GatherRequest, JournalFacts, MachineFacts } from "./facts.ts";
import { gatherPassword, gatherPems, gatherStateDir, probeLock } from "./gather_files.ts";
import { daemonAddress } from "../daemon_address.ts";
import { gatherDaemon, gatherPeers } from "./gather_network.ts";

/** What the layer of the commands cannot reach by itself. */
export interface GatherTools {
  readonly journal: JournalTools;
  readonly etcd: EtcdProbe;
}

/** Gathers with the real parts of the program. */
export function gatherWith(tools: GatherTools): GatherFacts {
  return async (request) => {
    const loaded = readConfig(request.configPath, request.env);
    if (loaded.kind === "invalid") return { config: loaded };
    const { config, file } = loaded;
    const machine = await gatherMachine(config, request, tools);
    return { config: { kind: "valid", ...(file === undefined ? {} : { file }) }, machine };
  };
}

async function gatherMachine(
  config: Config,
  request: GatherRequest,
  tools: GatherTools,
): Promise<MachineFacts> {
  const { stateDir, etcd, tls } = config;
  const address = request.address ?? daemonAddress(config);
  const [daemon, peers, etcdFacts] = await Promise.all([
    gatherDaemon(address, config, request),
    gatherPeers(config, request),
    etcd.endpoints.length === 0 ? undefined : lookAtEtcd(config, request, tools.etcd),
  ]);
  const journal = gatherJournal(join(stateDir, JOURNAL_FILE), tools.journal);
  const clock = new SystemClock();
  const newestEventMs = journal.found.kind === "read" ? journal.found.newest.at(-1)?.timestampMs : undefined;
  const password = gatherPassword(etcd.passwordFile);
  return {
    wanted: {
      hasController: config.actionController.address !== "" || config.node.name !== "" ||
        // Nodes may serve the ActionController for themselves.
        config.nodes.length > 0 || config.etcd.endpoints.length > 0,
      isHaEnabled: config.ha.enabled,
      instance: config.instance,
    },
    stateDir: gatherStateDir(stateDir),
    journal,
    lock: probeLock(stateDir),
    clock: {
      nowMs: clock.wallMs(),
      isSynchronised: clock.isWallSynchronised(),
      ...(newestEventMs === undefined ? {} : { newestEventMs }),
    },
    pems: [...gatherPems("tls", tls), ...gatherPems("etcd", etcd)],
    ...(password === undefined ? {} : { password }),
    daemon,
    peers,
    ...(etcdFacts === undefined ? {} : { etcd: etcdFacts }),
  };
}

async function lookAtEtcd(config: Config, request: GatherRequest, probe: EtcdProbe): Promise<EtcdFacts> {
  try {
    return await probe.look(config, request);
  } catch (error) {
    const failed = { kind: "failed" as const, message: messageOf(error) };
    const { prefix, endpoints } = config.etcd;
    return { prefix, endpoints: endpoints.map((address) => ({ address, found: failed })), keys: failed };
  }
}

function gatherJournal(path: string, tools: JournalTools): JournalFacts {
  const found = tools.inspect(path, { depth: "short", newest: 1 });
  const mark = tools.mark(path);
  const facts = { path, found, ...(mark === undefined ? {} : { mark }) };
  try {
    return { ...facts, aside: tools.asideFiles(path) };
  } catch {
    // The state directory tells of it.
    return { ...facts, aside: [] };
  }
}
