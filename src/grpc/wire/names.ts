/** Names of resources and nodes on the wire. */
import {
  MAX_NAME_LENGTH,
  parseName,
  type ResourceId,
  resourceId,
  splitResourceId,
} from "../../state/resource_id.ts";
import type { ResourceId as WireResourceId } from "../gen/piccolo/common/v1/ResourceId.ts";
import type { ResourceId__Output } from "../gen/piccolo/common/v1/ResourceId.ts";
import { at, list, required } from "../../records/checks.ts";
import * as limits from "./limits.ts";

/** Longest `namespace/name`. */
export const MAX_RESOURCE_ID_LENGTH = 2 * MAX_NAME_LENGTH + 1;

export function resourceIdToWire(id: ResourceId): WireResourceId {
  return splitResourceId(id);
}

/** A required name. */
export function resourceIdFromWire(wire: ResourceId__Output | null, path: string): ResourceId {
  const { namespace, name } = required(wire, path);
  return resourceId(namespace, name, path);
}

/** The name of a node. */
export function nodeFromWire(name: string, path: string): string {
  return parseName(name, path);
}

/** The name of a node, or "" for none. */
export function optionalNodeFromWire(name: string, path: string): string {
  return name === "" ? "" : parseName(name, path);
}

/** The common part of all resource filters; an empty list matches everything. */
export function whichFromWire(
  wire: { readonly namespaces: string[]; readonly resourceIds: (ResourceId__Output | null)[] } | null,
  path: string,
): { readonly namespaces: readonly string[]; readonly resourceIds: readonly ResourceId[] } {
  return {
    namespaces: list(wire?.namespaces ?? [], at(path, "namespaces"), {
      max: limits.MAX_FILTER_NAMESPACES,
      element: nodeFromWire,
    }),
    resourceIds: list(wire?.resourceIds ?? [], at(path, "resource_ids"), {
      max: limits.MAX_FILTER_IDS,
      element: resourceIdFromWire,
    }),
  };
}
