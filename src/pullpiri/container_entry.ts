/** A container as the MonitoringServer stores it: JSON with the fields of ContainerInfo. Pure. */
import type { ContainerInfo } from "./words.ts";

/** undefined = it is none. */
export function readContainer(text: string): ContainerInfo | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const members = new Map<string, unknown>(Object.entries(value));
    const id = members.get("id");
    if (typeof id !== "string" || id === "") return undefined;
    const image = members.get("image");
    return {
      id,
      names: textsOf(members.get("names")),
      image: typeof image === "string" ? image : "",
      state: mapOf(members.get("state")),
      config: mapOf(members.get("config")),
      annotation: mapOf(members.get("annotation")),
    };
  } catch {
    return undefined;
  }
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

function mapOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
