/** Services as the page is sent them; the defaults are plain. */
import type { ServiceRow } from "../../../src/web/live/page_model.ts";

export function rowOf(id: string, parts: Partial<ServiceRow> = {}): ServiceRow {
  return {
    ...{ id, state: "Running", desired: "Running", criticality: "QM", node: "front", version: "1" },
    ...{ replicas: 1, available: 1, restarts: 0, sinceMs: 0, reason: "In sync" },
    ...{ isIsolated: false, isSuppressed: false, isUnknown: false, dependencies: [] },
    ...parts,
  };
}
