/**
 * Every buffer of the program, in one table: docs/limits.md is made from it, and the tests hold the running program to it.
 *
 * A buffer is what fills because of what others do: peers, clients, or the order in which things happen.
 */
import type { BufferLevel } from "../src/kit/buffer_level.ts";

export interface BufferRow extends Pick<BufferLevel, "unit" | "overflow"> {
  /** What it holds. */
  readonly what: string;
  /** The setting that the capacity comes from, or how it comes about. */
  readonly capacity: string;
  /** The capacity with the default settings; words where it depends on what is open at the moment. */
  readonly default: number | string;
  /** What becomes of what does not fit, here; not set = what the rule says. */
  readonly note?: string;
}

export const BUFFERS = {
  services: {
    what: "services that are known",
    unit: "entries",
    capacity: "`limits.services`",
    default: 10_000,
    overflow: "refuse",
    note: "The spec is refused with RESOURCE_EXHAUSTED.",
  },
  unsaved_services: {
    what: "services whose newest record is not in the journal yet",
    unit: "entries",
    capacity: "`limits.services`",
    default: 10_000,
    overflow: "newest-wins",
    note: "Services that ended count as services until the journal has recorded it.",
  },
  unsaved_events: {
    what: "events that are not in the journal yet",
    unit: "entries",
    capacity: "fixed",
    default: 256,
    overflow: "drop-oldest",
    note: "It only overflows while the journal cannot be written.",
  },
  kept_alerts: {
    what: "the newest alerts, with what became of them",
    unit: "entries",
    capacity: "fixed",
    default: 256,
    overflow: "drop-oldest",
    note: "One that ended gives way before one that is open.",
  },
  work_queue: {
    what: "services that wait for a reconcile or are in one",
    unit: "entries",
    capacity: "`limits.queue`",
    default: 10_000,
    overflow: "defer",
  },
  deferred_work: {
    what: "services that wait outside the full work queue",
    unit: "entries",
    capacity: "`limits.services`",
    default: 10_000,
    overflow: "newest-wins",
  },
  reconciles: {
    what: "reconciles in progress",
    unit: "entries",
    capacity: "`reconcile.parallel`",
    default: 32,
    overflow: "hold-back",
  },
  unknown_workloads: {
    what: "observations of workloads that belong to no known service",
    unit: "entries",
    capacity: "fixed",
    default: 1_024,
    overflow: "drop-oldest",
  },
  tracker: {
    what: "changes of phases, over all services",
    unit: "entries",
    capacity: "`limits.tracker_changes` for each of `limits.services`",
    default: 640_000,
    overflow: "drop-oldest",
    note: "A ring for each service, allocated once.",
  },
  desired_outbox: {
    what: "desired state that waits to be sent to nodes",
    unit: "entries",
    capacity: "`limits.services` for each node, and once more",
    default: "20,000 with one node",
    overflow: "refuse",
    note:
      "One entry a service and node. Only services that are not known are refused; the next report of the node asks again.",
  },
  nodes: {
    what: "nodes that are followed",
    unit: "entries",
    capacity: "`limits.nodes`",
    default: 64,
    overflow: "refuse",
    note: "The registration is refused with an alert.",
  },
  subscribers: {
    what: "subscriptions to state changes",
    unit: "entries",
    capacity: "`limits.subscribers`",
    default: 64,
    overflow: "refuse",
    note: "A sixteenth of them is kept for each role.",
  },
  subscriber_queues: {
    what: "changes that wait for slow subscribers, over all of them",
    unit: "entries",
    capacity: "`limits.subscriber_queue` for each of `limits.subscribers`",
    default: 65_536,
    overflow: "read-again",
    note: "The subscriber is sent a gap and a snapshot.",
  },
  health_watchers: {
    what: "watchers of the health service",
    unit: "entries",
    capacity: "`limits.subscribers`",
    default: 64,
    overflow: "refuse",
    note: "A sixteenth of them is kept for each role.",
  },
  alerts: {
    what: "alerts that wait for the MonitoringServer",
    unit: "entries",
    capacity: "`monitoring_server.queue`",
    default: 1_024,
    overflow: "drop-oldest",
  },
  metrics: {
    what: "sets of metrics that wait for the MonitoringServer",
    unit: "entries",
    capacity: "fixed",
    default: 4,
    overflow: "drop-oldest",
  },
  peer_calls: {
    what: "calls to NodeAgents, ActionController and MonitoringServer that wait for their answer",
    unit: "entries",
    capacity: "fixed",
    default: 8_192,
    overflow: "refuse",
    note: "The call fails at once, as if its peer could not be reached.",
  },
  peer_messages: {
    what: "messages of NodeAgents that arrived and were not processed yet",
    unit: "entries",
    capacity: "fixed",
    default: "16 a stream",
    overflow: "hold-back",
  },
  unconfirmed_steps: {
    what: "changes of one of several instances that are told to others once etcd has them",
    unit: "entries",
    capacity: "fixed",
    default: 4_096,
    overflow: "read-again",
    note: "They are told as one; subscribers get a gap and a snapshot.",
  },
  etcd_backlog: {
    what: "events and services that wait to be replicated to etcd",
    unit: "entries",
    capacity: "4,096 events and twice `limits.services`",
    default: 24_096,
    overflow: "read-again",
    note: "Of each service the newest state is written, and its newest events are read from the journal.",
  },
  desired_changes: {
    what: "changes of specs and statuses in etcd that wait to be applied",
    unit: "entries",
    capacity: "twice `limits.services`, at least 1,024",
    default: 20_000,
    overflow: "read-again",
    note: "A new term begins, and everything is compared with etcd.",
  },
  ended_rings: {
    what: "services that ended and whose events are still in etcd",
    unit: "entries",
    capacity: "`etcd.ended_services` and 1,000",
    default: 1_100,
    overflow: "read-again",
    note:
      "Beyond `etcd.ended_services` the rings are deleted, the oldest first; the others are found by another scan.",
  },
  ended_ring_positions: {
    what: "services that ended and whose place in their ring is remembered",
    unit: "entries",
    capacity: "fixed",
    default: 1_024,
    overflow: "read-again",
    note: "The place is read from the ring when the service is created again.",
  },
  replication_barrier: {
    what: "actions and changes that wait until etcd holds them",
    unit: "entries",
    capacity: "fixed",
    default: 4_096,
    overflow: "refuse",
    note:
      "The action waits as for a controller that is away; the client is told that the change is not replicated yet.",
  },
  journal_events: {
    what: "events in the journal, over all services that it holds",
    unit: "entries",
    capacity: "`limits.events_per_service` for each service in it",
    default: "256 a service",
    overflow: "drop-oldest",
  },
  journal_ended_services: {
    what: "services that ended and whose history the journal keeps",
    unit: "entries",
    capacity: "`journal.removed_services`",
    default: 1_000,
    overflow: "drop-oldest",
  },
  journal_log: {
    what: "the write-ahead log of the journal",
    unit: "bytes",
    capacity: "`journal.log_limit`",
    default: 67_108_864,
    overflow: "hold-back",
    note: "Commits wait for a checkpoint, which is counted.",
  },
  log_lines: {
    what: "log lines that wait for a slow reader",
    unit: "bytes",
    capacity: "fixed",
    default: 1_048_576,
    overflow: "drop-newest",
    note: "How many were dropped is logged once there is room.",
  },
  pullpiri_nodes: {
    what: "nodes of Pullpiri, and lists of nodes that are not known yet",
    unit: "entries",
    capacity: "`limits.nodes`",
    default: 64,
    overflow: "refuse",
    note: "Only with `pullpiri.enabled`, as the next two.",
  },
  pullpiri_scenarios: {
    what: "scenarios of Pullpiri",
    unit: "entries",
    capacity: "fixed",
    default: 4_096,
    overflow: "refuse",
    note: "The peer is answered RESOURCE_UNAVAILABLE.",
  },
  pullpiri_keys: {
    what: "states that are written into Pullpiri's store",
    unit: "entries",
    capacity: "three times (`limits.services` and 4,096)",
    default: 42_288,
    overflow: "refuse",
    note: "The state is not written.",
  },
  recording_lines: {
    what: "lines of the recording that wait for the disk, of two segments",
    unit: "bytes",
    capacity: "fixed",
    default: 8_388_608,
    overflow: "end",
    note: "The segment ends there; the next one begins when the manager is at rest.",
  },
  service_notifications: {
    what: "messages that the service manager has not read",
    unit: "entries",
    capacity: "fixed",
    default: 16,
    overflow: "drop-newest",
  },
  client_bytes: {
    what:
      "bytes that clients make the daemon hold: calls, header lists, requests, decoded messages, answers, output",
    unit: "bytes",
    capacity: "`memory.clients`; 3/4 of it for one role, 5/8 for one connection",
    default: 41_943_040,
    overflow: "refuse",
    note: "The call is refused with RESOURCE_EXHAUSTED. Large messages leave an eighth of each share free.",
  },
  http_connections: {
    what: "connections to the page and the metrics",
    unit: "entries",
    capacity: "`http.connections`",
    default: 32,
    overflow: "refuse",
    note: "The connection is closed. Only where `http.listen` is set.",
  },
  viewers: {
    what: "open pages that are kept up to date",
    unit: "entries",
    capacity: "`http.viewers`",
    default: 8,
    overflow: "refuse",
    note: "The page says so and tries again. Only where `http.listen` is set.",
  },
  viewer_queues: {
    what: "changes that wait for slow pages, over all of them",
    unit: "entries",
    capacity: "1,024 for each of `http.viewers`",
    default: 8_192,
    overflow: "read-again",
    note: "The page is sent everything anew.",
  },
  http2_connections: {
    what: "connections of clients",
    unit: "entries",
    capacity: "`limits.connections`",
    default: 256,
    overflow: "refuse",
    note:
      "One without a call gives its place to a new one; where all have calls the new one is closed. A listener has 3/4 of them at most; a role with fewer than a sixteenth of all gets the place of another role.",
  },
  tls_handshakes: {
    what: "connections over TLS that have not proved yet who they are",
    unit: "entries",
    capacity: "fixed",
    default: 64,
    overflow: "drop-oldest",
    note: "The one that has waited for longest is closed.",
  },
  http2_streams: {
    what: "calls in progress on the connections of clients",
    unit: "entries",
    capacity: "`limits.streams_per_connection` for each open connection",
    default: "128 a connection",
    overflow: "refuse",
  },
  http2_unread: {
    what: "bytes that arrived on any connection and were not processed yet",
    unit: "bytes",
    capacity: "fixed for each open connection",
    default: "4 MiB a connection",
    overflow: "hold-back",
  },
  http2_output: {
    what: "bytes that wait for the socket of any connection",
    unit: "bytes",
    capacity: "fixed for each open connection",
    default: "4 MiB a connection",
    overflow: "end",
    note: "The connection of a peer that does not read is closed.",
  },
} as const satisfies Readonly<Record<string, BufferRow>>;

export type BufferName = keyof typeof BUFFERS;

export const BUFFER_NAMES = Object.keys(BUFFERS) as readonly BufferName[];
