/** What happened, as rows of a table. */
import type { FieldChange, StateEvent, Value } from "../../state/events.ts";
import { clockText, timeText } from "./age.ts";
import { type Cell, type Column, plain } from "./table.ts";

/** The columns of the history; `withService` = of more than one service. */
export function eventColumns(withService: boolean): readonly Column[] {
  return [
    { title: "REVISION", isRightAligned: true, reserve: 8 },
    { title: "TIME", reserve: 12 },
    ...(withService ? [{ title: "SERVICE", minWidth: 14 }] : []),
    { title: "EVENT", reserve: 17 },
    { title: "SOURCE", minWidth: 8, reserve: 12, spareRank: 1 },
    { title: "WHAT", minWidth: 16, likedWidth: 32 },
  ];
}

function valueText(value: Value | undefined): string {
  if (value === undefined || value === null) return "none";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function changeText({ field, oldValue, newValue }: FieldChange): string {
  const name = field === "status.state" ? "" : `${field} `;
  return oldValue === undefined
    ? `${name}= ${valueText(newValue)}`
    : `${name}${valueText(oldValue)} -> ${valueText(newValue)}`;
}

/** What the event says, in one line: the phase first, then why, then the other changes and the facts. */
export function eventText(event: StateEvent): string {
  const { reason, message, ...facts } = event.metadata;
  const isPhase = (change: FieldChange) => change.field === "status.state";
  const parts = [
    ...event.changes.filter(isPhase).map(changeText),
    ...[reason, message].filter((text) => text !== undefined && text !== ""),
    ...event.changes.filter((change) => !isPhase(change)).map(changeText),
    ...Object.entries(facts).map(([name, value]) => `${name}=${value}`),
  ];
  return parts.join("; ");
}

/** One row. Times of day where `withDate` is not set: a list of events of one day needs no more. */
export function eventRow(
  event: StateEvent,
  options: { readonly withService: boolean; readonly withDate: boolean },
): readonly Cell[] {
  const time = options.withDate ? timeText(event.timestampMs) : clockText(event.timestampMs);
  return [
    plain(event.revision),
    plain(event.clockSynchronised ? time : `${time}?`),
    ...(options.withService ? [plain(event.resourceId)] : []),
    { text: event.eventType, tone: event.eventType === "Fail" ? "bad" : "plain" },
    plain(event.source),
    plain(eventText(event)),
  ];
}

/** Whether the events span more than one day, so that the time of day alone would mislead. */
export function spansDays(events: readonly StateEvent[], nowMs: number): boolean {
  const dayMs = 86_400_000;
  return events.some((event) => Math.floor(event.timestampMs / dayMs) !== Math.floor(nowMs / dayMs));
}
