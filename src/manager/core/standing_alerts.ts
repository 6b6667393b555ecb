/**
 * The alerts that still hold for a service, from what is recorded of it: a restart of the State Manager forgets those that it raised, and
 * what they tell of is still so.
 */
import type { AlertReason, StateAlert } from "../../state/alert.ts";
import { findCondition } from "../../state/model.ts";
import type { ServiceRecord } from "../../state/record.ts";

/** Their ids are made of what they tell, so that each is the same after every start. */
export function standingAlerts({ service, recovery }: ServiceRecord): readonly StateAlert[] {
  const { metadata, status } = service;
  const alert = (
    reason: AlertReason,
    { severity, message, timestampMs }: Pick<StateAlert, "severity" | "message" | "timestampMs">,
  ): StateAlert => ({
    id: `${reason}:${metadata.id}`,
    resourceId: metadata.id,
    ...{ severity, reason, message, timestampMs },
    revision: metadata.revision,
  });
  const isolated = findCondition(status, "Isolated");
  const held = status.override?.generation === metadata.generation ? status.override : undefined;
  return [
    ...(isolated?.status === "True"
      ? [alert("ServiceIsolated", {
        severity: "Critical",
        message: `${metadata.id} is stopped and isolated: ${isolated.message}`,
        timestampMs: isolated.lastTransitionTimeMs,
      })]
      : []),
    ...(held === undefined ? [] : [alert("SpecHeldBack", {
      severity: "Warning",
      message: held.reason,
      timestampMs: status.stateSinceMs,
    })]),
    ...(recovery?.lastAction === "Notify" && status.state === "Failed"
      ? [alert("RecoveryExhausted", {
        severity: "Critical",
        message: `${metadata.id} is unhealthy and no further recovery is attempted: ${recovery.evidence}`,
        timestampMs: recovery.lastAttemptAtMs,
      })]
      : []),
  ];
}
