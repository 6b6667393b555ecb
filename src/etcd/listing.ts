/** Everything that etcd holds of services and of how far it is, as it was at one revision. */
import type { ResourceId } from "../state/resource_id.ts";
import { attempt, readSchema, type SchemaDocument } from "./documents.ts";
import type { Keys } from "./keys.ts";
import type { CallOptions, EtcdKv, EtcdOutcome, KeyValue, RangeRequest } from "./kv.ts";

/** The keys of one service; at least one of them is there. */
export interface SharedService {
  readonly id: ResourceId;
  readonly spec?: KeyValue;
  readonly status?: KeyValue;
  readonly recovery?: KeyValue;
}

export interface Listing {
  readonly services: ReadonlyMap<ResourceId, SharedService>;
  /** Not set = nobody has written here yet, or everything was lost. */
  readonly schema: SchemaDocument | undefined;
}

const PAGE_ENTRIES = 500;

/** Reads everything, in pages. */
export async function listState(
  kv: EtcdKv,
  keys: Keys,
  options: CallOptions = {},
): Promise<EtcdOutcome<Listing>> {
  const first = await kv.range({ key: keys.schema, isPrefix: false }, options);
  if (first.kind === "failed") return first;
  const { revision } = first;
  const services = new Map<ResourceId, SharedService>();
  for (const prefix of [keys.services, keys.recoveries]) {
    const failed = await forEachEntry(kv, { key: prefix, isPrefix: true, revision }, (entry) => {
      const key = keys.parse(entry.key);
      if (key?.kind !== "spec" && key?.kind !== "status" && key?.kind !== "recovery") return;
      services.set(key.id, { ...services.get(key.id), id: key.id, [key.kind]: entry });
    }, options);
    if (failed !== undefined) return failed;
  }
  const entry = first.value.entries[0];
  const schema = entry === undefined ? undefined : attempt(readSchema, entry.value);
  return { ...first, value: { services, schema: schema instanceof Error ? undefined : schema } };
}

/** Calls back for each entry, in order of key; answers the failure that ended it early. */
export async function forEachEntry(
  kv: EtcdKv,
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
