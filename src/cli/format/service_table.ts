/** Services as rows of a table. */
import { findCondition, type ServiceState, type ServiceStateType } from "../../state/model.ts";
import { ageText } from "./age.ts";
import { type Cell, type Column, plain, type Tone } from "./table.ts";

const TONES = {
  Pending: "busy",
  Initializing: "busy",
  Running: "good",
  Degraded: "busy",
  Terminating: "busy",
  Failed: "bad",
} as const satisfies Record<ServiceStateType, Tone>;

/** How a state looks. */
export function stateTone(state: ServiceStateType): Tone {
  return TONES[state];
}

const COLUMNS: readonly Column[] = [
  { title: "NAME", minWidth: 16 },
  { title: "STATE", reserve: 12 },
  { title: "READY", reserve: 5 },
  { title: "VERSION", minWidth: 7, spareRank: 1 },
  { title: "NODE", minWidth: 6, reserve: 6 },
  { title: "RESTARTS", isRightAligned: true, spareRank: 2 },
  { title: "AGE", reserve: 6 },
  { title: "REASON", minWidth: 12, likedWidth: 28 },
];

const WIDE_COLUMNS: readonly Column[] = [
  ...COLUMNS.slice(0, -1),
  { title: "CRITICALITY" },
  { title: "GENERATION", reserve: 10 },
  { title: "REVISION", reserve: 8 },
  { title: "REASON" },
];

/** The columns of the table; `isWide` = with those for the curious. */
export function serviceColumns(isWide: boolean): readonly Column[] {
  return isWide ? WIDE_COLUMNS : COLUMNS;
}

/** Whether the state is confirmed by the node: what is not must never look fine. */
export function isConfirmed(service: ServiceState): boolean {
  return findCondition(service.status, "Reachable")?.status !== "Unknown";
}

/** The phase, with a question mark when nobody has confirmed it for too long. */
export function stateCell(service: ServiceState): Cell {
  const { state } = service.status;
  return isConfirmed(service) ? { text: state, tone: TONES[state] } : { text: `${state}?`, tone: "bad" };
}

/** Why it is as it is, most important first. */
export function reasonOf(service: ServiceState): string {
  const { status } = service;
  const reachable = findCondition(status, "Reachable");
  if (reachable?.status === "Unknown") return `not confirmed: ${reachable.message || reachable.reason}`;
  const isolated = findCondition(status, "Isolated");
  if (isolated?.status === "True") return `isolated: ${isolated.message || isolated.reason}`;
  return status.lastReason;
}

/** One row. `nowMs` is wall time; AGE says how long the service has been in its state. */
export function serviceRow(
  service: ServiceState,
  options: { readonly nowMs: number; readonly isWide: boolean },
): readonly Cell[] {
  const { metadata, spec, status } = service;
  const version = status.override?.generation === metadata.generation
    ? status.override.version ?? spec.version
    : spec.version;
  const base = [
    plain(metadata.id),
    stateCell(service),
    plain(`${status.availableReplicas}/${spec.replicas}`),
    plain(version),
    plain(status.node === "" ? "-" : status.node),
    plain(status.restarts),
    plain(ageText(options.nowMs - status.stateSinceMs)),
  ];
  const wide = options.isWide
    ? [
      plain(spec.criticality),
      plain(`${status.observedGeneration}/${metadata.generation}`),
      plain(metadata.revision),
    ]
    : [];
  return [...base, ...wide, plain(reasonOf(service))];
}

/** The row of a service that is gone. */
export function removedRow(id: string, columns: readonly Column[]): readonly Cell[] {
  return columns.map(({ title }) => {
    if (title === "NAME") return plain(id);
    if (title === "STATE") return { text: "removed", tone: "faint" };
    return plain(title === "REASON" ? "" : "-");
  });
}
