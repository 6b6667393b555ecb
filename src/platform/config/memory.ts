/**
 * The memory that all bounded buffers may need together (design section 8).
 *
 * The estimates per entry are upper bounds for ordinary entries, measured as heap per entry on 64-bit V8 and rounded up;
 * a service whose configuration map is far larger than 2 KiB needs more, and the process limit of the service manager
 * remains the last resort. Data on disk (events) and copies of what is counted already are not counted.
 */
import { FOREIGN_CLIENT_BYTES, FOREIGN_REPORT_BYTES, leastClientBytes } from "../../kit/client_shares.ts";
import { formatSize } from "./units.ts";
import { WAITING_BYTES } from "../process/recording_file.ts";
import { historyBytes } from "../../state/history_ring.ts";
import type { Config } from "./settings.ts";

export interface MemoryItem {
  /** Name of the buffer. */
  readonly what: string;
  /** The calculation, for example `10,000 services x 4KiB`. */
  readonly how: string;
  readonly sizeBytes: number;
}

export interface MemoryBound {
  readonly totalBytes: number;
  readonly limitBytes: number;
  /** Largest first. */
  readonly items: readonly MemoryItem[];
}

const KIB = 1_024;
const MIB = 1_024 * KIB;

/** Code, runtime and libraries before the first service is known. */
export const BASE_BYTES = 72 * MIB;
/** Spec, status, recovery record and plan of one service, with its keys in the maps of the manager. */
export const SERVICE_BYTES = 4 * KIB;
/** The objects around one service's typed arrays in the tracker; `historyBytes` counts the arrays themselves. */
export const TRACKER_OBJECT_BYTES = 512;
/** The newest diff of one service in the queue. */
export const QUEUED_DIFF_BYTES = KIB;
/** One event in the queue of a slow subscriber. */
export const QUEUED_EVENT_BYTES = 512;
/** One alert towards the MonitoringServer. */
export const QUEUED_ALERT_BYTES = KIB;
/** HPACK tables, session and socket of a connection. */
export const CONNECTION_BYTES = 48 * KIB;
/** Parser, request and answer of an HTTP connection. */
export const HTTP_CONNECTION_BYTES = 128 * KIB;
/** What waits for one page that is kept up to date. */
export const VIEWER_BYTES = 512 * KIB;
/** A node's stream and its messages in flight. */
export const NODE_BYTES = 256 * KIB;
/** A plan in progress: its calls and timers. */
export const PLAN_BYTES = 32 * KIB;
/** Ring position of one service's history. */
export const HISTORY_BYTES = 160;
/** The known content of etcd for one service: revisions, ring, keys. */
export const REPLICA_BYTES = KIB;
/** What is known of one service's artifacts, and its keys in Pullpiri's store. */
export const PULLPIRI_BYTES = 512;
/** Events queued for replication to etcd; beyond that they are read from the journal again. */
export const BACKLOG_EVENTS = 4_096;
/** Page caches of the journal's connections. */
export const JOURNAL_CACHE_BYTES = 4 * MIB;

/** Sums up what the configuration allows. Pure. */
export function memoryBound(config: Config): MemoryBound {
  const { limits } = config;
  const count = (what: string, entries: number, unit: string, bytes: number): MemoryItem => ({
    what,
    how: `${entries} ${unit} x ${formatSize(bytes)}`,
    sizeBytes: entries * bytes,
  });
  const items = [
    { what: "program and runtime", how: "fixed", sizeBytes: BASE_BYTES },
    count("state of the services", limits.services, "services", SERVICE_BYTES),
    count("tracker", limits.services, "services", historyBytes(limits.trackerChanges) + TRACKER_OBJECT_BYTES),
    count("work queue", limits.queue, "diffs", QUEUED_DIFF_BYTES),
    count("subscribers", limits.subscribers * limits.subscriberQueue, "events", QUEUED_EVENT_BYTES),
    count("alerts", config.monitoringServer.queue, "alerts", QUEUED_ALERT_BYTES),
    count("connections", limits.connections, "connections", CONNECTION_BYTES),
    { what: "calls of clients", how: "memory.clients", sizeBytes: config.memory.clientsBytes },
    count("nodes", limits.nodes, "nodes", NODE_BYTES),
    count("plans", config.reconcile.parallel, "plans", PLAN_BYTES),
    count("history index", limits.services + config.journal.removedServices, "services", HISTORY_BYTES),
    ...(config.http.listen.length === 0 ? [] : [
      count("HTTP connections", config.http.connections, "connections", HTTP_CONNECTION_BYTES),
      count("viewers of the page", config.http.viewers, "viewers", VIEWER_BYTES),
    ]),
    { what: "journal cache", how: "fixed", sizeBytes: JOURNAL_CACHE_BYTES },
    ...(config.recorder.enabled ? [{ what: "recorder", how: "fixed", sizeBytes: 2 * WAITING_BYTES }] : []),
    ...(config.pullpiri.enabled
      ? [
        count("names of Pullpiri", limits.services, "services", PULLPIRI_BYTES),
        {
          what: "calls of Pullpiri",
          how: "fixed",
          sizeBytes: FOREIGN_CLIENT_BYTES + leastClientBytes(FOREIGN_REPORT_BYTES),
        },
      ]
      : []),
    ...(config.etcd.endpoints.length === 0 ? [] : [
      count("etcd replicas", limits.services, "services", REPLICA_BYTES),
      count("backlog to etcd", BACKLOG_EVENTS, "events", QUEUED_EVENT_BYTES),
    ]),
  ].sort((a, b) => b.sizeBytes - a.sizeBytes);
  const totalBytes = items.reduce((sum, item) => sum + item.sizeBytes, 0);
  return { totalBytes, limitBytes: config.memory.limitBytes, items };
}

/** The bound in a sentence: total, limit and the three largest parts. */
export function describeMemoryBound({ totalBytes, limitBytes, items }: MemoryBound): string {
  const largest = items.slice(0, 3).map(({ what, how, sizeBytes }) => `${what} ${inMib(sizeBytes)} (${how})`);
  return `all buffers together may need ${inMib(totalBytes)} of ${inMib(limitBytes)}; largest: ${
    largest.join(", ")
  }`;
}

function inMib(sizeBytes: number): string {
  return `${(sizeBytes / MIB).toFixed(1)} MiB`;
}
