/**
 * Every metric that is exported, by its Prometheus name: what docs/metrics.md, the alert rules and the dashboard are held to.
 *
 * I1  Labels have values from fixed lists or from the configuration (nodes, buffers), never names of services: the number of series
 *     is bounded.
 */

export interface Family {
  readonly type: "counter" | "gauge" | "histogram";
  readonly help: string;
  /** Names of its labels, `le` of histograms left out. */
  readonly labels?: readonly string[];
}

const OPERATION_FAMILIES = {
  statemanager_build_info: {
    type: "gauge",
    help: "Always 1; the labels name the program.",
    labels: ["version", "commit"],
  },
  statemanager_ready: { type: "gauge", help: "1 while queries and changes are answered." },
  statemanager_leader: { type: "gauge", help: "1 while this instance acts, 0 while it stands by." },
  statemanager_stale: {
    type: "gauge",
    help: "1 while this instance stands by without contact to the leader.",
  },
  statemanager_uptime_seconds: { type: "gauge", help: "Time since the start." },
  statemanager_term: { type: "gauge", help: "Leader term of this instance." },
  statemanager_revision: { type: "gauge", help: "Newest revision of the recorded history." },
  statemanager_services: {
    type: "gauge",
    help: "Services by state and criticality.",
    labels: ["state", "criticality"],
  },
  statemanager_services_isolated: { type: "gauge", help: "Services that are stopped and left alone." },
  statemanager_services_suppressed: {
    type: "gauge",
    help: "Services that are suppressed because they flap.",
  },
  statemanager_services_unavailable: {
    type: "gauge",
    help: "Services that should run and do not answer with all their replicas.",
    labels: ["criticality"],
  },
  statemanager_fenced_peers: {
    type: "gauge",
    help: "Peers that refuse the term of this instance, because they have seen a higher one.",
  },
  statemanager_controller_reachable: { type: "gauge", help: "1 while the ActionController answers." },
  statemanager_node_up: { type: "gauge", help: "1 while the NodeAgent is connected.", labels: ["node"] },
  statemanager_node_silent_seconds: {
    type: "gauge",
    help: "Time since the last message of the NodeAgent.",
    labels: ["node"],
  },
  statemanager_node_services: { type: "gauge", help: "Services assigned to the node.", labels: ["node"] },
  process_resident_memory_bytes: { type: "gauge", help: "Resident memory of the process." },
  process_cpu_seconds_total: { type: "counter", help: "User and system CPU time of the process." },
  process_start_time_seconds: { type: "gauge", help: "Start of the process, since 1970." },
  statemanager_heap_used_bytes: { type: "gauge", help: "Heap in use by V8." },
  statemanager_heap_size_bytes: { type: "gauge", help: "Heap that V8 has reserved." },
  statemanager_external_memory_bytes: { type: "gauge", help: "Memory of buffers outside of V8's heap." },
} as const satisfies Readonly<Record<string, Family>>;

const RECONCILIATION_FAMILIES = {
  statemanager_reaction_seconds: {
    type: "histogram",
    help: "Time from a diff to its action on the wire.",
    labels: ["criticality"],
  },
  statemanager_reaction_overruns_total: {
    type: "counter",
    help: "Reactions that took longer than their budget.",
  },
  statemanager_recovery_seconds: {
    type: "histogram",
    help: "Time from the first failure until the service is healthy again.",
    labels: ["criticality"],
  },
  statemanager_recovery_overruns_total: {
    type: "counter",
    help: "Recoveries that took longer than their budget.",
  },
  statemanager_events_total: { type: "counter", help: "Recorded events by type.", labels: ["type"] },
  statemanager_plans_ended_total: {
    type: "counter",
    help: "Plans by how they ended.",
    labels: ["result"],
  },
  statemanager_diffs_total: { type: "counter", help: "Observations that were taken into account." },
  statemanager_older_diffs_total: {
    type: "counter",
    help: "Observations that were older than one known already.",
  },
  statemanager_unknown_workload_diffs_total: {
    type: "counter",
    help: "Observations of workloads that belong to no known service.",
  },
  statemanager_diffs_reconciled_total: {
    type: "counter",
    help: "Observations by where their reconcile left the service.",
    labels: ["result"],
  },
  statemanager_queue_length: { type: "gauge", help: "Services that wait for a reconcile now." },
  statemanager_queue_delayed: { type: "gauge", help: "Services that wait for a later reconcile." },
  statemanager_queue_merged_total: {
    type: "counter",
    help: "Requests for a reconcile that found the service in the queue.",
  },
  statemanager_reconciles_active: { type: "gauge", help: "Reconciles in progress." },
  statemanager_reconcile_errors_total: {
    type: "counter",
    help: "Reconciles that a fault of this program broke off.",
  },
  statemanager_services_in_error: { type: "gauge", help: "Services whose last reconcile was broken off." },
  statemanager_desired_state_failures_total: {
    type: "counter",
    help: "Desired states that could not be sent to their node.",
  },
  statemanager_desired_state_refused: {
    type: "gauge",
    help: "Services whose desired state their node does not take.",
  },
  statemanager_start_tokens: { type: "gauge", help: "Starts that may be made at once." },
  statemanager_starts_admitted_total: { type: "counter", help: "Starts that were made." },
  statemanager_starts_delayed_total: { type: "counter", help: "Starts that had to wait for their turn." },
} as const satisfies Readonly<Record<string, Family>>;

