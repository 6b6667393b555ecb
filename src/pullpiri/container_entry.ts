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

/** Reads entries again and again: of a text that has not changed comes the same container. */
export class ContainerReader {
  #known = new Map<string, ContainerInfo | undefined>();

  read(texts: readonly string[]): readonly ContainerInfo[] {
    const next = new Map<string, ContainerInfo | undefined>();
    for (const text of texts) {
      next.set(text, this.#known.has(text) ? this.#known.get(text) : readContainer(text));
    }
    this.#known = next;
    return [...next.values()].filter((container) => container !== undefined);
  }
}
