/** What must not happen too fast, and what must not take too long. */
import type { ManagerSettings } from "../../../../src/manager/core/settings.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { hasFault, type StateDiff } from "../../../../src/state/diff.ts";
import {
  CRITICALITIES,
  criticalityRank,
  findCondition,
  isDamped,
  type ServiceState,
} from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { World } from "../world.ts";

export interface Time {
  readonly nowMs: () => number;
  readonly settings: ManagerSettings;
}

/** Starts never exceed the burst and the rate, and leave what is reserved for those that are more critical. */
export function startsArePaced(report: Report, { nowMs, settings }: Time): Invariant {
  const buckets = new WeakMap<Run, { tokens: number; atMs: number }>();
  const { startBurst, startsPerSecond } = settings;
  const reserve = Math.min(startBurst / 2, startBurst - 1);
  return {
    name: "starts-are-paced",
    acting: (run) => void buckets.set(run, { tokens: startBurst, atMs: nowMs() }),
    committed(run, { events, services }) {
      const bucket = buckets.get(run);
      if (bucket === undefined || !run.isActing) return;
      for (const { eventType, resourceId, metadata } of events) {
        const service = services.get(resourceId);
        // As its node sees it, of the newest generation as well: nothing is to be started.
        const isInSync = metadata["reason"]?.startsWith("The service was found in sync") === true;
        if (eventType !== "Start" || isInSync || (service !== undefined && runsAlready(service))) continue;
        const back = (nowMs() - bucket.atMs) * startsPerSecond / 1_000;
        bucket.tokens = Math.min(startBurst, bucket.tokens + back);
        bucket.atMs = nowMs();
        const rank = criticalityRank(service?.spec.criticality ?? "D");
        const leave = reserve * (1 - rank / (CRITICALITIES.length - 1));
        if (bucket.tokens < 1 + leave - 1e-6) {
          report(
            `${resourceId} starts with ${bucket.tokens.toFixed(2)} tokens left, ${1 + leave} are needed`,
          );
        }
        bucket.tokens -= 1;
      }
    },
  };
}

/** By its status: nothing is to be started. */
function runsAlready({ metadata, spec, status }: ServiceState): boolean {
  return status.observedGeneration >= metadata.generation && status.availableReplicas >= spec.replicas;
}

const BLOCKED: ReadonlySet<string> = new Set([
  ...["WaitingForDependency", "WaitingForNode", "DependencyFailed", "Held", "NoDefinition"] as const,
]);

/** Nothing waits for ever in the queue: what a node said is in the status soon after. */
export function looksAreTakenIn(
  report: Report,
  options: {
    readonly lookUp: () => Run | undefined;
    readonly isCalm: () => boolean;
    /** What the controller takes for an action. */
    readonly actionMs: number;
    /** Of one node, each with an action: they wait for one another. */
    readonly services: () => number;
    readonly time: Time;
  },
): Invariant {
  const { nowMs, settings } = options.time;
  const withinMs = () => 2_500 + options.services() * options.actionMs / settings.parallelPerNode;
  interface Look {
    readonly diff: StateDiff;
    readonly epoch: number;
    readonly atMs: number;
  }
  /** The newest of each service and node: what comes a second time is no news, whatever another node said in between. */
  const looks = new WeakMap<Run, Map<string, Look>>();
  /** Since when what the node says about it counts. */
  const movedAtMs = new Map<ResourceId, { readonly node: string; readonly atMs: number }>();
  let calmSinceMs = 0;
  const isOwed = ({ service, plan }: ServiceRecord, { diff, atMs }: Look) => {
    const { status, metadata } = service;
    const progress = findCondition(status, "Progressing");
    const isBlocked = progress?.status === "False" && BLOCKED.has(progress.reason);
    return plan === undefined && !isBlocked && diff.node === status.node &&
      findCondition(status, "Reachable")?.status === "True" &&
      diff.observedGeneration >= metadata.generation && atMs >= (movedAtMs.get(metadata.id)?.atMs ?? 0) &&
      (diff.actual.replicas !== status.replicas ||
        diff.actual.availableReplicas !== status.availableReplicas);
  };
  return {
    name: "looks-are-taken-in",
    // What was seen when this instance led before is another one's business since.
    acting: (run) => void looks.delete(run),
    arrived(run, diff, epoch) {
      const of = looks.get(run) ?? new Map<string, Look>();
      looks.set(run, of);
      const key = `${diff.resourceId} ${diff.node}`;
      const old = of.get(key);
      if (old === undefined || old.epoch < epoch || diff.sequence > old.diff.sequence) {
        of.set(key, { diff, epoch, atMs: nowMs() });
      }
    },
    committed(_run, { events, services }) {
      for (const { eventType, resourceId, metadata: { node } } of events) {
        // With a stream that ended, what it told is void.
        if (eventType === "ConditionChanged" && node !== undefined) {
          movedAtMs.set(resourceId, { node, atMs: nowMs() });
        }
      }
      for (const [id, { status }] of services) {
        if (movedAtMs.get(id)?.node !== status.node) movedAtMs.set(id, { node: status.node, atMs: nowMs() });
      }
    },
    stepped() {
      const run = options.lookUp();
      if (!options.isCalm() || run === undefined || run.life.isPaused) calmSinceMs = nowMs();
      if (run === undefined || nowMs() - Math.max(calmSinceMs, run.actingSinceMs) < withinMs() + 1_500) {
        return;
      }
      for (const look of (looks.get(run) ?? new Map<string, Look>()).values()) {
        const { resourceId: id } = look.diff;
        const record = run.manager.record(id);
        if (record === undefined || nowMs() - look.atMs < withinMs() || !isOwed(record, look)) continue;
        const { replicas, availableReplicas } = look.diff.actual;
        report(
          `${id}: ${availableReplicas} of ${replicas} were seen at ${Math.round(look.atMs)}, nobody looked`,
        );
      }
    },
  };
}

