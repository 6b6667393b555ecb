/** A dry run as a person reads it. */
import { formatDuration } from "../../platform/config/units.ts";
import type { PlanPreview, PreviewAction, PreviewPlan } from "../../reconciliation/explain/preview_model.ts";
import { alternativesLine } from "./explanation_text.ts";
import { oneLine } from "../../kit/visible_text.ts";

/** Every line ended. */
export function previewText(preview: PlanPreview): string {
  const { decisions, warnings, plan, alternatives, seen } = preview;
  return [
    `${preview.resourceId} at revision ${preview.revision}; nothing is touched`,
    "",
    `Seen:         ${seen === "" ? "nothing yet" : oneLine(seen)}`,
    ...warnings.map(({ code, message }) => `Warning:      ${oneLine(message)} (${code})`),
    "",
    "It would be decided:",
    ...decisions.map(({ kind, why }, index) => `  ${index + 1}. ${kind}: ${oneLine(why)}`),
    ...(plan === undefined ? ["", "No action would be taken."] : ["", ...planLines(plan)]),
    ...(alternatives.length === 0 ? [] : ["", alternativesLine(alternatives)]),
  ].join("\n") + "\n";
}

function planLines({ actions, estimatedDurationMs, impact }: PreviewPlan): readonly string[] {
  if (actions.length === 0) return ["The plan would be empty: nothing can be done about it."];
  const { affectedReplicas, dependents, expectedUnavailabilityMs, confidence } = impact;
  const sure = confidence === "measured" ? "measured on this service" : "by default values, not measured";
  return [
    "Plan:",
    ...actions.map((action, index) => `  ${index + 1}. ${actionText(action)}`),
    `Takes:        ${formatDuration(estimatedDurationMs)} (${sure})`,
    `Affects:      ${affectedReplicas} ${
      affectedReplicas === 1 ? "replica" : "replicas"
    }; the service may not ` +
    `answer for ${formatDuration(expectedUnavailabilityMs)}`,
    `Dependents:   ${dependents.length === 0 ? "none" : dependents.join(", ")}`,
  ];
}

function actionText({ kind, what, node, isDisruptive, estimate }: PreviewAction): string {
  const detail = what === "" ? "" : ` (${oneLine(what)})`;
  const measured = estimate.isMeasured ? "measured" : "default";
  const disruptive = isDisruptive ? "disruptive" : "not disruptive";
  return `${kind} on ${node}${detail}: ${disruptive}, ${formatDuration(estimate.durationMs)} (${measured})`;
}
