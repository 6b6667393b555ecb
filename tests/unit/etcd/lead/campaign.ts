/** Leadership alone on etcd in memory: instances, what each was told, and when each may act. */
import { Leadership, type Mandate } from "../../../../src/etcd/lead/leadership.ts";
import type { Clock } from "../../../../src/ports/clock.ts";
import { seededRandom } from "../../../support/engine/rig.ts";
import type { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import type { ModelClient, ModelEtcd } from "../../../support/etcd/model.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { KEYS } from "../share/parts.ts";

export const TTL_MS = 3_000;

export class Candidate {
  readonly name: string;
  readonly client: ModelClient;
  readonly log = new MemoryLog();
  readonly mandates: Mandate[] = [];
  readonly told: string[] = [];
  readonly failures: string[] = [];
  seen: string | undefined;
  knownTerm = 1n;
  #leadership: Leadership;
  readonly #newLeadership: () => Leadership;

  constructor(
    name: string,
    options: {
      readonly etcd: ModelEtcd;
      readonly clock: Clock;
      readonly isAlone?: boolean;
      readonly seed?: number;
      readonly ttlMs?: number;
    },
  ) {
    const { etcd, clock, isAlone = false, seed = 1, ttlMs = TTL_MS } = options;
    const random = seededRandom(seed);
    this.name = name;
    this.client = etcd.client(name);
    this.#newLeadership = () =>
      new Leadership({
        kv: this.client,
        keys: KEYS,
        clock,
        log: this.log,
        random01: () => random.next(),
        instance: name,
        ttlMs,
        isAlone,
        knownTerm: () => this.knownTerm,
        listener: {
          onElected: (mandate) => {
            this.mandates.push(mandate);
            this.knownTerm = mandate.term;
            this.told.push("elected");
          },
          onDeposed: () => void this.told.push("deposed"),
          onLeaderSeen: (instance) => void (this.seen = instance),
          onFailure: ({ kind }) => void this.failures.push(kind),
        },
      });
    this.#leadership = this.#newLeadership();
  }

  get leadership(): Leadership {
    return this.#leadership;
  }

  get isValid(): boolean {
    return this.#leadership.isValid();
  }

  get terms(): readonly bigint[] {
    return this.mandates.map(({ term }) => term);
  }

  start(): void {
    this.#leadership.start();
  }

  /** The next run of the same instance; the one before must have ended. */
  renew(): void {
    this.#leadership = this.#newLeadership();
  }

  async stop(clock: VirtualClock): Promise<void> {
    let isStopped = false;
    void this.#leadership.stop().then(() => isStopped = true);
    await clock.until(() => isStopped, 20_000, `the end of ${this.name}`);
  }
}
