/**
 * What was asked for, what was acknowledged of it, and which of it may therefore be in force at the end.
 *
 * I1: an acknowledged change is in force unless a later one took its place. A spec that was put into etcd is looked at whenever the
 *     State Manager can see etcd, so it takes the place of everything that the API acknowledged before it was put.
 */
import type { ResourceId } from "../../src/state/resource_id.ts";

export interface Change {
  readonly id: ResourceId;
  readonly channel: "api" | "etcd";
  /** Unique. */
  readonly version: string;
  readonly beganMs: number;
  /** Infinity = not acknowledged: it may take effect at any time, or never. */
  readonly endedMs: number;
}

/** A request whose answer was lost takes effect within this time, or never. */
const LATE_MS = 30_000;

export class Changes {
  readonly #all: Change[] = [];
  readonly #generations = new Map<ResourceId, bigint>();

  add(change: Change): void {
    this.#all.push(change);
  }

  /** An acknowledged generation. */
  noteGeneration(id: ResourceId, generation: bigint): void {
    if (generation > this.generation(id)) this.#generations.set(id, generation);
  }

  /** The highest one that was acknowledged. */
  generation(id: ResourceId): bigint {
    return this.#generations.get(id) ?? 0n;
  }

  acknowledged(channel: Change["channel"]): readonly Change[] {
    return this.#all.filter((change) => change.channel === channel && Number.isFinite(change.endedMs));
  }

  /** The versions of a service that I1 allows; empty = nothing was acknowledged. */
  allowed(id: ResourceId): ReadonlySet<string> {
    const own = this.#all.filter((change) => change.id === id);
    const acknowledged = own.filter(({ endedMs }) => Number.isFinite(endedMs));
    if (acknowledged.length === 0) return new Set();
    const isReplaced = (change: Change) => {
      const endedMs = Math.min(change.endedMs, change.beganMs + LATE_MS);
      return acknowledged.some((other) =>
        other.beganMs > endedMs && (other.channel === "etcd" || change.channel === "api")
      );
    };
    return new Set(own.filter((change) => !isReplaced(change)).map(({ version }) => version));
  }
}
