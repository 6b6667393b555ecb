/** Names of resources: parsed once at the edge, trusted below. */
import { invalid } from "../kit/errors.ts";

declare const resourceIdBrand: unique symbol;

/** `namespace/name`, both parts valid (seed 4.3, design section 2). */
export type ResourceId = string & { readonly [resourceIdBrand]: true };

/** Alphabet of one part of a name, also of node names. */
export const NAME_PATTERN = /^[a-z0-9](?:[-a-z0-9._]*[a-z0-9])?$/;
export const MAX_NAME_LENGTH = 63;
const NAME_RULE = "1 to 63 characters of [a-z0-9]([-a-z0-9._]*[a-z0-9])?";

/** Checks one part of a name; throws a StateManagerError that names `field`. */
export function parseName(text: string, field: string): string {
  if (text.length === 0 || text.length > MAX_NAME_LENGTH || !NAME_PATTERN.test(text)) {
    throw invalid(field, `${JSON.stringify(text.slice(0, 80))} is not a name`, NAME_RULE);
  }
  return text;
}

/** Puts a name together from its parts; throws a StateManagerError that names the field below `field`. */
export function resourceId(namespace: string, name: string, field = "resource_id"): ResourceId {
  return `${parseName(namespace, `${field}.namespace`)}/${parseName(name, `${field}.name`)}` as ResourceId;
}

/** Parses `namespace/name`; throws a StateManagerError that names `field`. */
export function parseResourceId(text: string, field = "resource_id"): ResourceId {
  const slash = text.indexOf("/");
  if (slash < 0) {
    throw invalid(field, `${JSON.stringify(text.slice(0, 130))} has no namespace`, "namespace/name");
  }
  return resourceId(text.slice(0, slash), text.slice(slash + 1), field);
}

/** The parts of a name. */
export function splitResourceId(id: ResourceId): { readonly namespace: string; readonly name: string } {
  const slash = id.indexOf("/");
  return { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}