/** An old look is no news, whatever it says. */
export function oldLooksAreVoid(report: Report, world: World): Invariant {
  return {
    name: "old-looks-are-void",
    arrived(_run, { resourceId }) {
      if (world.stale?.id === resourceId) world.stale = undefined;
    },
    committed(run, { events }) {
      // A standby takes over at once what happened while it was away.
      if (!run.isActing) return;
      for (const { eventType, resourceId, source } of events) {
        // What an operator asks for in the same moment is no matter of what was seen.
        if (source !== "NodeAgent") continue;
        const isDown = eventType === "Fail" || eventType === "Degrade" || eventType === "Update";
        const isStale = world.stale?.id === resourceId && world.stale.atMs === world.clock.monotonicMs();
        if (isDown && isStale) report(`${resourceId}: ${eventType} by a look that was old`);
      }
    },
  };
}

/** Where many fail in one moment, the most critical ones come first. */
export function urgentComesFirst(report: Report, { nowMs }: Time): Invariant {
  interface Batch {
    readonly atMs: number;
    /** While it came in nothing was under way: one service at a time has to wait for itself. */
    isIdle: boolean;
    readonly waiting: Map<ResourceId, { readonly node: string; readonly isCritical: boolean }>;
  }
  const batches = new WeakMap<Run, Batch>();
  return {
    name: "urgent-comes-first",
    arrived(run, diff) {
      const record = run.manager.record(diff.resourceId);
      let batch = batches.get(run);
      if (batch?.atMs !== nowMs()) {
        batch = { atMs: nowMs(), isIdle: true, waiting: new Map() };
        batches.set(run, batch);
      }
      if (run.manager.queueGauges()?.active !== 0) batch.isIdle = false;
      const isFresh = record !== undefined && record.plan === undefined && hasFault(diff) &&
        diff.actual.availableReplicas === 0 && diff.node === record.service.status.node &&
        record.service.status.state === "Running" &&
        diff.observedGeneration >= record.service.metadata.generation &&
        record.service.status.observedGeneration >= record.service.metadata.generation;
      // What comes later in the same moment is what it is looked at by: it may be well again.
      batch.waiting.delete(diff.resourceId);
      if (!isFresh || isDamped(record.service)) return;
      batch.waiting.set(diff.resourceId, { node: diff.node, isCritical: diff.isCritical });
    },
    committed(run, { events, services }) {
      const batch = batches.get(run);
      if (batch === undefined || batch.atMs !== nowMs() || !batch.isIdle) return;
      for (const { eventType, resourceId } of events) {
        const look = batch.waiting.get(resourceId);
        const own = services.get(resourceId);
        if (eventType !== "Fail" || look === undefined || own === undefined) continue;
        batch.waiting.delete(resourceId);
        for (const [other, { node, isCritical }] of batch.waiting) {
          const record = run.manager.record(other);
          if (node !== look.node || !isCritical || record?.service.status.state !== "Running") continue;
          const { criticality } = record.service.spec;
          if (criticalityRank(criticality) > criticalityRank(own.spec.criticality)) {
            report(`${resourceId} (${own.spec.criticality}) is looked at before ${other} (${criticality})`);
          }
        }
      }
    },
  };
}
