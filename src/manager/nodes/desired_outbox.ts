/**
 * Tells each node what is wanted of its services: the newest word only, in the background, until the node has it.
 *
 * I1: at most one entry a service and node is waiting; what is sent is read at the moment of sending, so the newest wins.
 * I2: nothing is lost while a node is away: its entries wait, and a new connection repeats everything that concerns it.
 */
import { messageOf } from "../../kit/errors.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { ResourceState } from "../../ports/node_agent.ts";
import { DEFAULT_SPEC, effectiveSpec, newServiceState } from "../../state/model.ts";
import { type ResourceId, splitResourceId } from "../../state/resource_id.ts";
import type { Ledger } from "../core/ledger.ts";
import type { Nodes } from "./nodes.ts";

const PARALLEL_PER_NODE = 4;
const RETRY_MS = 500;

interface NodeOutbox {
  readonly waiting: Set<ResourceId>;
  readonly sending: Set<ResourceId>;
  timer: Timer | undefined;
}

export class DesiredOutbox {
  readonly #ledger: Ledger;
  readonly #nodes: Nodes;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #outboxes = new Map<string, NodeOutbox>();
  readonly #abort = new AbortController();

  constructor(
    options: { readonly ledger: Ledger; readonly nodes: Nodes; readonly clock: Clock; readonly log: Log },
  ) {
    this.#ledger = options.ledger;
    this.#nodes = options.nodes;
    this.#clock = options.clock;
    this.#log = options.log;
  }

  /** What is wanted of this service on this node may have changed: tell it. */
  push(node: string, id: ResourceId): void {
    if (node === "" || this.#nodes.agent(node) === undefined) return;
    const outbox = this.#outbox(node);
    outbox.waiting.add(id);
    this.#pump(node, outbox);
  }

  /** The node has a new connection and may have forgotten everything. */
  pushAll(node: string): void {
    for (const { service } of this.#ledger.records()) {
      if (service.status.node === node) this.push(node, service.metadata.id);
    }
    this.#pump(node, this.#outbox(node));
  }

  /** Entries that wait or are on their way. */
  get size(): number {
    let size = 0;
    for (const outbox of this.#outboxes.values()) size += outbox.waiting.size + outbox.sending.size;
    return size;
  }

  stop(): void {
    this.#abort.abort();
    for (const outbox of this.#outboxes.values()) outbox.timer?.cancel();
  }

  #outbox(node: string): NodeOutbox {
    let outbox = this.#outboxes.get(node);
    if (outbox === undefined) {
      outbox = { waiting: new Set(), sending: new Set(), timer: undefined };
      this.#outboxes.set(node, outbox);
    }
    return outbox;
  }

  #pump(node: string, outbox: NodeOutbox): void {
    if (this.#abort.signal.aborted || !this.#nodes.isConnected(node) || outbox.timer !== undefined) return;
    for (const id of outbox.waiting) {
      if (outbox.sending.size >= PARALLEL_PER_NODE) return;
      if (outbox.sending.has(id)) continue;
      outbox.waiting.delete(id);
      outbox.sending.add(id);
      void this.#send(node, id).then((isDone) => this.#sent(node, outbox, { id, isDone }));
    }
  }

  #sent(
    node: string,
    outbox: NodeOutbox,
    result: { readonly id: ResourceId; readonly isDone: boolean },
  ): void {
    outbox.sending.delete(result.id);
    if (!result.isDone && !this.#abort.signal.aborted) {
      outbox.waiting.add(result.id);
      outbox.timer ??= this.#clock.schedule(RETRY_MS, () => {
        outbox.timer = undefined;
        this.#pump(node, outbox);
      });
    }
    this.#pump(node, outbox);
  }

  /** Whether it needs no repetition. Never rejects. */
  async #send(node: string, id: ResourceId): Promise<boolean> {
    const agent = this.#nodes.agent(node);
    if (agent === undefined) return true;
    try {
      await agent.updateResourceState(id, this.#wanted(node, id), this.#abort.signal);
      return true;
    } catch (error) {
      this.#log.debug("Cannot tell a node what is wanted", { node, resourceId: id, error: messageOf(error) });
      return false;
    }
  }

  #wanted(node: string, id: ResourceId): ResourceState {
    const service = this.#ledger.service(id);
    if (service === undefined || service.status.node !== node) {
      const { namespace, name } = splitResourceId(id);
      const { status, metadata } = service ?? newServiceState(name, namespace);
      return {
        spec: service?.spec ?? DEFAULT_SPEC,
        status,
        generation: metadata.generation,
        revision: this.#ledger.revision,
        isRemoved: true,
      };
    }
    return {
      spec: effectiveSpec(service),
      status: service.status,
      generation: service.metadata.generation,
      revision: service.metadata.revision,
      isRemoved: false,
    };
  }
}
