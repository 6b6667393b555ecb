/** Reads many keys, page by page, as of one revision. */
import type { CallOptions, EtcdKv, EtcdOutcome, KeyValue, RangeRequest } from "./kv.ts";

const PAGE_ENTRIES = 500;

/** Calls back for each entry, in order of key; resolves to the failure that ended it early. Each page has its own deadline. */
export async function forEachEntry(
  kv: Pick<EtcdKv, "range">,
  request: RangeRequest,
  onEntry: (entry: KeyValue) => void,
  options: CallOptions = {},
): Promise<Extract<EtcdOutcome<never>, { readonly kind: "failed" }> | undefined> {
  let limit = PAGE_ENTRIES;
  let page: RangeRequest = { ...request, limit };
  for (;;) {
    const outcome = await kv.range(page, options);
    if (outcome.kind === "failed") {
      if (outcome.failure.kind !== "too-large" || limit === 1) return outcome;
      limit = Math.ceil(limit / 4);
      page = { ...page, limit };
      continue;
    }
    const { entries, hasMore } = outcome.value;
    for (const entry of entries) onEntry(entry);
    const last = entries.at(-1);
    if (!hasMore || last === undefined) return undefined;
    page = { ...request, limit, revision: request.revision ?? outcome.revision, fromKey: `${last.key}\0` };
  }
}
