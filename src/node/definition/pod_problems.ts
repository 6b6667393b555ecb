/** What is wrong with a Kubernetes Pod as a workload, as far as it can be told without podman: the rest of the document is podman's. */
import type { JsonValue } from "./workload.ts";

type JsonObject = { readonly [key: string]: JsonValue };

const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** Sentences, each with the key below the manifest; empty = nothing. */
export function podProblems(manifest: JsonObject): readonly string[] {
  if (manifest["kind"] !== "Pod") return ["kind; accepted: Pod"];
  const spec = manifest["spec"];
  const containers = isObject(spec) ? spec["containers"] : undefined;
  if (!isList(containers) || containers.length === 0) {
    return ["spec.containers; accepted: at least one container"];
  }
  const names = containers.map((container) => isObject(container) ? container["name"] : undefined);
  return [
    ...containers.flatMap((container, at) => containerProblems(container, `spec.containers[${at}]`)),
    ...(new Set(names).size === names.length ? [] : ["spec.containers: two have the same name"]),
  ];
}

function containerProblems(container: JsonValue, key: string): readonly string[] {
  if (!isObject(container)) return [`${key}; accepted: a container`];
  const { name, image, livenessProbe: probe } = container;
  const problems: string[] = [];
  if (typeof name !== "string" || !NAME.test(name)) {
    problems.push(`${key}.name; accepted: small letters, digits and dashes, at most 63`);
  }
  if (typeof image !== "string" || image === "") problems.push(`${key}.image is missing`);
  if (probe !== undefined && !(isObject(probe) && isObject(probe["exec"]))) {
    problems.push(`${key}.livenessProbe; accepted: exec, a command inside of the container`);
  }
  return problems;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
