/** Reads status documents: invariants and settled worlds read the same ones again and again. */
import { readStatus, type StatusDocument } from "../../../src/etcd/share/documents.ts";

/** Texts that are remembered; all are forgotten at once when there are more. */
const MAX_REMEMBERED = 256;

/** Like `readStatus`, for one world: a text is decoded once. Throws for what is no status document. */
export function statusReader(): (json: string) => StatusDocument {
  const known = new Map<string, StatusDocument>();
  return (json) => {
    const before = known.get(json);
    if (before !== undefined) return before;
    if (known.size >= MAX_REMEMBERED) known.clear();
    const status = readStatus(json);
    known.set(json, status);
    return status;
  };
}
