/** What is said of a service must be earned: that its version is good, and that it flaps. */
import { penaltyAfterFlap } from "../../../../src/state/flapping.ts";
import { effectiveSpec, isDamped } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { Time } from "./time.ts";

/** A version counts as known good when its service was Running for long enough without a break. */
export function knownGoodIsEarned(report: Report, { nowMs, settings }: Time): Invariant {
  const byRun = new WeakMap<Run, Map<ResourceId, number>>();
  return {
    name: "known-good-is-earned",
    acting(run) {
      const running = [...run.manager.records()].filter(({ service }) => service.status.state === "Running");
      byRun.set(run, new Map(running.map(({ service }) => [service.metadata.id, nowMs()])));
    },
    committed(run, { events, services }) {
      const runningSince = byRun.get(run);
      if (!run.isActing || runningSince === undefined) return;
      for (const { eventType, resourceId, metadata } of events) {
        const isGood = eventType === "StatusObserved" &&
          metadata["reason"]?.endsWith("is known good") === true;
        const sinceMs = runningSince.get(resourceId) ?? run.actingSinceMs;
        if (isGood && nowMs() - sinceMs < settings.knownGoodAfterMs - 1) {
          report(`${resourceId}: ${metadata["reason"]} after ${Math.round(nowMs() - sinceMs)} ms`);
        }
      }
      for (const [id, { status }] of services) {
        if (status.state !== "Running") runningSince.delete(id);
        else if (!runningSince.has(id)) {
          // What is taken over as it was recorded ran before.
          runningSince.set(id, events.length === 0 ? run.actingSinceMs : nowMs());
        }
      }
    },
  };
}

/** A service is said to run only when its node reported that something of it runs. */
export function readyIsSeen(report: Report): Invariant {
  return {
    name: "ready-is-seen",
    committed(run, { events, services }) {
      if (!run.isActing) return;
      for (const { eventType, resourceId } of events) {
        const service = eventType === "Ready" ? services.get(resourceId) : undefined;
        if (service === undefined || service.status.state !== "Running") continue;
        const isToRun = effectiveSpec(service).replicas > 0;
        if (isToRun && service.status.replicas === 0) {
          report(`${resourceId} is Running, and nothing of it runs`);
        }
      }
    },
  };
}

/**
 * What goes down again and again is suppressed: falls are counted here as RFC 2439 does, from nothing and so at most as high as they are
 * counted there, and the next commit after one that reaches the threshold says so.
 */
export function flappingIsSuppressed(report: Report, { nowMs, settings }: Time): Invariant {
  /** By run: one that does not know yet that another leads goes on as well. */
  const byRun = new WeakMap<Run, Map<ResourceId, { readonly penalty: number; readonly atMs: number }>>();
  const { flap } = settings;
  return {
    name: "flapping-is-suppressed",
    acting: (run) => void byRun.set(run, new Map()),
    committed(run, { events, services }) {
      const counted = byRun.get(run);
      if (!run.isActing || counted === undefined) return;
      for (const [id, service] of services) {
        const penalty = counted.get(id)?.penalty ?? 0;
        if (penalty > flap.suppressFrom + 0.01 && !isDamped(service)) {
          report(`${id} has a penalty of ${penalty.toFixed(2)} for going down, and is not suppressed`);
        }
        // That a suppression is over, and who ended it, is another matter.
        if (isDamped(service)) counted.delete(id);
      }
      for (const { eventType, resourceId, source, changes, metadata } of events) {
        if (eventType === "SpecChanged" || eventType === "Terminated") counted.delete(resourceId);
        // What went with the power did not flap.
        const isFall = (eventType === "Fail" || eventType === "Degrade") && source === "NodeAgent" &&
          metadata["reason"] !== "The service is not there after a start";
        const isDown = isFall &&
          changes.some(({ field, oldValue }) => field === "status.state" && oldValue === "Running");
        const service = services.get(resourceId);
        // What a run finds when it begins happened before.
        if (!isDown || service === undefined || isDamped(service) || nowMs() <= run.actingSinceMs) continue;
        const { penalty = 0, atMs = nowMs() } = counted.get(resourceId) ?? {};
        const after = penaltyAfterFlap(penalty, nowMs() - atMs, flap);
        counted.set(resourceId, { penalty: after, atMs: nowMs() });
      }
    },
  };
}
