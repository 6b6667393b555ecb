/** What `doctor` asks etcd. The layer of the commands does not know its protocol: `main.ts` brings the two together. */
import type { Config } from "../../platform/config.ts";

/** One member of the cluster, as it answered or did not. */
export interface EtcdEndpointFacts {
  readonly address: string;
  readonly found:
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
}

/** The keys of the State Manager. */
export type EtcdKeysFacts =
  | { readonly kind: "failed"; readonly message: string }
  /** `leader` is the value of its key, as text; not set = there is none. */
  | { readonly kind: "read"; readonly hasSchema: boolean; readonly leader?: string };

export interface EtcdFacts {
  readonly prefix: string;
  /** In the order of the configuration. */
  readonly endpoints: readonly EtcdEndpointFacts[];
  readonly keys: EtcdKeysFacts;
}

/** Looks at every member. Never rejects, and ends within a few times `timeoutMs`. Reads only. */
export interface EtcdProbe {
  look(
    config: Config,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<EtcdFacts>;
}
