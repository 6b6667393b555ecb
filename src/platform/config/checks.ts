/** Checks between settings; each problem names the setting to change. */
import { leastClientBytes } from "../../kit/client_shares.ts";
import { describeMemoryBound, memoryBound } from "./memory.ts";
import { type Config, findSetting } from "./settings.ts";
import { formatDuration, formatSize } from "./units.ts";
import { isProtected, parseEndpoint } from "./endpoint.ts";

export interface CheckProblem {
  /** Setting that the problem is reported at. */
  readonly key: string;
  /** Other settings involved; the check is skipped while one of them is invalid by itself. */
  readonly others: readonly string[];
  readonly problem: string;
  readonly accepted: string;
}

/** All contradictions between settings. Pure. */
export function checkConfig(config: Config): readonly CheckProblem[] {
  return [
    ...checkOrder(config),
    ...checkNodes(config),
    ...checkOwnNode(config),
    ...checkNetwork(config),
    ...checkTls(config),
    ...checkListeners(config),
    ...checkPeersAreOthers(config),
    ...checkEtcd(config),
    ...checkPullpiri(config),
    ...checkMemory(config),
  ];
}

function checkOrder({ node, recovery, journal, flapping }: Config): readonly CheckProblem[] {
  const pairs: readonly (readonly [string, number, string, number, (value: number) => string])[] = [
    ["node.heartbeat", node.heartbeatMs, "node.unreachable_after", node.unreachableAfterMs, formatDuration],
    ["node.unreachable_after", node.unreachableAfterMs, "node.lost_after", node.lostAfterMs, formatDuration],
    [
      "recovery.backoff_base",
      recovery.backoffBaseMs,
      "recovery.backoff_cap",
      recovery.backoffCapMs,
      formatDuration,
    ],
    ["flapping.reuse_below", flapping.reuseBelow, "flapping.suppress_from", flapping.suppressFrom, String],
    [
      "journal.checkpoint_size",
      journal.checkpointSizeBytes,
      "journal.log_limit",
      journal.logLimitBytes,
      String,
    ],
  ];
  return pairs.filter(([, smaller, , larger]) => smaller >= larger).map((
    [low, smaller, high, larger, format],
  ) => ({
    key: high,
    others: [low],
    problem: `${format(larger)} is not more than ${low}, which is ${format(smaller)}`,
    accepted: `more than ${format(smaller)}`,
  }));
}

/** A node inside of one instance is out of reach for the others. */
function checkOwnNode({ node, ha }: Config): readonly CheckProblem[] {
  if (node.name === "" || !ha.enabled) return [];
  return [{
    key: "node.name",
    others: ["ha.enabled"],
    problem: `node ${node.name} would be known to this instance only, and another one may lead`,
    accepted: "empty with ha.enabled; serve the node with `statemanagerd node` and name it in `nodes`",
  }];
}

function checkNodes({ node, nodes, limits }: Config): readonly CheckProblem[] {
  const problems: CheckProblem[] = [];
  if (nodes.length > limits.nodes) {
    const accepted = `0 to ${limits.nodes} nodes`;
    problems.push({
      key: "nodes",
      others: ["limits.nodes"],
      problem: `${nodes.length} nodes are more than limits.nodes`,
      accepted,
    });
  }
  const names = [...nodes.map(({ name }) => name), ...(node.name === "" ? [] : [node.name])];
  for (const name of new Set(names.filter((candidate, index) => names.indexOf(candidate) !== index))) {
    problems.push({
      key: "nodes",
      others: [],
      problem: `node ${name} is given twice`,
      accepted: "each name once",
    });
  }
  return problems;
}

