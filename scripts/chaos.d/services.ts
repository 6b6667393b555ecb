/** The services of the chaos, and how a change of one is written for the API and for etcd. */
import type { ServiceSpec } from "../../src/state/model.ts";
import { parseResourceId, type ResourceId } from "../../src/state/resource_id.ts";

export const NODES = ["front", "rear"] as const;

/** Who changes what is wanted of a service. `wild`: everybody, and others destroy its keys as well. */
export type Owner = "api" | "etcd" | "both" | "wild";

export interface Subject {
  readonly id: ResourceId;
  readonly owner: Owner;
}

export const SUBJECTS: readonly Subject[] = ([
  ["chaos/api-a", "api"],
  ["chaos/api-b", "api"],
  ["chaos/etcd-a", "etcd"],
  ["chaos/etcd-b", "etcd"],
  ["chaos/both", "both"],
  ["chaos/wild", "wild"],
] as const).map(([id, owner]) => ({ id: parseResourceId(id), owner }));

export interface Wanted {
  readonly id: ResourceId;
  /** Unique: it tells which change is in force. */
  readonly version: string;
  readonly replicas: number;
}

/** As another component writes it into etcd. */
export function toDocument(wanted: Wanted): string {
  return JSON.stringify({ v: 1, spec: partOf(wanted) });
}

/** What is not as by default. */
export function partOf({ id, version, replicas }: Wanted): Partial<ServiceSpec> {
  return { version, replicas, state: "Running", criticality: criticalityOf(id), nodes: NODES };
}

/** Of two criticalities, because their changes are written to etcd at different times. */
function criticalityOf(id: ResourceId): "QM" | "C" {
  return id.endsWith("-b") ? "QM" : "C";
}
