/**
 * The known content of etcd for each service, with the position of its ring.
 *
 * I1: of ended services, of which etcd holds only the ring, at most the newest MAX_ENDED are remembered. Any other ring is read before
 *     it is written again.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { RingPosition } from "./documents.ts";
import { isThere, NO_REPLICA, type Replica } from "./replica.ts";

export const MAX_ENDED = 1_024;

export class KnownReplicas implements Buffered {
  readonly #hasEnded: (id: ResourceId) => boolean;
  readonly #byId = new Map<ResourceId, Replica>();
  /** Services whose ring position was read from the ring. */
  readonly #located = new Set<ResourceId>();
  /** In the order in which they ended. */
  readonly #ended = new Set<ResourceId>();
  #forgotten = 0;

  constructor(hasEnded: (id: ResourceId) => boolean) {
    this.#hasEnded = hasEnded;
  }

  get size(): number {
    return this.#byId.size;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "ended_ring_positions",
      unit: "entries",
      capacity: MAX_ENDED,
      overflow: "read-again",
      used: this.#ended.size,
      overflows: this.#forgotten,
    }];
  }

  entries(): IterableIterator<[ResourceId, Replica]> {
    return this.#byId.entries();
  }

  get(id: ResourceId): Replica | undefined {
    return this.#byId.get(id);
  }

  set(id: ResourceId, replica: Replica): void {
    this.#byId.set(id, replica);
  }

  /** A transaction wrote this content to etcd. */
  written(id: ResourceId, replica: Replica): void {
    this.#byId.set(id, replica);
    this.#ended.delete(id);
    if (isThere(replica) || !this.#hasEnded(id)) return;
    this.#ended.add(id);
    const [oldest] = this.#ended;
    if (this.#ended.size <= MAX_ENDED || oldest === undefined) return;
    this.#forgotten += 1;
    this.#ended.delete(oldest);
    this.#byId.delete(oldest);
    this.#located.delete(oldest);
  }

  /** Whether the ring has to be read before its next event is written. */
  isUnlocated(id: ResourceId): boolean {
    return !this.#located.has(id) && (this.#byId.get(id)?.ring.sequence ?? 0) === 0;
  }

  /** The position was read from the ring. */
  locate(id: ResourceId, ring: RingPosition): void {
    this.#located.add(id);
    this.#byId.set(id, { ...(this.#byId.get(id) ?? NO_REPLICA), ring });
  }

  /** The position of its ring must be read before the next write. */
  loseRing(id: ResourceId): void {
    this.#located.delete(id);
    this.#byId.set(id, { ...(this.#byId.get(id) ?? NO_REPLICA), ring: NO_REPLICA.ring });
  }

  /** Forgets everything; a new leader term begins with the content that the initial sync found. */
  reset(found: Iterable<readonly [ResourceId, Replica]> = []): void {
    this.#byId.clear();
    this.#located.clear();
    this.#ended.clear();
    for (const [id, replica] of found) this.#byId.set(id, replica);
  }
}
