/** How many services are assigned to each node, kept up to date so that placing one does not count them all. */
import type { ResourceId } from "../../state/resource_id.ts";

export class NodeLoad {
  readonly #nodeOf = new Map<ResourceId, string>();
  readonly #counts = new Map<string, number>();

  /** Node of the service; "" = none. */
  nodeOf(id: ResourceId): string {
    return this.#nodeOf.get(id) ?? "";
  }

  /** Services assigned to the node. */
  of(node: string): number {
    return this.#counts.get(node) ?? 0;
  }

  /** The service is on that node now; "" = on none, or gone. */
  set(id: ResourceId, node: string): void {
    const old = this.nodeOf(id);
    if (old === node) return;
    const left = this.of(old) - 1;
    if (left > 0) this.#counts.set(old, left);
    else this.#counts.delete(old);
    if (node === "") this.#nodeOf.delete(id);
    else {
      this.#nodeOf.set(id, node);
      this.#counts.set(node, this.of(node) + 1);
    }
  }

  /** Services assigned to the node, in no particular order. */
  *servicesOn(node: string): IterableIterator<ResourceId> {
    for (const [id, assigned] of this.#nodeOf) if (assigned === node) yield id;
  }
}
