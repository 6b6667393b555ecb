/** Reading answers of a runtime whose shape it may change: what is missing or of another type is not there. */
import type { JsonValue } from "../definition/workload.ts";

type JsonObject = { readonly [key: string]: JsonValue };

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member at the path; undefined = there is none. */
export function memberOf(value: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const key of path) found = isObject(found) ? found[key] : undefined;
  return found;
}

/** "" where it is no text. */
export function textOf(value: JsonValue | undefined, ...path: readonly string[]): string {
  const found = memberOf(value, ...path);
  return typeof found === "string" ? found : "";
}

/** 0 where it is no number. */
export function numberOf(value: JsonValue | undefined, ...path: readonly string[]): number {
  const found = memberOf(value, ...path);
  return typeof found === "number" ? found : 0;
}

export function listOf(value: JsonValue | undefined, ...path: readonly string[]): readonly JsonValue[] {
  const found = memberOf(value, ...path);
  return Array.isArray(found) ? found : [];
}

export function textsOf(value: JsonValue | undefined, ...path: readonly string[]): readonly string[] {
  return listOf(value, ...path).filter((one) => typeof one === "string");
}
