/** What is known of a service only while the program runs, as it begins: from its record, on a clock that knows nothing of before. */
import type { ServiceRecord } from "../../state/record.ts";
import { dampedForMs } from "../../recovery/flapping.ts";
import { isDamped, isIsolated } from "../../state/model.ts";
import type { StateTracker } from "../../state/tracker.ts";
import type { ServiceRuntime } from "./runtime.ts";
import type { ManagerSettings } from "./settings.ts";

export function newRuntime(
  record: ServiceRecord | undefined,
  options: {
    readonly nowMs: number;
    readonly wallMs: number;
    readonly settings: Pick<ManagerSettings, "verifyTimeoutMs" | "flap">;
    readonly tracker: StateTracker;
  },
): ServiceRuntime {
  const { nowMs, wallMs, settings, tracker } = options;
  const plan = record?.plan;
  const isToVerify = plan !== undefined && plan.nextAction >= plan.plan.actions.length;
  const service = record?.service;
  const isBroken = record?.recovery !== undefined && service?.status.state !== "Running";
  return {
    diff: undefined,
    stray: undefined,
    reactFromMs: undefined,
    phaseSinceMs: nowMs,
    // A plan that was acknowledged before this start gets its whole time again, and every look from now on counts.
    verifyUntilMs: isToVerify ? nowMs + settings.verifyTimeoutMs : undefined,
    verifyFromSequence: isToVerify ? 0n : undefined,
    retryAtMs: 0,
    // What has never run has nothing to be gone.
    wasSeenUp: service === undefined || service.status.state === "Pending",
    agedAtMs: nowMs,
    flapAtMs: nowMs,
    dampedUntilMs: service !== undefined && isDamped(service)
      ? nowMs + dampedForMs(service.status.flapScore ?? 0, settings.flap)
      : undefined,
    isolatedUntilMs: service !== undefined && isIsolated(service)
      ? isolationEnd(service.status.isolation, nowMs, wallMs)
      : undefined,
    brokenSinceMs: isBroken ? nowMs : undefined,
    parkedSinceMs: undefined,
    isStuckTold: false,
    postponements: 0,
    tracker,
  };
}

/** A wall clock that jumped makes it neither longer than it was, nor shorter than nothing. */
function isolationEnd(
  isolation: { readonly sinceMs: number; readonly ttlMs?: number } | undefined,
  nowMs: number,
  wallMs: number,
): number | undefined {
  if (isolation?.ttlMs === undefined) return undefined;
  const passedMs = Math.max(0, wallMs - isolation.sinceMs);
  return nowMs + Math.max(0, Math.min(isolation.ttlMs, isolation.ttlMs - passedMs));
}
