/** The figures of the daemon's own parts by Prometheus name: what they count, and the levels of their buffers. */
import type { MonitoringServerClient } from "../grpc/client/monitoring_server.ts";
import type { NodeAgentCounters } from "../grpc/client/node_stream.ts";
import type { OpenSessions } from "../http2/face/open_sessions.ts";
import type { Journal } from "../journal/journal.ts";
import { type Buffered, bufferMetrics } from "../kit/buffer_level.ts";

export interface CountedParts {
  readonly journal: Pick<Journal, "stats" | "buffers">;
  readonly sessions: Pick<OpenSessions, "unsentBytes" | "buffers">;
  /** Of all nodes together. */
  readonly nodes: NodeAgentCounters;
  /** Not set = there is no MonitoringServer. */
  readonly monitoring: Pick<MonitoringServerClient, "counters" | "buffers"> | undefined;
  /** The other parts that have buffers; there may be more of them later. */
  readonly buffered: readonly (Buffered | undefined)[];
}

export function figuresOf(
  { journal, sessions, nodes, monitoring, buffered }: CountedParts,
): Record<string, number> {
  const { commits, events, checkpoints, forcedCheckpoints, damaged, unflushedCommits } = journal.stats();
  const sent = monitoring?.counters();
  return {
    statemanager_journal_commits_total: commits,
    statemanager_journal_events_total: events,
    statemanager_journal_checkpoints_total: checkpoints,
    statemanager_journal_forced_checkpoints_total: forcedCheckpoints,
    statemanager_journal_damaged_total: damaged,
    statemanager_journal_unflushed_commits: unflushedCommits,
    statemanager_node_diffs_total: nodes.diffs,
    statemanager_node_dropped_messages_total: nodes.dropped,
    statemanager_node_streams_total: nodes.streams,
    statemanager_node_silences_total: nodes.silences,
    statemanager_http2_unsent_bytes: sessions.unsentBytes,
    ...(sent === undefined ? {} : {
      statemanager_alerts_sent_total: sent.alertsSent,
      statemanager_alerts_dropped_total: sent.alertsDropped,
      statemanager_metrics_sent_total: sent.metricsSent,
      statemanager_metrics_dropped_total: sent.metricsDropped,
    }),
    ...bufferMetrics([journal, sessions, monitoring, ...buffered]),
  };
}
