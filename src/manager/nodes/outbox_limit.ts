/**
 * Keeps what waits to be sent to the nodes within bounds.
 *
 * I1: of a service that is known here there is one entry a node, which the outbox itself sees to.
 * I2: of one that is not known (any more) nothing is added while as many entries wait as there may be services: a node that reports
 *     names without end must not fill the outbox with them. What is refused is asked for again by the next report of the node.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { NodeSlots } from "./node_slots.ts";

export interface OutboxLimitDeps {
  readonly nodes: Pick<NodeSlots, "push" | "remind" | "outboxSize" | "names">;
  readonly isKnown: (id: ResourceId) => boolean;
  readonly maxServices: number;
}

export class OutboxLimit implements Buffered {
  readonly #deps: OutboxLimitDeps;
  #refused = 0;

  constructor(deps: OutboxLimitDeps) {
    this.#deps = deps;
  }

  /** The desired state of the service on this node may have changed. */
  push(node: string, id: ResourceId): void {
    if (this.#isAllowed(id)) this.#deps.nodes.push(node, id);
  }

  /** The node seems to lack the desired state of the service. */
  remind(node: string, id: ResourceId): void {
    if (this.#isAllowed(id)) this.#deps.nodes.remind(node, id);
  }

  /** I2. */
  #isAllowed(id: ResourceId): boolean {
    const { nodes, isKnown, maxServices } = this.#deps;
    if (nodes.outboxSize < maxServices || isKnown(id)) return true;
    this.#refused += 1;
    return false;
  }

  buffers(): readonly BufferLevel[] {
    const { nodes, maxServices } = this.#deps;
    return [{
      name: "desired_outbox",
      unit: "entries",
      // One entry a service and node, and as many again for services that are not known.
      capacity: maxServices * (nodes.names().length + 1),
      overflow: "refuse",
      used: nodes.outboxSize,
      overflows: this.#refused,
    }];
  }
}
