import { deepEqual, equal } from "node:assert/strict";
import { figuresOf } from "../../../src/daemon/figures.ts";
import type { BufferLevel } from "../../../src/kit/buffer_level.ts";

const LEVEL: BufferLevel = {
  ...{ name: "log_lines", unit: "bytes", capacity: 100, overflow: "drop-newest", used: 7, overflows: 3 },
};
const STATS = {
  ...{ commits: 1, events: 2, checkpoints: 3, forcedCheckpoints: 4, damaged: 5, logBytes: 6 },
  unflushedCommits: 7,
};
const PARTS = {
  journal: { stats: () => STATS, buffers: () => [] },
  sessions: { unsentBytes: 8, buffers: () => [] },
  nodes: { diffs: 9, dropped: 10, streams: 11, silences: 12 },
  buffered: [undefined, { buffers: () => [LEVEL] }],
};

Deno.test("what the parts of the daemon count has Prometheus names, and so have the levels of their buffers", () => {
  deepEqual(figuresOf({ ...PARTS, monitoring: undefined }), {
    statemanager_journal_commits_total: 1,
    statemanager_journal_events_total: 2,
    statemanager_journal_checkpoints_total: 3,
    statemanager_journal_forced_checkpoints_total: 4,
    statemanager_journal_damaged_total: 5,
    statemanager_journal_unflushed_commits: 7,
    statemanager_node_diffs_total: 9,
    statemanager_node_dropped_messages_total: 10,
    statemanager_node_streams_total: 11,
    statemanager_node_silences_total: 12,
    statemanager_http2_unsent_bytes: 8,
    'statemanager_buffer_bytes{buffer="log_lines"}': 7,
    'statemanager_buffer_capacity_bytes{buffer="log_lines"}': 100,
    'statemanager_buffer_overflows_total{buffer="log_lines"}': 3,
  });
});

Deno.test("what the MonitoringServer took and what was lost is told where there is one", () => {
  const counters = { alertsSent: 1, alertsDropped: 2, metricsSent: 3, metricsDropped: 4, alertsWaiting: 5 };
  const monitoring = { counters: () => counters, buffers: () => [LEVEL] };
  const figures = figuresOf({ ...PARTS, buffered: [], monitoring });
  equal(figures["statemanager_alerts_sent_total"], 1);
  equal(figures["statemanager_alerts_dropped_total"], 2);
  equal(figures["statemanager_metrics_sent_total"], 3);
  equal(figures["statemanager_metrics_dropped_total"], 4);
  equal(figures['statemanager_buffer_bytes{buffer="log_lines"}'], 7);
});
