/**
 * What the watch of a prefix tells its handler, in the order of etcd. `watch_state.ts` decides what is told.
 */
import type { EtcdFailure, KeyValue } from "../client/kv.ts";

/** Why changes can no longer be told one by one. */
export type GapReason =
  /** The revision to go on from was compacted away. */
  | "compacted"
  /** Etcd is another one, or knows less than it did. */
  | "history-changed"
  /** The server ended the watch for a reason that going on does not mend. */
  | "refused";

/** What a watch tells, in order. */
export type WatchEvent =
  | {
    readonly kind: "put";
    readonly entry: KeyValue;
    /** A list says what is there, in place of all changes since; a live one is the change itself. */
    readonly origin: "list" | "live";
    readonly isReset: boolean;
  }
  /** Somebody deleted it, or its lease ended. */
  | { readonly kind: "delete"; readonly key: string; readonly revision: bigint }
  /** The key is not in the list, as of `revision`. With `isReset` etcd lost or changed its data: it is nobody's wish. */
  | {
    readonly kind: "deletedByList";
    readonly key: string;
    readonly revision: bigint;
    readonly isReset: boolean;
  }
  /** All that there is up to `revision` has been told: by a whole list, or by resuming after "lost". */
  | {
    readonly kind: "synced";
    readonly revision: bigint;
    readonly clusterId: string;
    readonly origin: "list" | "resume";
    readonly isReset: boolean;
  }
  /** The changes in between cannot be told; a list follows. */
  | { readonly kind: "gap"; readonly reason: GapReason; readonly message: string }
  /** Etcd cannot be followed at present; "synced" follows once it can. Not repeated until then. */
  | { readonly kind: "lost"; readonly failure: EtcdFailure };

type Change =
  | { readonly kind: "put"; readonly entry: KeyValue }
  | { readonly kind: "delete" | "deletedByList"; readonly key: string; readonly revision: bigint };

/** Of a change as etcd sends it, and as a watch tells it. */
export function keyOf(change: Change): string {
  return change.kind === "put" ? change.entry.key : change.key;
}

export function revisionOf(change: Change): bigint {
  return change.kind === "put" ? change.entry.modRevision : change.revision;
}
