/** Alerts as rows of a table, and one of them with what led to it. */
import { oneLine } from "../../kit/visible_text.ts";
import type { Explanation } from "../../reconciliation/explain/explain_model.ts";
import { type AlertSeverity, type AlertState, alertState, type KeptAlert } from "../../state/alert.ts";
import { ageText, timeText } from "./age.ts";
import { brokenAtBlanks } from "./break_lines.ts";
import { type Cell, type Column, plain, type Tone } from "./table.ts";

const TONES = { Info: "plain", Warning: "busy", Critical: "bad" } as const satisfies Record<
  AlertSeverity,
  Tone
>;
const STATE_TONES = { open: "bad", resolved: "good", noted: "faint" } as const satisfies Record<
  AlertState,
  Tone
>;
const LABEL_WIDTH = 10;

export function alertColumns(isWide: boolean): readonly Column[] {
  return [
    { title: "AGE", reserve: 6 },
    { title: "STATE", reserve: 8 },
    { title: "SEVERITY", reserve: 8, spareRank: 1 },
    { title: "ABOUT", minWidth: 14 },
    { title: "REASON" },
    ...(isWide ? [{ title: "TIMES", isRightAligned: true }, { title: "ID" }] : []),
    { title: "MESSAGE", minWidth: 12, likedWidth: 24 },
  ];
}

export function alertRow(
  alert: KeptAlert,
  { nowMs, isWide }: { readonly nowMs: number; readonly isWide: boolean },
): readonly Cell[] {
  const state = alertState(alert);
  return [
    plain(ageText(nowMs - alert.timestampMs)),
    { text: state, tone: STATE_TONES[state] },
    { text: alert.severity, tone: TONES[alert.severity] },
    plain(alert.resourceId ?? "-"),
    plain(alert.reason),
    ...(isWide ? [plain(alert.count), plain(alert.id)] : []),
    plain(withoutName(alert)),
  ];
}

/** The message without the name that it begins with: it has a column of its own. */
function withoutName({ message, resourceId }: KeptAlert): string {
  const name = resourceId === undefined ? "" : `${resourceId} `;
  return message.startsWith(name) ? message.slice(name.length) : message;
}

/** One alert in full; `explanation` = the episode that it belongs to, where there is one. */
export function alertText(
  alert: KeptAlert,
  { explanation, columns }: { readonly explanation: Explanation | undefined; readonly columns?: number },
): string {
  const { resolution, count } = alert;
  const times = count === 1 ? "" : `, ${count} times until ${timeText(alert.lastMs)}`;
  return [
    ["Alert", alert.id],
    ["About", alert.resourceId ?? "the State Manager"],
    ["Reason", `${alert.reason} (${alert.severity})`],
    ["Raised", `${timeText(alert.timestampMs)}${times}`],
    ["Message", alert.message],
    ...chainOf(alert, explanation),
    [
      "Now",
      resolution === undefined
        ? nowText(alert)
        : `resolved at ${timeText(resolution.atMs)}: ${resolution.text}`,
    ],
  ].map(([label = "", text = ""]) => hanging(label, text, columns)).join("");
}

function nowText(alert: KeptAlert): string {
  return alertState(alert) === "open" ? "open" : "it told of a moment";
}

/** The steps of the episode up to the alert, cause before effect. */
function chainOf(
  alert: KeptAlert,
  explanation: Explanation | undefined,
): readonly (readonly [string, string])[] {
  const steps = explanation?.episodes.flatMap((episode) => episode.steps) ?? [];
  const before = steps.filter(({ revision }) => revision <= alert.revision);
  return before.map((step, index) => [index === 0 ? "Because" : "then", `#${step.revision} ${step.text}`]);
}

function hanging(label: string, text: string, columns: number | undefined): string {
  const head = `${label}:`.padEnd(LABEL_WIDTH);
  const clean = oneLine(text);
  const lines = columns === undefined ? [clean] : brokenAtBlanks(clean, Math.max(40, columns - LABEL_WIDTH));
  return lines.map((line, index) => `${index === 0 ? head : " ".repeat(LABEL_WIDTH)}${line}\n`).join("");
}
