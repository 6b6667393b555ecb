/** What a look at etcd finds, for `doctor`: the commands ask, the adapter of etcd answers. */

/** How one member of the cluster answered or did not. */
export type EtcdAnswer =
  | { readonly kind: "failed"; readonly message: string }
  | {
    readonly kind: "answered";
    /** As in `3.5.16`. */
    readonly version: string;
    readonly dbSizeBytes: number;
    /** Not set = it does not say (before etcd 3.6). */
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

/** The keys of the State Manager. */
export type EtcdKeysFacts =
  | { readonly kind: "failed"; readonly message: string }
  /** `leader`: the instance that leads, or what its key says as text; not set = there is none. */
  | { readonly kind: "read"; readonly hasSchema: boolean; readonly leader?: string };

export interface EtcdFacts {
  readonly prefix: string;
  /** In the order of the configuration. */
  readonly endpoints: readonly EtcdEndpointFacts[];
  readonly keys: EtcdKeysFacts;
}
