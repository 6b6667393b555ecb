/** What is said of a service must be earned: that its version is good, and that it flaps. */
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

/** Well above the threshold, whatever has decayed: a service that went down so often in so short a time is suppressed. */
const FALLS = 3;
const WITHIN = 0.25;

export function flappingIsSuppressed(report: Report, { nowMs, settings }: Time): Invariant {
  const fallsOf = new Map<ResourceId, number[]>();
  const { flap } = settings;
  return {
    name: "flapping-is-suppressed",
    acting: () => fallsOf.clear(),
    committed(run, { events, services }) {
      if (!run.isActing) return;
      for (const { eventType, resourceId, source, changes } of events) {
        if (eventType === "SpecChanged" || eventType === "Terminated") fallsOf.delete(resourceId);
        const isDown = (eventType === "Fail" || eventType === "Degrade") && source === "NodeAgent" &&
          changes.some(({ field, oldValue }) => field === "status.state" && oldValue === "Running");
        const service = services.get(resourceId);
        if (!isDown || service === undefined) continue;
        const falls = fallsOf.get(resourceId) ?? [];
        fallsOf.set(resourceId, falls);
        falls.push(nowMs());
        while ((falls[0] ?? Infinity) < nowMs() - WITHIN * flap.halfLifeMs) falls.shift();
        // The next commit says that it is suppressed.
        if (falls.length > flap.suppressFrom + FALLS && !isDamped(service)) {
          report(
            `${resourceId} went down ${falls.length} times within ${
              WITHIN * flap.halfLifeMs
            } ms, and is not suppressed`,
          );
        }
      }
    },
  };
}
