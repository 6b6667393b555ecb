/** The load: changes of what is wanted, by the API and by specs that another component puts into etcd. */
import { CallError } from "../../src/client/state_manager.ts";
import type { EtcdFailure } from "../../src/etcd/client/kv.ts";
import type { Changes } from "./changes.ts";
import type { Dice } from "./dice.ts";
import { type Owner, partOf, SUBJECTS, toDocument, type Wanted } from "./services.ts";
import type { World } from "./world.ts";

/** Between two changes of one channel, milliseconds. */
const EVERY_MS = { min: 150, max: 900 };
/** INVALID_ARGUMENT, FAILED_PRECONDITION: it was not done and will not be. */
const REFUSED_CODES = [3, 9];

export type Asked = { readonly kind: "done" } | {
  readonly kind: "refused" | "unknown";
  readonly message: string;
};

export class Load {
  readonly #world: World;
  readonly #changes: Changes;
  #count = 0;

  constructor(world: World, changes: Changes) {
    this.#world = world;
    this.#changes = changes;
  }

  /** Until the chaos is over. */
  async run(dice: Dice): Promise<void> {
    await Promise.all([
      this.#channel(["api", "both", "wild"], (wanted) => this.applyByApi(wanted), dice),
      this.#channel(["etcd", "both", "wild"], (wanted) => this.putIntoEtcd(wanted), dice),
    ]);
  }

  /** A change of this service that was never asked for before. */
  next(id: Wanted["id"], replicas: number): Wanted {
    this.#count += 1;
    return { id, replicas, version: `v${this.#count}` };
  }

  /** Asks whoever leads. */
  async applyByApi(wanted: Wanted): Promise<Asked> {
    const { id, version } = wanted;
    const beganMs = performance.now();
    let asked: Asked = { kind: "refused", message: "no instance runs" };
    for (const { manager } of this.#world.group.members) {
      if (!manager.isServing) continue;
      try {
        const service = await manager.apply(id, partOf(wanted), reasonOf(version));
        this.#changes.noteGeneration(id, service.metadata.generation);
        this.#world.clients?.acknowledged(service, beganMs);
        asked = { kind: "done" };
        break;
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        const isRefused = REFUSED_CODES.includes(error.code);
        if (!isRefused || asked.kind !== "unknown") {
          asked = { kind: isRefused ? "refused" : "unknown", message: error.message };
        }
      }
    }
    this.#note(wanted, { channel: "api", beganMs, asked });
    return asked;
  }

  async putIntoEtcd(wanted: Wanted): Promise<Asked> {
    const beganMs = performance.now();
    const key = this.#world.keys.spec(wanted.id);
    const put = { kind: "put", key, value: toDocument(wanted) } as const;
    this.#world.clients?.foreign(wanted.id);
    const outcome = await this.#world.group.client.txn({ compare: [], then: [put], otherwise: [] });
    this.#world.clients?.foreign(wanted.id);
    const asked: Asked = outcome.kind === "ok" ? { kind: "done" } : askedOf(outcome.failure);
    this.#note(wanted, { channel: "etcd", beganMs, asked });
    return asked;
  }

  #note(
    { id, version }: Wanted,
    { channel, beganMs, asked }: {
      readonly channel: "api" | "etcd";
      readonly beganMs: number;
      readonly asked: Asked;
    },
  ): void {
    if (asked.kind === "refused") return;
    const endedMs = asked.kind === "done" ? performance.now() : Infinity;
    this.#changes.add({ id, version, channel, beganMs, endedMs });
  }

  async #channel(
    owners: readonly Owner[],
    ask: (wanted: Wanted) => Promise<Asked>,
    dice: Dice,
  ): Promise<void> {
    const { signal } = this.#world;
    const subjects = SUBJECTS.filter(({ owner }) => owners.includes(owner));
    while (!signal.aborted) {
      await ask(this.next(dice.pick(subjects).id, 1 + dice.below(2)));
      await this.#world.rest(dice.between(EVERY_MS.min, EVERY_MS.max));
    }
  }
}

/** By which a change of the API is found in the history. */
export function reasonOf(version: string): string {
  return `chaos ${version}`;
}

function askedOf({ message, mayHaveHappened }: EtcdFailure): Asked {
  return { kind: mayHaveHappened ? "unknown" : "refused", message };
}