/** Without TLS only local addresses are accepted, unless `insecure_network` is set. */
function checkNetwork(config: Config): readonly CheckProblem[] {
  if (config.insecureNetwork) return [];
  const used: readonly (readonly [string, string])[] = [
    ...config.listen.map((address) => ["listen", address] as const),
    ...config.http.listen.map((address) => ["http.listen", address] as const),
    ["action_controller.address", config.actionController.address],
    ["monitoring_server.address", config.monitoringServer.address],
    ...config.nodes.map(({ address }) => ["nodes", address] as const),
    ...(config.etcd.caFile === ""
      ? config.etcd.endpoints.map((address) => ["etcd.endpoints", address] as const)
      : []),
    ...pullpiriAddresses(config),
  ];
  return used.filter(([, address]) => {
    const endpoint = parseEndpoint(address);
    return endpoint !== undefined && !isProtected(endpoint);
  }).map(([key, address]) => ({
    key,
    others: ["insecure_network"],
    problem: `${address} is reached over the network, where nothing is encrypted or authenticated`,
    accepted: "a loopback address, unix:/path or tls:host:port; any address with insecure_network: true",
  }));
}

function pullpiriAddresses({ pullpiri }: Config): readonly (readonly [string, string])[] {
  if (!pullpiri.enabled) return [];
  return [
    ["pullpiri.listen", pullpiri.listen],
    ["pullpiri.fault_listen", pullpiri.faultListen],
    ["pullpiri.store", pullpiri.store],
    ["pullpiri.action_controller", pullpiri.actionController],
    ["pullpiri.policy_manager", pullpiri.policyManager],
  ];
}

/** One address cannot speak two protocols. */
function checkListeners({ listen, http }: Config): readonly CheckProblem[] {
  return http.listen.filter((address) => !address.endsWith(":0") && listen.includes(address)).map((
    address,
  ) => ({
    key: "http.listen",
    others: ["listen"],
    problem: `${address} is an address of the gRPC API already`,
    accepted: "an address that listen does not have",
  }));
}

/** The files of TLS: all of them, or none and no address that needs them. */
function checkTls(
  { tls, listen, nodes, actionController, monitoringServer }: Config,
): readonly CheckProblem[] {
  const files = { "tls.ca_file": tls.caFile, "tls.cert_file": tls.certFile, "tls.key_file": tls.keyFile };
  const missing = Object.entries(files).filter(([, file]) => file === "").map(([key]) => key);
  const addresses = [
    ...listen,
    ...nodes.map(({ address }) => address),
    actionController.address,
    monitoringServer.address,
  ];
  const using = addresses.find((address) => address.startsWith("tls:"));
  if (missing.length === 0 || (missing.length === 3 && using === undefined)) return [];
  const [key = "tls.ca_file"] = missing;
  const why = using === undefined ? "the other files of TLS are set" : `${using} is an address with TLS`;
  return [{
    key,
    others: [],
    problem: `it is not set, but ${why}`,
    accepted: "a file; ca_file, cert_file and key_file or none of them",
  }];
}

/** Settings that depend on each other. */
function checkEtcd({ etcd, ha }: Config): readonly CheckProblem[] {
  const problems: CheckProblem[] = [];
  const needs = (isBroken: boolean, key: string, other: string, accepted: string): void => {
    if (isBroken) problems.push({ key, others: [other], problem: `it is set without ${other}`, accepted });
  };
  needs(
    ha.enabled && etcd.endpoints.length === 0,
    "ha.enabled",
    "etcd.endpoints",
    "false, or etcd endpoints",
  );
  needs(etcd.certFile !== "" && etcd.caFile === "", "etcd.cert_file", "etcd.ca_file", "both or none");
  needs(etcd.certFile !== "" && etcd.keyFile === "", "etcd.cert_file", "etcd.key_file", "both or none");
  needs(etcd.keyFile !== "" && etcd.certFile === "", "etcd.key_file", "etcd.cert_file", "both or none");
  needs(
    etcd.username !== "" && etcd.passwordFile === "",
    "etcd.username",
    "etcd.password_file",
    "both or none",
  );
  needs(
    etcd.passwordFile !== "" && etcd.username === "",
    "etcd.password_file",
    "etcd.username",
    "both or none",
  );
  return problems;
}

