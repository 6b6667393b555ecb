/** Who leads among the instances, since when this one knows of it, and where they listen. */
import type { InstanceRegistry } from "../etcd/share/instance_registry.ts";
import type { Leadership } from "../manager/serve/api.ts";
import { VERSION } from "../platform/process/version.ts";
import type { Clock } from "../ports/clock.ts";
import type { InstanceInfo, InstanceList } from "../ports/instances.ts";

export class Standing {
  readonly #name: string;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  #leadership: Pick<Leadership, "role" | "leader">;
  #sinceMs: number;
  #addresses: readonly string[] = [];
  #registry: InstanceRegistry | undefined;

  /** One that is alone leads from the start. */
  constructor(name: string, { isAlone, clock }: { readonly isAlone: boolean; readonly clock: Clock }) {
    this.#name = name;
    this.#clock = clock;
    this.#startedAtMs = clock.monotonicMs();
    this.#sinceMs = this.#startedAtMs;
    this.#leadership = isAlone ? { role: "leader", leader: name } : { role: "standby", leader: "" };
  }

  setLeadership({ role, leader }: Pick<Leadership, "role" | "leader">): void {
    if (role === this.#leadership.role && leader === this.#leadership.leader) return;
    this.#leadership = { role, leader };
    this.#sinceMs = this.#clock.monotonicMs();
  }

  /** Where this instance listens, and who knows the others; not set = it is alone. */
  setPlace(addresses: readonly string[], registry?: InstanceRegistry): void {
    this.#addresses = addresses;
    this.#registry = registry;
  }

  list(): InstanceList {
    return {
      self: this.#name,
      leader: this.#leadership.leader,
      leaderMs: this.#clock.monotonicMs() - this.#sinceMs,
      instances: this.#registry?.list() ?? [this.#own()],
      ageMs: this.#registry?.ageMs ?? 0,
    };
  }

  #own(): InstanceInfo {
    const uptimeMs = this.#clock.monotonicMs() - this.#startedAtMs;
    return {
      name: this.#name,
      addresses: this.#addresses,
      version: VERSION,
      uptimeMs,
      isRegistered: true,
      seenMs: 0,
    };
  }
}
