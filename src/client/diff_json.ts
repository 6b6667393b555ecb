/**
 * Reads a hand-written observation of a node: the message `piccolo.common.v1.StateDiff` as a tree of JSON.
 *
 * I1: no input is silently dropped: a key that does not exist, or a value that the message cannot hold, is refused with its path.
 *     Field names may be written as in JSON (`statusDiff`) or as in the .proto file (`status_diff`).
 */
import { Buffer } from "node:buffer";
import { invalid, messageOf } from "../kit/errors.ts";
import type { StateDiff } from "../state/diff.ts";
import { diffFromWire } from "../grpc/wire/diff.ts";
import { STATE_MANAGER } from "../grpc/wire/methods.ts";

/** Maps of texts: their keys are not fields. */
const MAPS: ReadonlySet<string> = new Set(["desired", "actual"]);
/** `actual` of the observation itself is a message. */
const MAPS_OF = "configDiff";

/** Reads the tree. Throws a StateManagerError that names the field. */
export function diffFromTree(tree: unknown): StateDiff {
  if (!isObject(tree)) throw invalid("diff", "is not an object", "the fields of piccolo.common.v1.StateDiff");
  const fields = camelCased(tree, "");
  const { PlanReconciliation: method } = STATE_MANAGER;
  let diff: ReturnType<typeof method.requestDeserialize>["diff"];
  try {
    const bytes = method.requestSerialize({ diff: fields });
    diff = method.requestDeserialize(Buffer.from(bytes)).diff;
  } catch (error) {
    throw invalid("diff", messageOf(error), "the fields of piccolo.common.v1.StateDiff");
  }
  checkKept(fields, diff, "diff");
  return diffFromWire(diff, "diff");
}

type Tree = { readonly [key: string]: unknown };

function isObject(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function camelCased(tree: Tree, parent: string): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([written, value]) => {
      const key = written.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
      if (typeof value === "bigint") return [key, value.toString()];
      if (!isObject(value) || (parent === MAPS_OF && MAPS.has(key))) return [key, value];
      return [key, camelCased(value, key)];
    }),
  );
}

/** I1: every leaf of the input is still present after the conversion to the message. */
function checkKept(written: unknown, kept: unknown, path: string): void {
  if (isObject(written)) {
    for (const [key, value] of Object.entries(written)) {
      const there = isObject(kept) && Object.hasOwn(kept, key) ? kept[key] : undefined;
      if (there === undefined) {
        const known = isObject(kept) ? Object.keys(kept).join(", ") : "no fields";
        throw invalid(`${path}.${key}`, "is not a field", known);
      }
      checkKept(value, there, `${path}.${key}`);
    }
  } else if (String(written) !== String(kept)) {
    throw invalid(path, `${JSON.stringify(written)} is not accepted`, "a value of this field");
  }
}