/** Pullpiri brings its own nodes and its own controller, and one State Manager. */
function checkPullpiri({ pullpiri, actionController, nodes, ha }: Config): readonly CheckProblem[] {
  if (!pullpiri.enabled) return [];
  const others = ["pullpiri.enabled"];
  const problem = "it is set together with pullpiri.enabled";
  const problems: CheckProblem[] = [];
  if (actionController.address !== "") {
    problems.push({
      key: "action_controller.address",
      others,
      problem,
      accepted: "empty: pullpiri.action_controller",
    });
  }
  if (nodes.length > 0) {
    problems.push({ key: "nodes", others, problem, accepted: "none: the store names the nodes" });
  }
  if (ha.enabled) {
    problems.push({ key: "ha.enabled", others, problem, accepted: "false: its peers know one address" });
  }
  return problems;
}

/** A peer at an address of our own would be this program itself. */
function checkPeersAreOthers(config: Config): readonly CheckProblem[] {
  const { listen, actionController, monitoringServer, nodes } = config;
  const peers: readonly (readonly [key: string, address: string, who: string])[] = [
    ["action_controller.address", actionController.address, "the ActionController"],
    ["monitoring_server.address", monitoringServer.address, "the MonitoringServer"],
    ...nodes.map(({ name, address }) => ["nodes", address, `the NodeAgent of ${name}`] as const),
  ];
  return peers.filter(([, address]) => address !== "" && listen.includes(address)).map((
    [key, address, who],
  ) => ({
    key,
    others: ["listen"],
    problem: `${address} is an address that the State Manager itself listens at (listen)`,
    accepted: `the address of ${who}`,
  }));
}

/** The settings that a part of the memory grows with. */
const RAISED_BY: readonly {
  readonly what: string;
  readonly key: string;
  readonly valueOf: (config: Config) => number;
}[] = [
  { what: "state of the services", key: "limits.services", valueOf: ({ limits }) => limits.services },
  { what: "tracker", key: "limits.tracker_changes", valueOf: ({ limits }) => limits.trackerChanges },
  { what: "work queue", key: "limits.queue", valueOf: ({ limits }) => limits.queue },
  { what: "subscribers", key: "limits.subscribers", valueOf: ({ limits }) => limits.subscribers },
  { what: "subscribers", key: "limits.subscriber_queue", valueOf: ({ limits }) => limits.subscriberQueue },
  { what: "alerts", key: "monitoring_server.queue", valueOf: (config) => config.monitoringServer.queue },
  { what: "connections", key: "limits.connections", valueOf: ({ limits }) => limits.connections },
  { what: "calls of clients", key: "memory.clients", valueOf: ({ memory }) => memory.clientsBytes },
  { what: "nodes", key: "limits.nodes", valueOf: ({ limits }) => limits.nodes },
  { what: "plans", key: "reconcile.parallel", valueOf: ({ reconcile }) => reconcile.parallel },
  {
    what: "history index",
    key: "journal.removed_services",
    valueOf: ({ journal }) => journal.removedServices,
  },
];

function defaultOf(key: string): unknown {
  return findSetting(key)?.setting.defaultValue;
}

function checkMemory(config: Config): readonly CheckProblem[] {
  const { limits, memory } = config;
  const least = leastClientBytes(limits.messageSizeBytes);
  if (memory.clientsBytes < least) {
    const sizes = `${formatSize(memory.clientsBytes)} has no room for a message of ${
      formatSize(limits.messageSizeBytes)
    }`;
    const accepted = `at least ${formatSize(least)}, or a lower limits.message_size`;
    return [{ key: "memory.clients", others: ["limits.message_size"], problem: sizes, accepted }];
  }
  const bound = memoryBound(config);
  if (bound.totalBytes <= bound.limitBytes) return [];
  const accepted = "lower limits or a higher memory.limit";
  // Reported at the setting above its default that takes most, and at the limit where there is none.
  const raised = RAISED_BY.filter(({ key, valueOf }) => valueOf(config) > Number(defaultOf(key)));
  const order = (what: string) => bound.items.findIndex((item) => item.what === what);
  const causes = raised.toSorted((a, b) => order(a.what) - order(b.what)).map(({ key }) => key);
  const [key = "memory.limit", ...others] = [...new Set([...causes, "memory.limit"])];
  return [{ key, others, problem: describeMemoryBound(bound), accepted }];
}
