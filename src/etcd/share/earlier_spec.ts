/**
 * The spec in force of a service, read from etcd's own history: somebody else overwrote or deleted its key, this instance does not know
 * what it held, and etcd has not compacted that yet.
 */
import type { CallOptions, EtcdFailure, EtcdKv } from "../client/kv.ts";
import type { Keys } from "./keys.ts";
import type { SharedService } from "./listing.ts";

/** The service with its `earlierSpec`, or as it was where etcd does not have it any more. */
export async function withEarlierSpec(
  shared: SharedService,
  { kv, keys, call }: { readonly kv: EtcdKv; readonly keys: Keys; readonly call: CallOptions },
): Promise<SharedService | EtcdFailure> {
  const revision = shared.status?.modRevision;
  if (revision === undefined) return shared;
  // The leader writes a status only beside the spec in force.
  const outcome = await kv.range({ key: keys.spec(shared.id), isPrefix: false, revision }, call);
  if (outcome.kind === "failed") {
    const { failure } = outcome;
    return failure.kind === "compacted" || failure.kind === "future-revision" ? shared : failure;
  }
  const [earlierSpec] = outcome.value.entries;
  return earlierSpec === undefined ? shared : { ...shared, earlierSpec };
}
