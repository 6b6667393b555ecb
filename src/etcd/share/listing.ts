/** Lists the services and the replication cursor in etcd, as of one revision. */
import type { ResourceId } from "../../state/resource_id.ts";
import { readable, readSchema, type SchemaDocument } from "./documents.ts";
import type { Keys } from "./keys.ts";
import type { CallOptions, EtcdKv, EtcdOutcome, KeyValue } from "../client/kv.ts";
import { forEachEntry } from "../client/pages.ts";

/** The keys of one service; at least one of them exists. */
export interface SharedService {
  readonly id: ResourceId;
  readonly spec?: KeyValue;
  readonly status?: KeyValue;
  readonly recovery?: KeyValue;
  /** What the spec key held when the status was written, where somebody else has overwritten or deleted it since and etcd still knows. */
  readonly earlierSpec?: KeyValue;
}

/** Without both of them there is no service: what is left of it is the key of one that has ended. */
export function isService({ spec, status }: SharedService): boolean {
  return spec !== undefined || status !== undefined;
}

/**
 * Reads everything as of one revision, in pages, and delivers each service once it is complete, so that never all of it is in memory.
 * Resolves to the replication cursor; undefined = no leader has written here yet, or etcd lost its data.
 */
export async function listState(
  { kv, keys, call }: { readonly kv: EtcdKv; readonly keys: Keys; readonly call: CallOptions },
  onService: (service: SharedService) => void,
): Promise<EtcdOutcome<SchemaDocument | undefined>> {
  const first = await kv.range({ key: keys.schema, isPrefix: false }, call);
  if (first.kind === "failed") return first;
  const { revision } = first;
  // Few services have one; they are read first because their keys are not adjacent to those of the service.
  const recoveries = new Map<ResourceId, KeyValue>();
  const noted = await forEachEntry(kv, { key: keys.recoveries, isPrefix: true, revision }, (entry) => {
    const key = keys.parse(entry.key);
    if (key?.kind === "recovery") recoveries.set(key.id, entry);
  }, call);
  if (noted !== undefined) return noted;
  let open: SharedService | undefined;
  const close = (): void => {
    if (open === undefined) return;
    const recovery = recoveries.get(open.id);
    recoveries.delete(open.id);
    onService({ ...open, ...(recovery === undefined ? {} : { recovery }) });
    open = undefined;
  };
  const failed = await forEachEntry(kv, { key: keys.services, isPrefix: true, revision }, (entry) => {
    const key = keys.parse(entry.key);
    if (key?.kind !== "spec" && key?.kind !== "status") return;
    if (open?.id !== key.id) close();
    open = { ...open, id: key.id, [key.kind]: entry };
  }, call);
  if (failed !== undefined) return failed;
  close();
  for (const [id, recovery] of recoveries) onService({ id, recovery });
  return { ...first, value: readable(readSchema, first.value.entries[0]) };
}
