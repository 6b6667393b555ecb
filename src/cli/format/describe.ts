/** One service as a person would tell about it. */
import { formatDuration, formatSize } from "../../platform/config/units.ts";
import type { PhaseReport } from "../../reconciliation/explain/phases.ts";
import type { StateEvent } from "../../state/events.ts";
import type { ServiceDependency, ServiceState } from "../../state/model.ts";
import { ageText, timeText } from "./age.ts";
import { faultLines, recoveryFacts } from "./describe_recovery.ts";
import { eventColumns, eventRow, spansDays } from "./event_table.ts";
import { phaseFacts } from "./phases_text.ts";
import { reasonOf, stateCell } from "./service_table.ts";
import { oneLine } from "../../kit/visible_text.ts";
import { paint, plain, renderTable, type TableStyle } from "./table.ts";

/** What is told. */
export interface Description {
  readonly service: ServiceState;
  /** The services it depends on, as far as they exist. */
  readonly dependencies: readonly ServiceState[];
  /** Oldest first. */
  readonly events: readonly StateEvent[];
  /** Not set = the State Manager does not tell. */
  readonly phases?: PhaseReport;
  readonly nowMs: number;
}

const LABEL_WIDTH = 14;

function line(label: string, text: string): string {
  return `${`${label}:`.padEnd(LABEL_WIDTH)}${text}\n`;
}

function pairs(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values).sort(([a], [b]) => a < b ? -1 : 1);
  return entries.map(([key, value]) => `  ${oneLine(key)} = ${oneLine(value)}\n`).join("");
}

function indent(text: string): string {
  return text.split("\n").map((part) => part === "" ? "" : `  ${part}`).join("\n");
}

function section(title: string, body: string): string {
  return body === "" ? "" : `${title}:\n${body}`;
}

function head({ service, phases, nowMs }: Description, style: TableStyle): string {
  const { metadata, spec, status } = service;
  const state = stateCell(service);
  const known = status.lastKnownGood;
  const held = status.override?.generation === metadata.generation ? status.override : undefined;
  const resources = [
    ...(spec.resources.cpuMillis > 0 ? [`${spec.resources.cpuMillis}m CPU`] : []),
    ...(spec.resources.memoryBytes > 0n ? [`${formatSize(Number(spec.resources.memoryBytes))} memory`] : []),
  ];
  const timeouts = Object.entries(spec.timeouts).map(([name, ms]) =>
    `${name.replace(/Ms$/, "")} ${formatDuration(ms)}`
  );
  const labels = Object.entries(metadata.labels).map(([key, value]) => `${key}=${value}`);
  return [
    line("Name", metadata.id),
    line(
      "State",
      `${paint(state.text, state.tone, style.isColour)} for ${ageText(nowMs - status.stateSinceMs)}`,
    ),
    line("Reason", oneLine(reasonOf(service))),
    ...(phases === undefined ? [] : phaseFacts(phases).map(([label, text]) => line(label, text))),
    line("Desired", `${spec.state}, ${spec.replicas} ${spec.replicas === 1 ? "replica" : "replicas"}`),
    line("Ready", `${status.availableReplicas} of ${spec.replicas} (${status.replicas} started)`),
    line("Version", oneLine(spec.version)),
    ...(held === undefined ? [] : [
      line(
        "Quarantined",
        oneLine(
          [
            ...(held.version === undefined ? [] : [`version ${held.version}`]),
            ...(held.config === undefined ? [] : ["configuration of the last good state"]),
          ].join(", ") + `: ${held.reason}`,
        ),
      ),
    ]),
    ...(known === undefined ? [] : [
      line("Last good", `version ${oneLine(known.version)}, generation ${known.generation}`),
    ]),
    ...recoveryFacts(service, nowMs).map(([label, text]) => line(label, text)),
    line("Node", status.node === "" ? "none yet" : status.node),
    line("Allowed on", spec.nodes.length === 0 ? "any node" : spec.nodes.join(", ")),
    line("Criticality", spec.criticality),
    line("Generation", `${metadata.generation}, observed ${status.observedGeneration}`),
    line("Revision", `${metadata.revision}`),
    line("Restarts", `${status.restarts}`),
    line("Created", `${timeText(metadata.createdAtMs)} (${ageText(nowMs - metadata.createdAtMs)} ago)`),
    line("Reconciled", timeText(status.lastReconcileTimeMs)),
    ...(resources.length === 0 ? [] : [line("Resources", resources.join(", "))]),
    ...(timeouts.length === 0 ? [] : [line("Timeouts", timeouts.join(", "))]),
    ...(labels.length === 0 ? [] : [line("Labels", oneLine(labels.join(", ")))]),
  ].join("");
}

function dependencyLine(dependency: ServiceDependency, found: ServiceState | undefined): string {
  const now = found === undefined ? "does not exist" : `${stateCell(found).text}`;
  return `  ${dependency.resourceId} must be ${dependency.condition}; it is: ${now}\n`;
}

function conditions({ service, nowMs }: Description, style: TableStyle): string {
  if (service.status.conditions.length === 0) return "";
  const columns = [
    { title: "TYPE" },
    { title: "STATUS" },
    { title: "FOR" },
    { title: "REASON" },
    { title: "MESSAGE", minWidth: 12 },
  ];
  const rows = service.status.conditions.map((one) => [
    plain(one.type),
    plain(one.status),
    plain(ageText(nowMs - one.lastTransitionTimeMs)),
    plain(one.reason),
    plain(one.message),
  ]);
  return indent(renderTable(columns, rows, inner(style)));
}

function recovery({ service }: Description): string {
  return Object.entries(service.spec.recovery).map(([issue, strategy]) =>
    `  ${issue}: ${strategy.actions.join(", ")} (${strategy.maxRetryCount} tries each, ` +
    `backoff from ${
      formatDuration(strategy.backoffDelayMs)
    }, on after ${strategy.escalationThreshold} failures)\n`
  ).join("");
}

function inner(style: TableStyle): TableStyle {
  return style.columns === undefined ? style : { ...style, columns: style.columns - 2 };
}

/** The description, every line ended. */
export function describeService(description: Description, style: TableStyle): string {
  const { service, dependencies, events, nowMs } = description;
  const dependencyLines = service.spec.dependencies.map((one) =>
    dependencyLine(one, dependencies.find((other) => other.metadata.id === one.resourceId))
  );
  const withDate = spansDays(events, nowMs);
  const rows = events.map((event) => eventRow(event, { withService: false, withDate }));
  return head(description, style) +
    section("Config", pairs(service.spec.config)) +
    section("Dependencies", dependencyLines.join("")) +
    section("Recovery", recovery(description)) +
    section("Faults", faultLines(service, nowMs)) +
    section("Conditions", conditions(description, style)) +
    section(
      "Events",
      rows.length === 0 ? "  none kept\n" : indent(renderTable(eventColumns(false), rows, inner(style))),
    );
}
