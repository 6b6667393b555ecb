/** Small parts that several views are made of. */
import { type ComponentChild, h } from "preact";
import type { ServiceRow } from "../live/page_model.ts";
import { isUnwell } from "./listing.ts";

const SIGNS: Readonly<Record<string, string>> = {
  Pending: "\u25cb",
  Initializing: "\u25d4",
  Running: "\u25cf",
  Degraded: "\u25b2",
  Terminating: "\u25bd",
  Failed: "\u2716",
};

/** The state in a word with a sign: colour alone tells nothing. */
export function StateBadge({ row }: { readonly row: ServiceRow | undefined }): ComponentChild {
  if (row === undefined) return h("span", { class: "state missing" }, "? not known");
  return h("span", { class: `state ${row.state.toLowerCase()}` }, [
    h("span", { "aria-hidden": "true" }, `${SIGNS[row.state] ?? "?"} `),
    row.state,
  ]);
}

/** What the state does not say. */
export function remarksOn(row: ServiceRow): readonly string[] {
  return [
    ...(row.isIsolated ? ["isolated"] : []),
    ...(row.isSuppressed ? ["suppressed, it flaps"] : []),
    ...(row.isUnknown ? ["not confirmed"] : []),
    ...(row.desired === "Pending" ? ["on hold"] : []),
    ...(row.desired === "Terminating" ? ["to be deleted"] : []),
  ];
}

/** Rows of a list of terms. */
export function Facts(
  { facts }: { readonly facts: readonly (readonly [term: string, value: string])[] },
): ComponentChild {
  return h(
    "dl",
    { class: "facts" },
    facts.map(([term, value]) => h("div", {}, [h("dt", {}, term), h("dd", {}, value)])),
  );
}

/** Class of what is drawn of a service. */
export function wellness(row: ServiceRow | undefined): string {
  if (row === undefined) return "missing";
  return isUnwell(row) ? `unwell ${row.state.toLowerCase()}` : "well";
}
