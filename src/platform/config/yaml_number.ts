/** Numbers in YAML that are not taken for what they seem to be. */
import { isNode, isScalar, visit } from "yaml";

/** Why a number in this value could be read in two ways, or cannot be read exactly; undefined = there is no such number. */
export function numberDoubt(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  let doubt: string | undefined;
  visit(node, {
    Scalar: (_key, scalar) => {
      doubt = doubtOf(scalar);
      return doubt === undefined ? undefined : visit.BREAK;
    },
  });
  return doubt;
}

function doubtOf(node: unknown): string | undefined {
  if (!isScalar(node) || typeof node.value !== "number") return undefined;
  const written = node.source ?? String(node.value);
  if (/^[-+]?0\d/.test(written)) return `${written} has a leading zero, which some read as octal`;
  if (Number.isInteger(node.value) && !Number.isSafeInteger(node.value)) {
    return `${written} is too large to be read exactly`;
  }
  return undefined;
}
