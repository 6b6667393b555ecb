/** Label selectors, as kubectl writes them: `team=perception,tier!=test,zone in (front,rear),!old`. */
import { usage } from "./errors.ts";

export type Labels = Readonly<Record<string, string>>;
export type LabelTest = (labels: Labels) => boolean;

const FORMS = "key, !key, key=value, key!=value, key in (a,b), key notin (a,b); joined by commas";
const KEY = "[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?";
const TERM = new RegExp(
  `^(?:(?<absent>!)?\\s*(?<key>${KEY})(?:\\s+(?<set>in|notin)\\s*\\((?<values>[^()]*)\\)|\\s*(?<operator>==|!=|=)\\s*(?<value>[^\\s,()=!]*))?)$`,
);

/** The test of one selector; all of its terms must hold. Throws a usage error where it is malformed. */
export function parseSelector(text: string): LabelTest {
  // Commas inside parentheses join the values of one term.
  const tests = text.split(/,(?![^()]*\))/).map((term) => parseTerm(term.trim(), text));
  return (labels) => tests.every((test) => test(labels));
}

function parseTerm(term: string, whole: string): LabelTest {
  const groups = TERM.exec(term)?.groups;
  const key = groups?.["key"];
  const isAbsent = groups?.["absent"] !== undefined;
  const hasMore = groups?.["set"] !== undefined || groups?.["operator"] !== undefined;
  if (groups === undefined || key === undefined || (isAbsent && hasMore)) {
    throw usage(`-l: "${whole}" is not a selector: "${term}" is not understood`, `Accepted: ${FORMS}.`);
  }
  if (isAbsent) return (labels) => !Object.hasOwn(labels, key);
  if (groups["set"] !== undefined) {
    const values = (groups["values"] ?? "").split(",").map((value) => value.trim());
    const isIn = (labels: Labels) => Object.hasOwn(labels, key) && values.includes(labels[key] ?? "");
    return groups["set"] === "in" ? isIn : (labels) => !isIn(labels);
  }
  if (groups["operator"] === undefined) return (labels) => Object.hasOwn(labels, key);
  const isSame = (labels: Labels) => Object.hasOwn(labels, key) && labels[key] === groups["value"];
  return groups["operator"] === "!=" ? (labels) => !isSame(labels) : isSame;
}
