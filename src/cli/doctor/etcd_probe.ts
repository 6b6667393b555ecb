/** What `doctor` asks etcd. The layer of the commands does not know its protocol: `main.ts` brings the two together. */
import type { Config } from "../../platform/config/config.ts";
import type { EtcdFacts } from "../../ports/etcd_facts.ts";

/** Looks at every member. Never rejects, and ends within a few times `timeoutMs`. Leaves nothing behind. */
export interface EtcdProbe {
  look(
    config: Config,
    options: { readonly timeoutMs: number; readonly signal: AbortSignal },
  ): Promise<EtcdFacts>;
}
