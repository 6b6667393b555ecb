/** What is left alone for a time is not left alone for longer: suppression of flapping, and isolation. */
import { findCondition, isDamped, isIsolated, type ServiceState } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { Time } from "./time.ts";

/** So many services hardly wait for one another. */
const FEW = 12;

/** Damping and isolation for a time end by themselves. */
export function holdsEnd(
  report: Report,
  lookUp: () => Run | undefined,
  { nowMs, settings, isWallTrue, services }: Time & {
    readonly isWallTrue: () => boolean;
    readonly services: () => number;
  },
): Invariant {
  const SLACK_MS = 15_000;
  /** Of an action that is refused each time, with its backoffs; the work of one node waits for others of it meanwhile. */
  const LONGEST_TURN_MS = settings.actionAttempts * 400;
  /** From the moment at which an isolation is over, or a run begins that finds it over. */
  const releaseMs = () => 4_000 + Math.max(0, services() - FEW) * LONGEST_TURN_MS / settings.parallelPerNode;
  const flappedAtMs = new Map<ResourceId, number>();
  const isolatedAtMs = new Map<ResourceId, number>();
  const plannedAtMs = new Map<ResourceId, number>();
  const servedTime = servedTimes();
  /** When it was last known not to run. */
  let pausedAtMs = 0;
  /** The same, of the isolation that is in force: an operator may isolate again, and for longer. */
  const isolatedSince = new Map<ResourceId, { readonly sinceMs: number; readonly atMs: number }>();
  const note = (service: ServiceState) => {
    const { id } = service.metadata;
    const { sinceMs = 0 } = service.status.isolation ?? {};
    if (isolatedSince.get(id)?.sinceMs !== sinceMs) isolatedSince.set(id, { sinceMs, atMs: nowMs() });
    if (!isIsolated(service)) isolatedAtMs.delete(id);
    else if (!isolatedAtMs.has(id)) isolatedAtMs.set(id, nowMs());
  };
  return {
    name: "holds-end",
    committed(run, { events, services }) {
      if (run !== lookUp()) return;
      for (const { eventType, resourceId } of events) {
        if (eventType === "Fail" || eventType === "Degrade") flappedAtMs.set(resourceId, nowMs());
      }
      for (const service of services.values()) note(service);
    },
    ended: (run, how) => servedTime.ended(how === "power-cut" || run.disk.isBehind),
    stepped() {
      const run = lookUp();
      if (run?.life.isPaused === true) {
        pausedAtMs = nowMs();
        servedTime.ended(false);
      }
      if (run === undefined || run.life.isPaused) return;
      const runsSinceMs = Math.max(run.actingSinceMs, pausedAtMs);
      for (const { service, plan } of run.manager.records()) {
        const { id } = service.metadata;
        // An isolation that nobody acknowledged is discarded with its lead (docs/consistency.md), and no leader says that it ended.
        note(service);
        // What was begun is brought to its end first, and may have to wait for the controller.
        if (plan !== undefined) {
          plannedAtMs.set(id, nowMs());
          continue;
        }
        const sinceMs = (book: ReadonlyMap<ResourceId, number>) =>
          nowMs() - Math.max(book.get(id) ?? 0, runsSinceMs);
        const isQuiet = service.spec.state === "Running" &&
          findCondition(service.status, "Reachable")?.status === "True";
        // An isolated service is not started; so its damping may last.
        const isHeldBack = isDamped(service) && !isIsolated(service);
        if (isQuiet && isHeldBack && sinceMs(flappedAtMs) > settings.flap.maxDampedMs + SLACK_MS) {
          report(`${id} is still left alone for flapping`);
        }
        const ttlMs = service.status.isolation?.ttlMs;
        if (
          isQuiet && isIsolated(service) && ttlMs !== undefined && sinceMs(isolatedAtMs) > ttlMs + SLACK_MS
        ) {
          report(`${id} is still isolated after ${ttlMs} ms`);
        }
        const since = isolatedSince.get(id);
        const isOver = isWallTrue() && isIsolated(service) && ttlMs !== undefined && since !== undefined &&
          service.status.isolation?.sinceMs === since.sinceMs &&
          nowMs() - Math.max(since.atMs + ttlMs, runsSinceMs, plannedAtMs.get(id) ?? 0) > releaseMs();
        if (isQuiet && isOver) {
          report(`${id} is isolated for longer than its ${ttlMs} ms, counted over all starts`);
        }
        const servedMs = servedTime.of(service, nowMs());
        if (isQuiet && ttlMs !== undefined && servedMs > ttlMs + releaseMs() + SLACK_MS) {
          report(`${id} is isolated for ${ttlMs} ms, of which ${Math.round(servedMs)} ms were served`);
        }
      }
    },
  };
}

/**
 * How long each isolation has lasted, counted in time in which the program ran: what a run served counts at least half for the next one,
 * when the run was not too short to note anything, whatever the wall clock says.
 */
function servedTimes() {
  interface Served {
    readonly sinceMs: number;
    readonly ttlMs: number;
    beforeMs: number;
    fromMs: number;
    lastMs: number;
  }
  const byId = new Map<ResourceId, Served>();
  return {
    /** A run ended, perhaps without what it wrote last. */
    ended(isForgotten: boolean): void {
      if (isForgotten) return byId.clear();
      for (const served of byId.values()) {
        const ranMs = served.lastMs - served.fromMs;
        if (ranMs > served.ttlMs / 4) served.beforeMs += ranMs / 2;
        served.fromMs = served.lastMs = Infinity;
      }
    },
    of({ metadata: { id }, status: { isolation } }: ServiceState, nowMs: number): number {
      const { sinceMs = 0, ttlMs } = isolation ?? {};
      if (ttlMs === undefined) {
        byId.delete(id);
        return 0;
      }
      const before = byId.get(id);
      const served = before?.sinceMs === sinceMs
        ? before
        : { sinceMs, ttlMs, beforeMs: 0, fromMs: nowMs, lastMs: nowMs };
      byId.set(id, served);
      served.fromMs = Math.min(served.fromMs, nowMs);
      served.lastMs = nowMs;
      return served.beforeMs + nowMs - served.fromMs;
    },
  };
}
