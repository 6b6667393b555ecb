/**
 * Every setting there is: key, kind, range, default and meaning. The type `Config`, the checks, `config show` and
 * docs/configuration.md all follow from this table; nothing else knows a key.
 *
 * I1  The defaults alone make a configuration that passes every check (a test holds this).
 */
import { ISSUE_TYPES, RECOVERY_ACTIONS } from "../recovery/model.ts";
import { MAX_NAME_LENGTH, NAME_PATTERN } from "../state/resource_id.ts";
import { type CamelCase, group, mapOf, partialGroup } from "./config_groups.ts";
import { boolean, decimal, integer, type Kind, list, oneOf, text, type UnitSuffix } from "./config_kinds.ts";
import { duration, size } from "./config_units.ts";
import { ENDPOINT_FORM, parseEndpoint } from "./endpoint.ts";

/** One setting. The kind says what is accepted; `doc` is a sentence or two for the reference. */
export class Setting<T, S extends UnitSuffix> {
  constructor(readonly kind: Kind<T, S>, readonly defaultValue: T, readonly doc: string) {}
}

/** Settings and groups of settings by key. */
export interface SettingGroup {
  readonly [key: string]: Setting<unknown, UnitSuffix> | SettingGroup;
}

/** What a group of settings becomes in the program: camelCase, with the unit at the end of the name. */
export type ConfigOf<G> = {
  readonly [
    K in keyof G & string as G[K] extends Setting<unknown, infer S> ? `${CamelCase<K>}${S}` : CamelCase<K>
  ]: G[K] extends Setting<infer T, UnitSuffix> ? T : ConfigOf<G[K]>;
};

/** The whole configuration, checked. */
export type Config = ConfigOf<typeof SETTINGS>;

function setting<T, S extends UnitSuffix>(kind: Kind<T, S>, defaultValue: T, doc: string): Setting<T, S> {
  return new Setting(kind, defaultValue, doc);
}

const isName = (value: string) => value.length <= MAX_NAME_LENGTH && NAME_PATTERN.test(value);
const NAME_FORM = "1 to 63 characters of a-z, 0-9, '-', '.' and '_', a letter or digit at both ends";

const name = text({ type: "name", accepted: NAME_FORM, isAccepted: isName });
const optionalName = text({
  type: "name",
  accepted: `${NAME_FORM}, or empty`,
  isAccepted: (value) => value === "" || isName(value),
});
const address = text({
  type: "address",
  accepted: ENDPOINT_FORM,
  isAccepted: (value) => parseEndpoint(value) !== undefined,
});
const optionalAddress = text({
  type: "address",
  accepted: `${ENDPOINT_FORM}, or empty`,
  isAccepted: (value) => value === "" || parseEndpoint(value) !== undefined,
});
const directory = text({
  type: "path",
  accepted: "an absolute path",
  isAccepted: (value) => value.startsWith("/") && !value.includes("\0") && value.length <= 4_096,
});

const strategy = partialGroup({
  max_retry_count: integer({ min: 1, max: 100 }),
  backoff_delay: duration({ min: "0ms", max: "1h" }),
  escalation_threshold: integer({ min: 1, max: 100 }),
  actions: list(oneOf(RECOVERY_ACTIONS), { type: "list of actions", min: 1, max: 16 }),
});

