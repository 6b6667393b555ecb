/**
 * The events that the watch of a prefix delivers to its handler, in etcd's order. `state.ts` decides what is delivered.
 */
import type { EtcdFailure, KeyValue } from "../client/kv.ts";

/** Why changes can no longer be delivered one by one. */
export type GapReason =
  /** The revision to resume from was compacted. */
  | "compacted"
  /** Another cluster answers, or etcd was restored to an older state. */
  | "history-changed"
  /** The server ended the watch for a reason that resuming cannot fix. */
  | "refused";

/** What a watch delivers, in order. */
export type WatchEvent =
  | {
    readonly kind: "put";
    readonly entry: KeyValue;
    /** `list`: the current value, in place of all changes since; `live`: the change itself. */
    readonly origin: "list" | "live";
    readonly isReset: boolean;
  }
  /** Somebody deleted it, or its lease ended. */
  | { readonly kind: "delete"; readonly key: string; readonly revision: bigint }
  /** The key is not in the list, as of `revision`. With `isReset` etcd lost or changed its data: nobody deleted the key on purpose. */
  | {
    readonly kind: "deletedByList";
    readonly key: string;
    readonly revision: bigint;
    readonly isReset: boolean;
  }
  /** Everything up to `revision` has been delivered: by a complete list, or by resuming after "lost". */
  | {
    readonly kind: "synced";
    readonly revision: bigint;
    readonly clusterId: string;
    readonly origin: "list" | "resume";
    readonly isReset: boolean;
  }
  /** Changes were missed; a list follows. */
  | { readonly kind: "gap"; readonly reason: GapReason; readonly message: string }
  /** Etcd cannot be followed at present; "synced" follows once it can. Not repeated until then. */
  | { readonly kind: "lost"; readonly failure: EtcdFailure };

type Change =
  | { readonly kind: "put"; readonly entry: KeyValue }
  | { readonly kind: "delete" | "deletedByList"; readonly key: string; readonly revision: bigint };

/** The key of a change, as etcd sends it and as a watch delivers it. */
export function keyOf(change: Change): string {
  return change.kind === "put" ? change.entry.key : change.key;
}

export function revisionOf(change: Change): bigint {
  return change.kind === "put" ? change.entry.modRevision : change.revision;
}
