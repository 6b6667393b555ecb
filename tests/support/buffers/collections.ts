/**
 * Every collection of `src/` that outlives a call, and what bounds it (`tests/unit/lint/buffers_test.ts` holds the source to it).
 *
 * A new collection belongs here: either it is part of a buffer of docs/limits.md, which then has a capacity, an overflow rule and a
 * gauge; or what bounds it is said in a sentence.
 */
import type { BufferName } from "../../../scripts/buffers.ts";

export type Bound =
  /** Its entries are those of the buffer, or stand beside them one by one. */
  | { readonly buffer: BufferName | readonly BufferName[] }
  /** It cannot grow beyond what something else bounds. */
  | { readonly by: string }
  /** Peers can fill it with bytes that no capacity counts yet. */
  | { readonly budget: string };

const FIXED: Bound = { by: "filled when it is made, and never after that" };
const PER_SERVICE: Bound = { by: "one entry a service: `limits.services`" };
const PER_NODE: Bound = { by: "one entry a node: `limits.nodes`" };
const PER_INSTANCE: Bound = {
  by: "one entry an instance that the node was asked to start: `limits.services`",
};
const OF_ETCD: Bound = { by: "one entry a key or service in etcd under the prefix: etcd's own quota" };
const OF_PULLPIRI: Bound = { by: "one entry a key or name in Pullpiri's store: what one message can hold" };
const OF_A_LIST: Bound = { by: "the containers of one node, at most 1,024" };
const ONE_TRANSACTION: Bound = { by: "what one transaction of etcd changes, at most 128 keys" };
const OF_NODE: Bound = {
  by: "services and replicas of one node: at most `CAPACITY_SERVICES` services (src/node/node.ts)",
};
const ONE_STEP: Bound = { by: "lives for one step" };
const CONNECTION: Bound = { by: "a limit of the connection (src/http2/limits.ts) ends it before that grows" };

