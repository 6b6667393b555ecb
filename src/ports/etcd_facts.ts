/** The result of probing etcd, for `doctor`: the commands ask, the etcd adapter answers. */

/** The answer of one member of the cluster, or why there is none. */
export type EtcdAnswer =
  | { readonly kind: "failed"; readonly message: string }
  | {
    readonly kind: "answered";
    /** As in `3.5.16`. */
    readonly version: string;
    readonly dbSizeBytes: number;
    /** Not set = the member does not report it (before etcd 3.6). */
    readonly quotaBytes?: number;
    readonly hasLeader: boolean;
    /** `NOSPACE`, `CORRUPT`. */
    readonly alarms: readonly string[];
  };

/** One member of the cluster. */
export interface EtcdEndpointFacts {
  readonly address: string;
  readonly found: EtcdAnswer;
}

/** A node that registered itself: its address, or why the registration cannot be read. */
export interface EtcdNodeFacts {
  readonly node: string;
  readonly address?: string;
  readonly problem?: string;
}

/** The keys of the State Manager. */
export type EtcdKeysFacts =
  | { readonly kind: "failed"; readonly message: string }
  | {
    readonly kind: "read";
    readonly hasSchema: boolean;
    /** The instance that leads, or the raw text of its key; not set = there is none. */
    readonly leader?: string;
    /** In order of name. */
    readonly nodes: readonly EtcdNodeFacts[];
    /** Whether a key could be stored and deleted again. */
    readonly isWritable: boolean;
  };

export interface EtcdFacts {
  readonly prefix: string;
  /** In the order of the configuration. */
  readonly endpoints: readonly EtcdEndpointFacts[];
  readonly keys: EtcdKeysFacts;
}
