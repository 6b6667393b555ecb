/** Which services are listed, and in which order. Pure. */
import type { ServiceRow } from "../live/page_model.ts";
import { CRITICALITIES, SERVICE_STATES } from "../../state/model.ts";

export const ORDERS = ["problems", "name", "changed"] as const;
export type Order = typeof ORDERS[number];

/** "" = any. */
export interface Selection {
  readonly search: string;
  readonly state: string;
  readonly node: string;
  readonly criticality: string;
  readonly order: Order;
}

export const EVERYTHING: Selection = { search: "", state: "", node: "", criticality: "", order: "problems" };

export { CRITICALITIES, SERVICE_STATES };

/** It should run and does not, or nobody can tell. */
export function isUnwell(row: ServiceRow): boolean {
  if (row.isIsolated || row.isSuppressed || row.isUnknown) return true;
  return row.desired === "Running" ? row.state !== "Running" : row.state === "Failed";
}

/** The worst first: what failed, what is degraded, what is not known, what is on its way. */
function urgency(row: ServiceRow): number {
  if (!isUnwell(row)) return 9;
  if (row.state === "Failed" || row.isIsolated) return 0;
  if (row.state === "Degraded") return 1;
  return row.isUnknown ? 2 : 3;
}

const rank = (row: ServiceRow) => CRITICALITIES.indexOf(row.criticality);
const byName = (a: ServiceRow, b: ServiceRow) => a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

const COMPARE: Readonly<Record<Order, (a: ServiceRow, b: ServiceRow) => number>> = {
  problems: (a, b) => urgency(a) - urgency(b) || rank(b) - rank(a) || byName(a, b),
  name: byName,
  changed: (a, b) => b.sinceMs - a.sinceMs || byName(a, b),
};

/** Every word of the search must be in the name, the node, the state or the reason. */
export function listed(rows: Iterable<ServiceRow>, selection: Selection): readonly ServiceRow[] {
  const words = selection.search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const found: ServiceRow[] = [];
  for (const row of rows) {
    if (selection.state !== "" && row.state !== selection.state) continue;
    if (selection.node !== "" && row.node !== selection.node) continue;
    if (selection.criticality !== "" && row.criticality !== selection.criticality) continue;
    const text = words.length === 0 ? "" : `${row.id} ${row.node} ${row.state} ${row.reason}`.toLowerCase();
    if (words.every((word) => text.includes(word))) found.push(row);
  }
  return found.sort(COMPARE[selection.order]);
}

/** How many are in each state. */
export function countStates(rows: Iterable<ServiceRow>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = Object.fromEntries(SERVICE_STATES.map((state) => [state, 0]));
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
