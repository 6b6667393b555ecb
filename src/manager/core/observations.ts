/**
 * Takes in what the nodes report: the newest observation of each service counts, and what has no spec here is not touched.
 *
 * I1: of workloads that are not known a bounded number is remembered, so that a service that becomes known is not made a second time
 *     elsewhere: those that were reported last, as they were then.
 * I2: a workload that is not known is alerted when it appears, and not again for as long as it stays and is remembered.
 * I3: a new stream of a node begins its numbers anew: what is remembered of an earlier one says only what was alerted.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { RateLimit } from "../../kit/rate_limit.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import { hasDesiredState, isInSync, type StateDiff } from "../../state/diff.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Alerts } from "./alerts.ts";
import type { Ledger } from "./ledger.ts";
import type { Runtimes } from "./runtimes.ts";

/** Workloads that are not known and are remembered. */
export const MAX_UNKNOWN = 1_024;

/** However many appear, an alert is sent at most this often; it says how many others there were. */
const REPORTED_EVERY_MS = 60_000;

/** A service on one node: others may run it as well. */
type WorkloadKey = `${string} ${ResourceId}`;

interface Remembered {
  readonly diff: StateDiff;
  /** I3. */
  readonly isOfThisStream: boolean;
}

export interface ObservationDeps {
  readonly ledger: Pick<Ledger, "service">;
  readonly runtimes: Runtimes;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly log: Log;
  /** The node has to be sent the desired state of the service (again). */
  readonly sendDesired: (node: string, id: ResourceId) => void;
}

export class Observations implements Buffered {
  readonly #deps: ObservationDeps;
  /** I1. */
  readonly #unknown = new Map<WorkloadKey, Remembered>();
  readonly #alerts = new RateLimit(REPORTED_EVERY_MS);
  #taken = 0;
  #ofUnknown = 0;
  #forgotten = 0;
  #older = 0;
  readonly #olderLog = new RateLimit(REPORTED_EVERY_MS);

  constructor(deps: ObservationDeps) {
    this.#deps = deps;
  }

  counters(): Record<string, number> {
    return {
      statemanager_diffs_total: this.#taken,
      statemanager_older_diffs_total: this.#older,
      statemanager_unknown_workload_diffs_total: this.#ofUnknown,
    };
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "unknown_workloads",
      unit: "entries",
      capacity: MAX_UNKNOWN,
      overflow: "drop-oldest",
      used: this.#unknown.size,
      overflows: this.#forgotten,
    }];
  }

  /** Takes in an observation; answers its service when it says something new. */
  take(diff: StateDiff): ServiceState | undefined {
    const { ledger, runtimes, clock, sendDesired } = this.#deps;
    this.#taken += 1;
    const service = ledger.service(diff.resourceId);
    if (service === undefined) {
      this.#takeUnknown(diff);
      return undefined;
    }
    const { node } = service.status;
    const newest = runtimes.newestSequence(diff);
    const isOlder = newest !== undefined && diff.sequence < newest;
    // It was not sent yet that the service is not desired there, or by a run that ended before it was.
    if (diff.node !== node && !isOlder && hasDesiredState(diff)) sendDesired(diff.node, diff.resourceId);
    if (!runtimes.observe(diff, node)) {
      if (isOlder) this.#reportOlder(diff, newest);
      return undefined;
    }
    if (diff.node === node && !isInSync(diff)) runtimes.startReaction(diff.resourceId, clock.monotonicMs());
    return service;
  }

  /** I3. */
  newStream(node: string): void {
    for (const [key, { diff }] of this.#unknown) {
      if (diff.node === node) this.#unknown.set(key, { diff, isOfThisStream: false });
    }
  }

  /** The service is known from now on: what was observed of it before, on each node. */
  takeKnown(id: ResourceId): readonly StateDiff[] {
    const known = [...this.#unknown].filter(([, { diff }]) => diff.resourceId === id);
    for (const [key] of known) this.#unknown.delete(key);
    return known.filter(([, { isOfThisStream }]) => isOfThisStream).map(([, { diff }]) => diff);
  }

  /** A node was sent a service that has ended since, or runs something of its own: the first is sent again, the second not touched. */
  #takeUnknown(diff: StateDiff): void {
    const { alerts, clock, sendDesired } = this.#deps;
    const { node, resourceId } = diff;
    if (hasDesiredState(diff)) sendDesired(node, resourceId);
    const before = this.#unknown.get(`${node} ${resourceId}`);
    if (before?.isOfThisStream === true && before.diff.sequence > diff.sequence) return;
    const isNew = !this.#unknown.delete(`${node} ${resourceId}`);
    if (diff.actual.replicas === 0) return;
    this.#remember(diff);
    this.#ofUnknown += 1;
    // I2
    const others = isNew ? this.#alerts.pass(clock.monotonicMs()) : undefined;
    if (others === undefined) return;
    const more = others === 0 ? "" : ` (and ${others} others before)`;
    const message = `Node ${node} runs ${resourceId}, which has no spec here; it is not touched${more}`;
    alerts.raise({ severity: "Warning", reason: "UnknownWorkload", message });
  }

  /** An answer may be overtaken by the stream. A node whose sequence has jumped and fallen back is not heard until a new stream. */
  #reportOlder({ node, resourceId, sequence }: StateDiff, newest: bigint): void {
    this.#older += 1;
    const others = this.#olderLog.pass(this.#deps.clock.monotonicMs());
    if (others === undefined) return;
    const fields = { node, resourceId, sequence, newest, others };
    this.#deps.log.warn("An observation is older than one before it and changes nothing", fields);
  }

  /** I1. */
  #remember(diff: StateDiff): void {
    const [oldest] = this.#unknown.keys();
    if (this.#unknown.size >= MAX_UNKNOWN && oldest !== undefined) {
      this.#unknown.delete(oldest);
      this.#forgotten += 1;
    }
    this.#unknown.set(`${diff.node} ${diff.resourceId}`, { diff, isOfThisStream: true });
  }
}
