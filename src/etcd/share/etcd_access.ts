/** What every part around etcd works with: the client, where the keys are, time, log and chance. */
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { EtcdKv } from "../client/kv.ts";
import type { Keys } from "./keys.ts";

export interface EtcdAccess {
  readonly kv: EtcdKv;
  readonly keys: Keys;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 to below 1, for the jitter of delays. */
  readonly random01: () => number;
}