const STORAGE_FAMILIES = {
  statemanager_journal_failing: { type: "gauge", help: "1 while the journal cannot be written." },
  statemanager_journal_failed_commits_total: {
    type: "counter",
    help: "Commits that the journal did not take at once.",
  },
  statemanager_journal_commits_total: { type: "counter", help: "Commits to the journal." },
  statemanager_journal_events_total: { type: "counter", help: "Events written to the journal." },
  statemanager_journal_checkpoints_total: { type: "counter", help: "Checkpoints of the journal." },
  statemanager_journal_forced_checkpoints_total: {
    type: "counter",
    help: "Checkpoints that a commit had to wait for.",
  },
  statemanager_journal_damaged_total: { type: "counter", help: "Rows of the journal that cannot be used." },
  statemanager_journal_unflushed_commits: {
    type: "gauge",
    help: "Commits that a power cut would take away.",
  },
  statemanager_journal_written_bytes_per_day: {
    type: "gauge",
    help: "Bytes that are written to the disk in a day at the present rate.",
  },
  statemanager_journal_window_seconds: {
    type: "gauge",
    help: "Time that an observed status may wait to be committed.",
  },
  statemanager_etcd_available: { type: "gauge", help: "1 while etcd takes what is written." },
  statemanager_etcd_leading: { type: "gauge", help: "1 while this instance holds the leader key." },
  statemanager_etcd_transactions_total: { type: "counter", help: "Transactions in etcd." },
  statemanager_etcd_changes_total: { type: "counter", help: "Changes of services written to etcd." },
  statemanager_etcd_failures_total: { type: "counter", help: "Transactions that failed." },
  statemanager_etcd_conflicts_total: {
    type: "counter",
    help: "Transactions that found another state in etcd than expected.",
  },
  statemanager_etcd_known_services: { type: "gauge", help: "Services whose content in etcd is known." },
  statemanager_etcd_unshareable_services: {
    type: "gauge",
    help: "Services that are too large for etcd.",
  },
  statemanager_etcd_watched_keys: { type: "gauge", help: "Keys that the watches know." },
} as const satisfies Readonly<Record<string, Family>>;

const PEER_FAMILIES = {
  statemanager_node_diffs_total: { type: "counter", help: "Observations that NodeAgents sent." },
  statemanager_node_dropped_messages_total: {
    type: "counter",
    help: "Messages of NodeAgents that cannot be used.",
  },
  statemanager_node_streams_total: { type: "counter", help: "Streams opened to NodeAgents." },
  statemanager_node_silences_total: {
    type: "counter",
    help: "Streams given up because their NodeAgent was silent.",
  },
  statemanager_alerts_total: { type: "counter", help: "Alerts that were raised." },
  statemanager_alerts_sent_total: { type: "counter", help: "Alerts that the MonitoringServer took." },
  statemanager_alerts_dropped_total: {
    type: "counter",
    help: "Alerts that were lost because too many waited.",
  },
  statemanager_metrics_sent_total: {
    type: "counter",
    help: "Sets of metrics that the MonitoringServer took.",
  },
  statemanager_metrics_dropped_total: { type: "counter", help: "Sets of metrics that were dropped." },
  statemanager_http2_unsent_bytes: {
    type: "gauge",
    help: "Bytes of gRPC that wait for the sockets of all connections.",
  },
  statemanager_buffer_entries: { type: "gauge", help: "What a buffer holds.", labels: ["buffer"] },
  statemanager_buffer_bytes: {
    type: "gauge",
    help: "What a buffer holds that is counted in bytes.",
    labels: ["buffer"],
  },
  statemanager_buffer_capacity: { type: "gauge", help: "What a buffer may hold.", labels: ["buffer"] },
  statemanager_buffer_capacity_bytes: {
    type: "gauge",
    help: "What a buffer may hold that is counted in bytes.",
    labels: ["buffer"],
  },
  statemanager_buffer_overflows_total: {
    type: "counter",
    help: "How often the rule of a full buffer was applied.",
    labels: ["buffer"],
  },
} as const satisfies Readonly<Record<string, Family>>;

export const FAMILIES: Readonly<Record<string, Family>> = {
  ...OPERATION_FAMILIES,
  ...RECONCILIATION_FAMILIES,
  ...STORAGE_FAMILIES,
  ...PEER_FAMILIES,
};

/** The family that a name belongs to: `x_bucket`, `x_sum` and `x_count` are parts of the histogram `x`. */
export function familyOf(name: string): string {
  const base = /^(.+)_(?:bucket|sum|count)$/.exec(name)?.[1];
  return base !== undefined && FAMILIES[base]?.type === "histogram" ? base : name;
}
