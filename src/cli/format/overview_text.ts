/** How the State Manager is, in a dozen lines. */
import { oneLine } from "../../kit/visible_text.ts";
import type { VersionedStatus } from "../../client/state_manager.ts";
import { refusalText, worstFence } from "../../state/fence.ts";
import { SERVICE_STATES, type ServiceStateType } from "../../state/model.ts";
import { ageText } from "./age.ts";
import { stateTone } from "./service_table.ts";
import { type Cell, paint, plain, type TableStyle, type Tone } from "./table.ts";

export interface Overview {
  readonly manager: VersionedStatus;
  /** Services by state; a state that none is in is left out. */
  readonly states: Readonly<Partial<Record<ServiceStateType, number>>>;
  /** Services whose state no node has confirmed for too long. */
  readonly unconfirmed: number;
  readonly openAlerts: number;
}

const LABEL_WIDTH = 15;

interface Line {
  readonly label: string;
  readonly cells: readonly Cell[];
}

/** Every line ended. */
export function overviewText(overview: Overview, { isColour }: TableStyle): string {
  return overviewLines(overview).map(({ label, cells }) => {
    const text = cells.map((cell) => paint(oneLine(cell.text), cell.tone, isColour)).join("");
    return `${`${label}:`.padEnd(LABEL_WIDTH)}${text}\n`;
  }).join("");
}

function line(label: string, text: string, tone: Tone = "plain"): Line {
  return { label, cells: [{ text, tone }] };
}

function overviewLines(overview: Overview): readonly Line[] {
  const { manager, openAlerts } = overview;
  const { nodes, counters } = manager;
  const silent = nodes.filter(({ isConnected }) => !isConnected).map(({ node }) => node);
  const role = manager.role === "leader" ? "leader" : `standby${manager.isStale ? ", stale" : ""}`;
  const led = manager.leader === "" ? "" : ` (leader: ${manager.leader})`;
  const isJournalFailing = (counters["statemanager_journal_failing"] ?? 0) > 0;
  const isReachable = manager.isControllerReachable;
  return [
    line("State Manager", manager.isReady ? "ready" : "not ready", manager.isReady ? "good" : "bad"),
    line("Version", manager.version),
    line("Up for", ageText(manager.uptimeMs)),
    line("Role", `${role}${led}, term ${manager.term}`, manager.isStale ? "bad" : "plain"),
    line("Revision", `${manager.revision}`),
    { label: "Services", cells: serviceCells(overview) },
    silent.length === 0
      ? line("Nodes", `${nodes.length} connected`)
      : line("Nodes", `${nodes.length}, silent: ${silent.join(", ")}`, "bad"),
    line("Controller", isReachable ? "answers" : "does not answer", isReachable ? "plain" : "bad"),
    ...fenceLines(manager),
    line("Queue", `${manager.queueLength} waiting, ${manager.reconcilesActive} in progress`),
    isJournalFailing ? line("Journal", "cannot be written", "bad") : line("Journal", "is written"),
    openAlerts === 0 ? line("Alerts", "none open") : line("Alerts", `${openAlerts} open`, "bad"),
  ];
}

function fenceLines({ fences }: VersionedStatus): readonly Line[] {
  const worst = worstFence(fences);
  return worst === undefined ? [] : [line("Fenced out", refusalText(worst.peer, worst), "bad")];
}

/** `12: 11 Running, 1 Failed`, each in its colour. */
export function serviceCells({ manager, states, unconfirmed }: Overview): readonly Cell[] {
  const parts = SERVICE_STATES.flatMap((state) => {
    const count = states[state] ?? 0;
    return count === 0 ? [] : [{ text: `${count} ${state}`, tone: stateTone(state) }];
  });
  if (unconfirmed > 0) parts.push({ text: `${unconfirmed} not confirmed`, tone: "bad" });
  return parts.reduce<Cell[]>(
    (cells, part, index) => [...cells, plain(index === 0 ? ": " : ", "), part],
    [plain(manager.services)],
  );
}
