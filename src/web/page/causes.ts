/**
 * Who needs whom, and which failure is behind the others. Pure.
 *
 * I1  A cause is a service that is unwell while all that it needs is well: what is wrong with it is its own.
 */
import type { ServiceRow } from "../live/page_model.ts";
import { isUnwell } from "./listing.ts";

export type Rows = ReadonlyMap<string, ServiceRow>;

/** Services that are unwell and need nothing that is; of `id`: those it needs, directly or not, itself included. */
export function causesOf(id: string, rows: Rows): readonly string[] {
  const start = rows.get(id);
  if (start === undefined || !isUnwell(start)) return [];
  const seen = new Set([id]);
  const causes: string[] = [];
  // The set grows while it is gone through.
  for (const next of seen) {
    const sick = sickNeeds(next, rows);
    if (sick.length === 0) causes.push(next);
    for (const need of sick) seen.add(need);
  }
  return causes;
}

/** What it needs that is unwell, or not there at all. */
function sickNeeds(id: string, rows: Rows): readonly string[] {
  return (rows.get(id)?.dependencies ?? []).filter((need) => {
    const row = rows.get(need);
    return row === undefined || isUnwell(row);
  });
}

export function isCause(id: string, rows: Rows): boolean {
  const row = rows.get(id);
  return (row === undefined || isUnwell(row)) && sickNeeds(id, rows).length === 0;
}

/** By what it needs. */
export function dependentsOf(rows: Rows): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const { id, dependencies } of rows.values()) {
    for (const need of dependencies) {
      const list = dependents.get(need);
      if (list === undefined) dependents.set(need, [id]);
      else list.push(id);
    }
  }
  return dependents;
}

export interface Graph {
  readonly ids: readonly string[];
  /** From who needs to what is needed. */
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** There are more than are shown. */
  readonly isCut: boolean;
}

/** What the service needs and who needs it, directly or not, the nearest first; at most `limit` services. */
export function graphAround(id: string, rows: Rows, limit: number): Graph {
  const dependents = dependentsOf(rows);
  const ids = new Set([id]);
  let isCut = false;
  const walk = (next: (id: string) => readonly string[]) => {
    const reached = new Set([id]);
    for (const at of reached) {
      for (const other of next(at)) {
        if (ids.size >= limit && !ids.has(other)) isCut = true;
        else {
          ids.add(other);
          reached.add(other);
        }
      }
    }
  };
  walk((at) => rows.get(at)?.dependencies ?? []);
  walk((at) => dependents.get(at) ?? []);
  return { ids: [...ids], edges: edgesAmong(ids, rows), isCut };
}

/** Everything that is unwell, with what it needs; at most `limit` services, the causes first. */
export function graphOfProblems(rows: Rows, limit: number): Graph {
  const sick = [...rows.values()].filter(isUnwell).map(({ id }) => id);
  const causes = sick.filter((id) => isCause(id, rows));
  const wanted = new Set([...causes, ...sick]);
  for (const id of sick) for (const need of sickNeeds(id, rows)) wanted.add(need);
  const ids = new Set([...wanted].slice(0, limit));
  return { ids: [...ids], edges: edgesAmong(ids, rows), isCut: wanted.size > limit };
}

function edgesAmong(ids: ReadonlySet<string>, rows: Rows): readonly (readonly [string, string])[] {
  return [...ids].flatMap((id) =>
    (rows.get(id)?.dependencies ?? []).filter((need) => ids.has(need)).map((need) => [id, need] as const)
  );
}