/** Folders and files whose collections are no matter of the running daemon. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  "src/grpc/gen/": "generated, no state",
  "src/pullpiri/gen/": "generated, no state",
  "src/cli/": "commands of a person: their process ends",
  "src/client/": "the client of those commands",
  "src/web/page/": "the page: it runs in a browser",
  "src/kit/": "what buffers are made of: their owners are listed",
  "src/recorder/reading.ts": "for `journal replay`, a command",
  "src/recorder/replay.ts": "for `journal replay`, a command",
  "src/recorder/replay_ports.ts": "for `journal replay`, a command",
  "src/peer_check/": "for `check-peer`, a command",
  "src/journal/transfer_order.ts": "for `journal export` and `import`, commands",
  "src/journal/verify.ts": "for `journal verify`, a command",
  "src/platform/config/": "the configuration: read at the start and by SIGHUP, a file of at most 1 MiB",
};

export const COLLECTIONS: Readonly<Record<string, Readonly<Record<string, Bound>>>> = {
  "src/daemon/registered_nodes.ts": {
    "RegisteredNodes.agents": { buffer: "nodes" },
    "RegisteredNodes.known": { buffer: "nodes" },
  },
  "src/daemon/node_controllers.ts": {
    "NodeControllers.addresses": { buffer: "nodes" },
    "NodeControllers.connected": { buffer: "nodes" },
  },
  "src/node/container/log_frames.ts": { "LogFrames.head": { by: "the head of one frame: 8 bytes" } },
  "src/node/logs/line_splitter.ts": {
    "LineSplitter.rest": { by: "less than one line, at most 256 KiB, for each of 16 readers of logs" },
  },
  "src/node/process/log_reader.ts": {
    "{bytes}": { by: "at most `TAIL_BYTES` of a file, while one of 16 readers of logs begins" },
  },
  "src/grpc/server/change_batches.ts": {
    "ChangeBatches.changes": { by: "an entry lives as long as its event, which somebody else holds" },
    "ChangeBatches.batches": { by: "`KEPT_BATCHES`, each about 256 KiB" },
  },
  "src/daemon/status_problems.ts": {
    "StatusProblems.texts": { by: "the names stand in the source" },
  },
  "src/etcd/lead/initial_sync.ts": { "{replicas}": OF_ETCD },
  "src/etcd/lead/replication_barrier.ts": {
    "ReplicationBarrier.waiters": { buffer: "replication_barrier" },
  },
  "src/etcd/share/backlog.ts": {
    "Backlog.groups": { buffer: "etcd_backlog" },
    "Backlog.events": { buffer: "etcd_backlog" },
    "Backlog.behind": { buffer: "etcd_backlog" },
    "Backlog.stale": { buffer: "etcd_backlog" },
    "Backlog.again": { buffer: "etcd_backlog" },
  },
  "src/etcd/share/desired_state.ts": {
    "DesiredState.waiting": { buffer: "desired_changes" },
    "DesiredState.listed": OF_ETCD,
  },
  "src/etcd/share/ended_rings.ts": { "EndedRings.ended": { buffer: "ended_rings" } },
  "src/etcd/share/etcd_health.ts": { "EtcdHealth.kinds": { by: "kinds of failure" } },
  "src/etcd/share/follower.ts": {
    "Follower.steps": ONE_TRANSACTION,
    "Follower.changed": ONE_TRANSACTION,
    "Follower.events": ONE_TRANSACTION,
    "Follower.listed": OF_ETCD,
    "Follower.untaken": OF_ETCD,
    "Follower.held": { by: "MAX_HELD; beyond it everything is listed anew" },
    "{records}": { by: "one entry a service: `limits.services`" },
    "{removed}": { by: "one entry a service: `limits.services`" },
  },
  "src/etcd/share/freshness.ts": { "Freshness.waiting": { by: "eight reads" } },
  "src/etcd/share/known_replicas.ts": {
    "KnownReplicas.byId": OF_ETCD,
    "KnownReplicas.located": { by: "services in `byId`" },
    "KnownReplicas.ended": { buffer: "ended_ring_positions" },
  },
  "src/etcd/share/node_registry.ts": {
    "NodeRegistry.addresses": { buffer: "nodes" },
    "NodeRegistry.listed": { buffer: "nodes" },
  },
  "src/etcd/share/instance_registry.ts": {
    "InstanceRegistry.known": { by: "`CAPACITY_INSTANCES`, those that were seen last" },
  },
  "src/etcd/share/replicator.ts": { "Replicator.unreplicated": OF_ETCD, "Replicator.unshareable": OF_ETCD },
  "src/etcd/share/shared_state.ts": {
    "SharedState.waitingChanges": { buffer: "desired_changes" },
    "SharedState.watches": { by: "two watches" },
  },
  "src/etcd/watch/history.ts": {
    "WatchHistory.known": OF_ETCD,
    "WatchHistory{unseen}": OF_ETCD,
  },
  "src/etcd/watcher.ts": { "EtcdWatcher.watches": { by: "two watches" } },
  "src/grpc/client/monitoring_server.ts": {
    "Outgoing.queue": { buffer: ["alerts", "metrics"] },
    "MonitoringServerClient.waiters": { by: "callers inside of the program" },
  },
  "src/grpc/client/node_agent.ts": {
    "NodeAgentClient.subscriptions": { by: "callers inside of the program" },
  },
  "src/grpc/client/traffic.ts": {
    "PeerTraffic.calls": { buffer: "peer_calls" },
    "PeerTraffic.streams": { buffer: "peer_messages" },
  },
  "src/grpc/definitions.ts": { REQUEST_DECODERS: FIXED },
  "src/grpc/known_texts.ts": { "KnownTexts.places": { by: "a fixed number of places" } },
  "src/grpc/server/door/audit_log.ts": {
    "AuditLog.refusals": { by: "one entry for each role, audited method and status" },
  },
  "src/grpc/server/door/conn_stream.ts": { "ConnStream.waiting": { buffer: "http2_output" } },
  "src/grpc/server/door/handshakes.ts": { "Handshakes.waiting": { buffer: "tls_handshakes" } },
  "src/grpc/server/door/places.ts": { "Places.taken": { buffer: "http2_connections" } },
  "src/grpc/server/door/door.ts": {
    "Door.roles": { by: "one entry for each role" },
    "Door.listeners": FIXED,
    "Door.accepting": FIXED,
  },
  "src/grpc/server/door/call_gate.ts": {
    "CallGate.refusedAnswers": { by: "one entry for each method that is served" },
  },
  "src/grpc/server/door/door_call.ts": {
    "DoorCalls.calls": { buffer: "client_bytes" },
    "DoorCall.refusedAnswers": { by: "that of its connection: one entry for each method that is served" },
  },
  "src/grpc/server/door/tls_watch.ts": {
    "TlsWatch.listeners": { by: "one for each address with TLS in `listen`" },
  },
  "src/grpc/server/door/message.ts": { "Undecoded.bytes": { buffer: "client_bytes" } },
  "src/grpc/server/door/message_scan.ts": {
    "MessageScan.prefix": FIXED,
    "MessageScan.charges": { by: "the messages of a stream that may be held, 17" },
  },
  "src/grpc/server/diff_queue.ts": {
    "DiffQueue.waiting": {
      by: "one diff a service of the node: at most `CAPACITY_SERVICES` (src/node/node.ts)",
    },
  },
  "src/grpc/server/guarded_server.ts": {
    "GuardedServer.methods": { by: "one entry for each method that is served" },
  },
  "src/grpc/server/health.ts": { "HealthService.watchers": { buffer: "health_watchers" } },
  "src/grpc/server/service.ts": {
    "StateManagerService.changes": { by: "weak: one entry for each change that a subscriber's queue holds" },
  },
  "src/grpc/server/reflection.ts": { "Reflection.files": FIXED, "Reflection.fileOf": FIXED },
  "src/node/actor.ts": {
    "Actor.running": {
      by: "actions under way: what the State Manager has in flight, `reconcile.parallel_per_node`",
    },
    "Actor.turns": OF_NODE,
  },
  "src/node/definition/fill.ts": { "Filler.problems": { by: "texts of one definition" } },
  "src/node/definition/library.ts": { "DefinitionLibrary.cache": OF_NODE },
  "src/node/term_fence.ts": { "TermFence.held": { by: "subscribers, at most 64" } },
  "src/node/node.ts": {
    "Node.listeners": { by: "subscribers, at most 64" },
    "Node.reported": OF_NODE,
    "Node.away": { by: "kinds of runtimes" },
    "Node.heard": { by: "kinds of runtimes" },
    "Node.watching": { by: "drivers" },
  },
  "src/node/process/process_driver.ts": {
    "ProcessDriver.tracked": OF_NODE,
    "ProcessDriver.starting": OF_NODE,
  },
  "src/node/process/child_host.ts": { "ChildHost.children": OF_NODE, "ChildHost.adopted": OF_NODE },
  "src/node/process/gone_watch.ts": { "GoneWatch.watched": OF_NODE },
  "src/node/process/transient/transient_host.ts": {
    "TransientHost.followed": OF_NODE,
    "TransientHost.asking": OF_NODE,
  },
  "src/node/process/transient/unit_clearing.ts": { "UnitClearing.running": OF_NODE },
  "src/node/service_table.ts": {
    "ServiceTable.entries": OF_NODE,
    "ServiceTable.startedWith": OF_NODE,
    "{instances}": OF_NODE,
    "{phases}": OF_NODE,
  },
  "src/node/state/node_store.ts": { "NodeStore.statements": { by: "the statements stand in the source" } },
  "src/http2/connection.ts": { NO_DATA: FIXED },
  "src/http2/face/gate.ts": { GATES: { by: "one entry for each open connection" } },
  "src/http2/face/open_sessions.ts": { "OpenSessions.sessions": { buffer: "http2_connections" } },
  "src/http2/face/pings.ts": { "Pings.waiting": CONNECTION },
  "src/http2/face/session.ts": {
    "Http2Session.inFlight": { buffer: "http2_output" },
    "Http2Session.early": { budget: "what arrives in the turn after a server's first SETTINGS" },
  },
  "src/http2/face/stream.ts": {
    "Http2Stream.chunks": { buffer: "http2_unread" },
    "Http2Stream.callbacks": {
      by: "one callback for each write that is not sent: answers of `client_bytes`",
    },
  },
  "src/http2/frames.ts": {
    EMPTY: FIXED,
    "FrameReader.buffer": { by: "the chunk that is being read" },
    "FrameReader.chunk": { by: "the chunk that is being read" },
    "FrameReader.partial": { by: "one frame: `maxFrameBytes`, 16 KiB" },
  },
  "src/http2/header_inbound.ts": {
    "HeaderInbound.block": { buffer: "client_bytes" },
  },
  "src/http2/hpack_decoder.ts": { scratch: { by: "one header field" }, "HpackDecoder.bytes": CONNECTION },
  "src/http2/hpack_encoder.ts": {
    "{values}": FIXED,
    "HpackEncoder.bytes": { by: "one header block of our own" },
    "HpackEncoder.places": { by: "the fields in the table: `headerTableBytes`, 4 KiB" },
    "HpackEncoder.lastValues": { by: "64 names" },
    "HpackEncoder.cache": { by: "4 header blocks of our own" },
  },
  "src/http2/hpack_table.ts": { "DynamicTable.entries": { by: "`headerTableBytes`, 4 KiB" } },
  "src/http2/outbound.ts": {
    "Outbound.output": { buffer: "http2_output" },
    "Outbound.ready": { buffer: "http2_streams" },
  },
  "src/http2/output.ts": {
    EMPTY: FIXED,
    "OutputBuffer.bytes": { buffer: "http2_output" },
    "OutputBuffer.spare": { by: "64 KiB" },
  },
  "src/http2/own_resets.ts": { "OwnResets.ids": { by: "1,024 numbers a connection" } },
  "src/http2/stream.ts": {
    "Stream.chunks": { budget: "what was written and is not sent: statemanager_http2_unsent_bytes" },
  },
  "src/http2/streams.ts": {
    NO_DATA: FIXED,
    "Streams.streams": { buffer: "http2_streams" },
    "Streams.queued": { buffer: "peer_calls" },
    "Streams.queuedFields": { buffer: "peer_calls" },
  },
  "src/journal/history.ts": {
    "History.rings": { by: "`limits.services` and `journal.removed_services`" },
    "History.removed": { buffer: "journal_ended_services" },
  },
  "src/manager.ts": { "StateManager.agents": PER_NODE },
  "src/manager/core/alert_log.ts": { "AlertLog.alerts": { buffer: "kept_alerts" } },
  "src/manager/core/fences.ts": { "Fences.known": { by: "two entries a node: `limits.nodes`" } },
  "src/manager/core/plan_execution.ts": { "PlanExecution.running": PER_SERVICE },
  "src/manager/core/budget_meter.ts": {
    "BudgetMeter.counts": { by: "criticalities" },
    "BudgetMeter.sumsMs": { by: "criticalities" },
  },
  "src/manager/core/counters.ts": {
    "Counters.events": { by: "types of events" },
    "Counters.ends": { by: "ways in which a plan ends" },
  },
  "src/manager/core/deferred.ts": {
    "Deferred.byKey": { buffer: "deferred_work" },
    "Deferred.heap": { buffer: "deferred_work" },
  },
  "src/manager/core/reconcile_faults.ts": { "ReconcileFaults.series": PER_SERVICE },
  "src/manager/core/diff_results.ts": {
    "DiffResults.counts": { by: "results of a reconcile" },
    "DiffResults.awaited": PER_SERVICE,
  },
  "src/manager/core/engine.ts": {
    "Engine.unlisten": { by: "two listeners" },
    "Engine{queue}": { buffer: "work_queue" },
  },
  "src/manager/core/indexes.ts": {
    "Indexes.trackers": { buffer: "tracker" },
    "Indexes.desired": PER_SERVICE,
  },
  "src/manager/core/ledger.ts": {
    "Ledger.records": { buffer: "services" },
    "Ledger.listeners": { by: "`limits.subscribers`, `http.viewers`, and the parts of the program" },
    "Ledger.unsaved": { buffer: "unsaved_services" },
    "Ledger.unsavedEvents": { buffer: "unsaved_events" },
    "Ledger.lineage": { by: "MAX_TERMS" },
  },
  "src/manager/core/observations.ts": { "Observations.unknown": { buffer: "unknown_workloads" } },
  "src/manager/core/queue.ts": {
    "WorkQueue.queued": { buffer: "work_queue" },
    "WorkQueue.active": { buffer: "reconciles" },
    "WorkQueue.lanes": PER_NODE,
    "WorkQueue.delayed": { buffer: "work_queue" },
    "WorkQueue{ready}": { buffer: "work_queue" },
  },
  "src/manager/core/runtimes.ts": { "Runtimes.byId": PER_SERVICE },
  "src/manager/core/workers.ts": {
    "Workers.queue": { buffer: "work_queue" },
    "Workers.later": { buffer: "deferred_work" },
    "Workers.active": { buffer: "reconciles" },
    "Workers.waiters": PER_SERVICE,
  },
  "src/manager/nodes/node_load.ts": { "NodeLoad.nodeOf": PER_SERVICE, "NodeLoad.counts": PER_NODE },
  "src/manager/nodes/node_slots.ts": {
    "NodeSlots.slots": PER_NODE,
    "NodeSlots.ending": { by: "nodes that were removed or replaced, until what they do has ended" },
  },
  "src/manager/nodes/outbox.ts": {
    "Outbox.waiting": { buffer: "desired_outbox" },
    "Outbox.sending": { buffer: "desired_outbox" },
    "Outbox.resting": { buffer: "desired_outbox" },
    "Outbox.series": { buffer: "desired_outbox" },
  },
  "src/manager/nodes/reminders.ts": { "Reminders.paced": { by: "10,000 services a node, the newest" } },
  "src/manager/nodes/slot_life.ts": { "SlotLife.work": { by: "the loops of a slot, and its four sends" } },
  "src/manager/serve/preview.ts": { "DryRun.decisions": { by: "MAX_DECISIONS of one request" } },
  "src/manager/serve/published.ts": {
    "Published.listeners": { by: "`limits.subscribers`, and the parts of the program" },
    "Published.services": { buffer: "services" },
    "Published.waiting": { buffer: "unconfirmed_steps" },
  },
  "src/manager/serve/subscription.ts": {
    "Subscription.inside": PER_SERVICE,
    "Subscription.queue": { buffer: ["subscriber_queues", "viewer_queues"] },
  },
  "src/manager/serve/subscription_replay.ts": { "Replay.page": { by: "one page of 256 events" } },
  "src/manager/serve/subscriptions.ts": {
    "Subscriptions.open": { buffer: ["subscribers", "viewers"] },
    "Subscriptions.places": { buffer: ["subscribers", "viewers"] },
  },
  "src/platform/log/paced_lines.ts": {
    "PacedLines.causes": { by: "1,024 causes; the oldest is told and forgotten" },
  },
  "src/node/container/container_driver.ts": { "ContainerDriver.starting": PER_INSTANCE },
  "src/node/container/engine.ts": {
    "Engine.underWay": { by: "a few calls an instance, each with a deadline: `limits.services`" },
  },
  "src/node/container/exits.ts": { "ExitWatch.watchers": { by: "eight directories" } },
  "src/node/container/followed.ts": {
    "Followed.known": PER_INSTANCE,
    "Followed.refreshing": PER_INSTANCE,
    "Followed.removing": PER_INSTANCE,
    "Followed.processes": PER_INSTANCE,
  },
  "src/node/unit/session.ts": {
    "Session.units": PER_INSTANCE,
    "Session.jobs": { by: "256 results of jobs, the newest" },
  },
  "src/node/unit/unit_driver.ts": {
    "UnitDriver.tracked": PER_INSTANCE,
    "UnitDriver.starting": PER_INSTANCE,
  },
  "src/platform/log/line_writer.ts": { "LineWriter.waiting": { buffer: "log_lines" } },
  "src/platform/log/waiting_lines.ts": { "WaitingLines.lines": { buffer: ["log_lines", "recording_lines"] } },
  "src/platform/process/recording_file.ts": { "RecordingFile.waiting": { buffer: "recording_lines" } },
  "src/platform/process/recording_ring.ts": {
    "RecordingRing.kept": {
      by: "files of the ring: each is at least an eighth of `recorder.size`, or of an earlier run",
    },
    "RecordingRing.closing": { by: "one: the next segment waits for it" },
  },
  "src/platform/process/sd_notify.ts": { "SystemdNotifier.messages": { buffer: "service_notifications" } },
  "src/pullpiri/adapter.ts": {
    "Pullpiri.loops": { by: "three loops" },
    "Pullpiri.digests": PER_SERVICE,
    "Pullpiri.changed": OF_PULLPIRI,
    "Pullpiri{seen}": { by: "lives for one reading of the store" },
  },
  "src/pullpiri/artifacts.ts": {
    "ArtifactReader.read": OF_PULLPIRI,
    "{scenarios}": OF_PULLPIRI,
    "{packages}": OF_PULLPIRI,
    "{models}": OF_PULLPIRI,
    "{pods}": OF_PULLPIRI,
    "{policies}": OF_PULLPIRI,
    "{problems}": OF_PULLPIRI,
  },
  "src/pullpiri/container_entry.ts": {
    "ContainerReader.known": { by: "the containers in one answer of the store" },
  },
  "src/pullpiri/controller.ts": {
    "PullpiriController.busy": PER_SERVICE,
    "PullpiriController.underway": PER_SERVICE,
    "PullpiriController.queue": { by: "plans under way: `reconcile.parallel`" },
  },
  "src/pullpiri/desired.ts": {
    "Desired.moving": PER_SERVICE,
    "Desired.refused": OF_PULLPIRI,
    "Desired.changes": PER_SERVICE,
  },
  "src/pullpiri/direct.ts": { "DirectController.agents": PER_NODE },
  "src/pullpiri/memory.ts": {
    "Memory.scenarios": { buffer: "pullpiri_scenarios" },
    "Memory.announced": { buffer: "pullpiri_scenarios" },
    "Memory.desires": OF_PULLPIRI,
    "Memory.placements": PER_SERVICE,
    "Memory.moves": PER_SERVICE,
  },
  "src/pullpiri/model_watch.ts": { "ModelWatch{before}": OF_A_LIST },
  "src/pullpiri/names.ts": { "Names.names": OF_PULLPIRI, "Names.raw": OF_PULLPIRI },
  "src/pullpiri/node.ts": {
    "PullpiriNode.models": OF_A_LIST,
    "PullpiriNode.owners": OF_A_LIST,
    "PullpiriNode.desired": PER_SERVICE,
    "PullpiriNode.reported": PER_SERVICE,
    "PullpiriNode.waiting": { by: "actions under way: `reconcile.parallel`" },
    "PullpiriNode.expected": OF_A_LIST,
    "PullpiriNode.words": PER_SERVICE,
    "PullpiriNode.open": PER_SERVICE,
  },
  "src/pullpiri/nodes.ts": {
    "Nodes.nodes": { buffer: "pullpiri_nodes" },
    "Nodes.early": { buffer: "pullpiri_nodes" },
    "Nodes.stored": PER_NODE,
  },
  "src/pullpiri/publisher.ts": {
    "Publisher.wanted": { buffer: "pullpiri_keys" },
    "Publisher.written": OF_PULLPIRI,
    "Publisher.dirty": { buffer: "pullpiri_keys" },
  },
  "src/pullpiri/scenarios.ts": { "Scenarios.due": { buffer: "pullpiri_scenarios" } },
  "src/pullpiri/sightings.ts": { "{containers}": OF_A_LIST, "{missing}": OF_A_LIST },
  "src/pullpiri/world.ts": {
    "{scenarios}": OF_PULLPIRI,
    "{packages}": OF_PULLPIRI,
    "{models}": OF_PULLPIRI,
    "{pods}": OF_PULLPIRI,
    "{policies}": OF_PULLPIRI,
    "World.mapped": OF_PULLPIRI,
    "World.byPackage": OF_PULLPIRI,
    "World.packageOf": OF_PULLPIRI,
    "World.owners": { by: "weak: one entry for each container that is remembered" },
  },
  "src/reconciliation/apply/step_draft.ts": {
    "StepDraft.events": ONE_STEP,
    "StepDraft.alerts": ONE_STEP,
    "StepDraft.measurements": ONE_STEP,
    "StepDraft.effects": ONE_STEP,
  },
  "src/recorder/turns.ts": {
    "Turns.waiting": { by: "inputs of one turn of the event loop: the next task takes them all" },
  },
  "src/state/dependencies.ts": {
    "DependencyIndex.dependencies": PER_SERVICE,
    "DependencyIndex.dependents": { by: "64 dependencies a service" },
  },
  "src/state/history_ring.ts": { "HistoryRing.states": { buffer: "tracker" } },
  "src/state/tracker.ts": { "StateTracker.ring": { buffer: "tracker" } },
  "src/web/server.ts": {
    "WebServer.connections": { buffer: "http_connections" },
    "WebServer.servers": { by: "addresses in `http.listen`, at most 4" },
    "WebServer.addresses": { by: "addresses in `http.listen`, at most 4" },
  },
};

/** Buffers that are counted where nothing of the program's own holds their entries. */
export const COUNTED_ONLY: Readonly<Partial<Record<BufferName, string>>> = {
  journal_events: "rows on the disk",
  journal_log: "a file",
};
