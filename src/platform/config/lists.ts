/** Kinds of values that are lists. YAML comes in here, which nobody should have to load who only needs a number. */
import { parse as parseYaml } from "yaml";
import {
  accept,
  groupDigits,
  type Kind,
  mismatch,
  type Parsed,
  quote,
  refuse,
  type UnitSuffix,
  type ValueProblem,
} from "./kinds.ts";

/** Lists and groups come as YAML on one line from a variable or a flag. */
export function parseAsYaml<T>(text: string, kind: Pick<Kind<T>, "parse" | "accepted">): Parsed<T> {
  let raw: unknown;
  try {
    raw = parseYaml(text, { maxAliasCount: 0 });
  } catch {
    return refuse(`${quote(text)} is not YAML`, kind.accepted);
  }
  return kind.parse(raw);
}

/** Between `min` and `max` values of one kind. From text: YAML in brackets, or the values with commas between them. */
export function list<T, S extends UnitSuffix>(
  item: Kind<T, S>,
  options: { readonly type: string; readonly min: number; readonly max: number },
): Kind<readonly T[]> {
  const accepted = `${groupDigits(options.min)} to ${groupDigits(options.max)} of: ${item.accepted}`;
  const parse = (raw: unknown): Parsed<readonly T[]> => {
    if (!Array.isArray(raw)) return refuse(mismatch(raw, "not a list"), accepted);
    if (raw.length < options.min) return refuse(`a list of ${raw.length} is too short`, accepted);
    if (raw.length > options.max) return refuse(`a list of ${raw.length} is too long`, accepted);
    const values: T[] = [];
    const problems: ValueProblem[] = [];
    for (const [index, element] of raw.entries()) {
      const parsed = item.parse(element);
      if (parsed.ok) values.push(parsed.value);
      else problems.push(...parsed.problems.map((found) => ({ ...found, path: [index, ...found.path] })));
    }
    return problems.length === 0 ? accept(values) : { ok: false, problems };
  };
  return {
    type: options.type,
    accepted,
    suffix: "",
    parse,
    parseText: (line) =>
      line.startsWith("[")
        ? parseAsYaml(line, { parse, accepted })
        : parse(line === "" ? [] : line.split(",")),
    format: (values) => `[${values.map((value) => item.format(value)).join(", ")}]`,
  };
}
