/** LeaderElection alone on etcd in memory: instances, the transitions of each, and when each may act. */
import { LeaderElection, type LeaderTerm } from "../../../../src/etcd/lead/leader_election.ts";
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
  readonly leaderTerms: LeaderTerm[] = [];
  readonly transitions: string[] = [];
  readonly failures: string[] = [];
  seen: string | undefined;
  knownTerm = 1n;
  #election: LeaderElection;
  readonly #newElection: () => LeaderElection;

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
    this.#newElection = () =>
      new LeaderElection({
        etcd: { kv: this.client, keys: KEYS, clock, log: this.log, random01: () => random.next() },
        instance: name,
        ttlMs,
        isAlone,
        knownTerm: () => this.knownTerm,
        listener: {
          onElected: (leaderTerm) => {
            this.leaderTerms.push(leaderTerm);
            this.knownTerm = leaderTerm.term;
            this.transitions.push("elected");
          },
          onDeposed: () => void this.transitions.push("deposed"),
          onLeaderSeen: (instance) => void (this.seen = instance),
          onAnswered: () => {},
          onFailure: ({ kind }) => void this.failures.push(kind),
        },
      });
    this.#election = this.#newElection();
  }

  get election(): LeaderElection {
    return this.#election;
  }

  get isValid(): boolean {
    return this.#election.isValid();
  }

  get terms(): readonly bigint[] {
    return this.leaderTerms.map(({ term }) => term);
  }

  start(): void {
    this.#election.start();
  }

  /** The next run of the same instance; the previous one must have ended. */
  renew(): void {
    this.#election = this.#newElection();
  }

  async stop(clock: VirtualClock): Promise<void> {
    let isStopped = false;
    void this.#election.stop().then(() => isStopped = true);
    await clock.until(() => isStopped, 20_000, `the end of ${this.name}`);
  }
}
