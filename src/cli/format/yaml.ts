/** Values as YAML, for those commands that are asked for it: nobody else waits for the library. */
import { visibleLines } from "../../kit/visible_text.ts";
import type { Plain } from "./manifest_value.ts";

/** YAML documents; texts that look like something else are quoted. */
export type YamlText = (values: readonly Plain[]) => string;

export async function loadYaml(): Promise<YamlText> {
  const { Document, visit } = await import("yaml");
  return (values) =>
    values.map((value) => {
      const document = new Document(value, { aliasDuplicateObjects: false });
      // Only between double quotes an escape means what it stands for.
      visit(document, {
        Scalar: (_key, node) => {
          if (typeof node.value === "string" && visibleLines(node.value) !== node.value) {
            node.type = "QUOTE_DOUBLE";
          }
        },
      });
      return `---\n${visibleLines(document.toString({ lineWidth: 0 }))}`;
    }).join("");
}