export const SETTINGS = {
  listen: setting(
    list(address, { type: "list of addresses", min: 1, max: 16 }),
    ["127.0.0.1:47001"],
    "Where the gRPC API is served. Without TLS only loopback addresses and Unix sockets are accepted.",
  ),
  insecure_network: setting(
    boolean(),
    false,
    "Also accept addresses that leave this machine although nothing on them is encrypted or authenticated. For laboratories only.",
  ),
  state_dir: setting(
    directory,
    "/var/lib/statemanager",
    "Directory of the journal and the instance lock. One daemon per directory.",
  ),
  instance: setting(
    optionalName,
    "",
    "Name of this instance in events and metrics. Empty = the host's name.",
  ),
  nodes: setting(
    list(group({ name, address }), { type: "list of nodes", min: 0, max: 1_024 }),
    [],
    "The NodeAgents to follow: `name` as it appears in specs, `address` of its gRPC service.",
  ),
  action_controller: {
    address: setting(
      optionalAddress,
      "",
      "The ActionController. Empty = none: plans are made and their actions wait.",
    ),
    connect_timeout: setting(
      duration({ min: "100ms", max: "1m" }),
      2_000,
      "Longest attempt to connect before the next one.",
    ),
    deadline: setting(
      duration({ min: "100ms", max: "10m" }),
      5_000,
      "Longest wait for the answer to one call, whatever time the action itself may take.",
    ),
  },
  monitoring_server: {
    address: setting(optionalAddress, "", "The MonitoringServer. Empty = none: alerts are only logged."),
    queue: setting(
      integer({ min: 16, max: 65_536, unit: "alerts" }),
      1_024,
      "Alerts kept while the server is away; the oldest is dropped and counted when full.",
    ),
    metrics_interval: setting(
      duration({ min: "1s", max: "1h" }),
      10_000,
      "Time between two sets of metrics.",
    ),
    deadline: setting(
      duration({ min: "100ms", max: "1m" }),
      5_000,
      "Longest wait for the answer to one call.",
    ),
  },
  log: {
    level: setting(
      oneOf(["debug", "info", "warn", "error"]),
      "info",
      "Least severe message that is written.",
    ),
    format: setting(
      oneOf(["auto", "json", "text"]),
      "auto",
      "`json`: one object a line; `text`: short lines for people; `auto`: text on a terminal, else json.",
    ),
  },
  shutdown: {
    grace: setting(
      duration({ min: "0ms", max: "5m" }),
      5_000,
      "Time that running work gets to end after SIGTERM before it is cut off.",
    ),
  },
  limits: {
    services: setting(integer({ min: 1, max: 100_000 }), 10_000, "Services known at once; more are refused."),
    nodes: setting(integer({ min: 1, max: 1_024 }), 64, "NodeAgents followed at once."),
    events_per_service: setting(
      integer({ min: 8, max: 65_536, unit: "events" }),
      256,
      "History kept per service, on disk; the oldest event is overwritten.",
    ),
    subscribers: setting(
      integer({ min: 1, max: 4_096 }),
      64,
      "Subscriptions to state changes at once; more are refused.",
    ),
    subscriber_queue: setting(
      integer({ min: 16, max: 65_536, unit: "events" }),
      1_024,
      "Events that wait for a slow subscriber; when full it is sent a gap and starts again from the store.",
    ),
    queue: setting(
      integer({ min: 64, max: 100_000, unit: "services" }),
      10_000,
      "Services waiting for a look; one entry per service, so a flood of reports needs no more.",
    ),
    message_size: setting(
      size({ min: "64KiB", max: "64MiB" }),
      4_194_304,
      "Largest gRPC message that is received or sent.",
    ),
    tracker_changes: setting(
      integer({ min: 8, max: 1_024, unit: "changes" }),
      64,
      "State changes per service that stability and stuck transitions are judged by.",
    ),
    connections: setting(
      integer({ min: 1, max: 10_000 }),
      256,
      "Connections of clients at once; more are closed.",
    ),
    streams_per_connection: setting(
      integer({ min: 1, max: 1_000 }),
      128,
      "Calls at once on one connection; more wait at the client.",
    ),
  },
  reconcile: {
    parallel: setting(integer({ min: 1, max: 1_024, unit: "plans" }), 32, "Plans carried out at once."),
    parallel_per_node: setting(
      integer({ min: 1, max: 1_024, unit: "plans" }),
      16,
      "Plans carried out at once on one node.",
    ),
    verify_timeout: setting(
      duration({ min: "100ms", max: "10m" }),
      15_000,
      "Time in which the difference must be gone after the last action of a plan; else the plan failed.",
    ),
    aging: setting(
      duration({ min: "10ms", max: "1m" }),
      1_000,
      "Waiting this long moves a service one priority level up, so that none is starved.",
    ),
    resync: setting(
      duration({ min: "1s", max: "1h" }),
      60_000,
      "Full look at every node, besides what nodes report by themselves; jittered.",
    ),
    action_deadline: setting(duration({ min: "100ms", max: "10m" }), 5_000, "Time that one action may take."),
    action_attempts: setting(
      integer({ min: 1, max: 20, unit: "attempts" }),
      3,
      "Attempts at one action under the same id before its plan fails.",
    ),
    retry_delay: setting(
      duration({ min: "1ms", max: "1m" }),
      200,
      "Base of the backoff between two attempts at one action; full jitter.",
    ),
  },
  timeouts: {
    pending: setting(
      duration({ min: "1s", max: "24h" }),
      300_000,
      "Longest stay in Pending before it counts as stuck.",
    ),
    initializing: setting(
      duration({ min: "100ms", max: "24h" }),
      30_000,
      "Longest stay in Initializing before it counts as stuck.",
    ),
    terminating: setting(
      duration({ min: "100ms", max: "24h" }),
      30_000,
      "Longest stay in Terminating before it counts as stuck.",
    ),
  },
  node: {
    heartbeat: setting(
      duration({ min: "50ms", max: "1m" }),
      1_000,
      "How often a NodeAgent is asked to say that it is alive.",
    ),
    unreachable_after: setting(
      duration({ min: "100ms", max: "10m" }),
      3_000,
      "Silence after which the services of a node are Reachable=Unknown.",
    ),
    lost_after: setting(
      duration({ min: "200ms", max: "1h" }),
      15_000,
      "Silence after which a node counts as lost and its services are placed elsewhere.",
    ),
  },
  recovery: {
    backoff_base: setting(
      duration({ min: "1ms", max: "1m" }),
      500,
      "Base of the exponential backoff between recovery attempts; full jitter, the first attempt is immediate.",
    ),
    backoff_cap: setting(duration({ min: "10ms", max: "24h" }), 300_000, "Longest backoff."),
    healthy_after: setting(
      duration({ min: "1s", max: "24h" }),
      600_000,
      "Health for this long closes the record of failures, so that the next one starts gently again.",
    ),
    known_good_after: setting(
      duration({ min: "100ms", max: "24h" }),
      10_000,
      "Health for this long makes version and configuration the ones to go back to.",
    ),
    strategies: setting(
      mapOf(ISSUE_TYPES, strategy),
      {},
      "Replaces parts of the default strategy of an issue type: `max_retry_count`, `backoff_delay`, " +
        "`escalation_threshold`, `actions`. A spec can replace them again for one service.",
    ),
    start_burst: setting(
      integer({ min: 1, max: 10_000, unit: "starts" }),
      20,
      "Starts that may happen at once after power-on, the most critical first.",
    ),
    start_rate: setting(
      decimal({ min: 0.1, max: 10_000, unit: "starts/s" }),
      10,
      "Starts per second beyond that.",
    ),
  },
  reaction_budget: {
    critical: setting(
      duration({ min: "1ms", max: "1m" }),
      100,
      "From a report to the action on the wire for criticality A to D; an overrun is an alert.",
    ),
    qm: setting(duration({ min: "1ms", max: "10m" }), 1_000, "The same for criticality QM."),
  },
  memory: {
    limit: setting(
      size({ min: "64MiB", max: "64GiB" }),
      268_435_456,
      "Upper bound for what all buffers may need together; a configuration above it is refused.",
    ),
  },
  journal: {
    checkpoint_interval: setting(
      duration({ min: "1s", max: "1h" }),
      30_000,
      "How often the write-ahead log is copied into the database file, off the path of decisions.",
    ),
    checkpoint_size: setting(
      size({ min: "256KiB", max: "256MiB" }),
      4_194_304,
      "Size of the write-ahead log that starts a checkpoint before the interval is over.",
    ),
    log_limit: setting(
      size({ min: "1MiB", max: "4GiB" }),
      67_108_864,
      "Size of the write-ahead log at which a checkpoint finishes even if decisions have to wait for the disk.",
    ),
    removed_services: setting(
      integer({ min: 0, max: 100_000, unit: "services" }),
      1_000,
      "Services that ended whose history is kept; the ones that ended first are forgotten first.",
    ),
  },
} satisfies SettingGroup;

/** Every setting with its dotted key, in the order of the table. */
export function listSettings(
  table: SettingGroup = SETTINGS,
  prefix = "",
): readonly (readonly [key: string, setting: Setting<unknown, UnitSuffix>])[] {
  return Object.entries(table).flatMap(([key, entry]) => {
    const path = `${prefix}${key}`;
    return entry instanceof Setting ? [[path, entry] as const] : listSettings(entry, `${path}.`);
  });
}

/** Name of the environment variable of a setting: `reconcile.parallel` -> `STATEMANAGER_RECONCILE_PARALLEL`. */
export function variableName(key: string): string {
  return `STATEMANAGER_${key.toUpperCase().replaceAll(".", "_")}`;
}
