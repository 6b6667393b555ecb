/** What recovery knows of a service, for `describe`: faults, isolation, flapping, the deadline. */
import { formatDuration } from "../../platform/config/units.ts";
import { findCondition, isDamped, type ServiceFault, type ServiceState } from "../../state/model.ts";
import { ageText, timeText } from "./age.ts";
import { oneLine } from "../../kit/visible_text.ts";

/** Label and text of each line; none where there is nothing to tell. */
export function recoveryFacts(service: ServiceState, nowMs: number): readonly (readonly [string, string])[] {
  const { status, spec } = service;
  const { isolation, flapScore = 0 } = status;
  const { afterMs, fallback } = spec.recoveryDeadline;
  return [
    ...(isolation === undefined ? [] : [["Isolated", isolationText(isolation, nowMs)] as const]),
    ...(flapScore > 0 || isDamped(service) ? [["Flapping", flappingText(service, flapScore)] as const] : []),
    ...(afterMs === undefined && fallback === undefined
      ? []
      : [["Deadline", deadlineText(afterMs, fallback)] as const]),
  ];
}

function isolationText(isolation: NonNullable<ServiceState["status"]["isolation"]>, nowMs: number): string {
  const { by, reason, sinceMs, ttlMs } = isolation;
  const who = by === "Operator" ? "by an operator" : "by recovery";
  const left = ttlMs === undefined
    ? "until it is released"
    : `for ${ageText(Math.max(0, sinceMs + ttlMs - nowMs))} more`;
  return `${who} since ${timeText(sinceMs)}, ${left}: ${oneLine(reason)}`;
}

function flappingText(service: ServiceState, score: number): string {
  const stable = findCondition(service.status, "Stable");
  const damped = isDamped(service) ? `; suppressed: ${oneLine(stable?.message ?? "")}` : "";
  return `penalty ${score.toFixed(1)} at its newest failure${damped}`;
}

function deadlineText(afterMs: number | undefined, fallback: string | undefined): string {
  const after = afterMs === undefined
    ? "after the time of the configuration"
    : afterMs === 0
    ? "never"
    : `${formatDuration(afterMs)} after the first failure`;
  return `${after}, then ${fallback ?? "what the configuration says"}`;
}

/** The faults that are remembered, a line each. */
export function faultLines(service: ServiceState, nowMs: number): string {
  return (service.status.faults ?? []).map((fault) => `  ${faultText(fault, nowMs)}\n`).join("");
}

function faultText(fault: ServiceFault, nowMs: number): string {
  const { issueType, isConfirmed, occurrences, healthyCycles, lastSeenAtMs, evidence } = fault;
  const well = healthyCycles === 0 ? "" : `, well ${healthyCycles}x since`;
  const times = `${occurrences}x, last ${ageText(nowMs - lastSeenAtMs)} ago${well}`;
  return `${issueType} (${isConfirmed ? "confirmed" : "pending"}, ${times}): ${oneLine(evidence)}`;
}
