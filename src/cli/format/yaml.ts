/** Values as YAML, for those commands that are asked for it: nobody else waits for the library. */
import type { Plain } from "./manifest_value.ts";

/** YAML documents; texts that look like something else are quoted. */
export type YamlText = (values: readonly Plain[]) => string;

export async function loadYaml(): Promise<YamlText> {
  const { stringify } = await import("yaml");
  const options = { lineWidth: 0, aliasDuplicateObjects: false };
  return (values) => values.map((value) => `---\n${stringify(value, options)}`).join("");
}
