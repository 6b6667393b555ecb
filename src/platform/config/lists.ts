/** Kinds of values that are lists. A file of its own, because it imports the YAML parser, which the scalar kinds do not need. */
import { parseDocument } from "yaml";
import { QUIET_YAML } from "../../kit/yaml_options.ts";
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
import { numberDoubt } from "./yaml_number.ts";

/** Parses a list or group that a variable or a flag gives as YAML on one line. */
export function parseAsYaml<T>(text: string, kind: Pick<Kind<T>, "parse" | "accepted">): Parsed<T> {
  const document = parseDocument(text, { ...QUIET_YAML, prettyErrors: false });
  const doubt = numberDoubt(document.contents);
  if (doubt !== undefined) return refuse(doubt, kind.accepted);
  let raw: unknown;
  try {
    raw = document.toJS({ maxAliasCount: 0 });
  } catch {
    return refuse(`${quote(text)} is not YAML`, kind.accepted);
  }
  return document.errors.length > 0 ? refuse(`${quote(text)} is not YAML`, kind.accepted) : kind.parse(raw);
}

/** Between `min` and `max` values of one kind. As text: YAML in brackets, or the values separated by commas. */
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
