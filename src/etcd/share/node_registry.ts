/**
 * Nodes that registered themselves in etcd: `nodes/<node>` holds the address of the NodeAgent.
 *
 * I1: when etcd lost its data, or a registration cannot be read, the node keeps its last known address.
 */
import type { Log } from "../../ports/log.ts";
import { attempt, readNode } from "./documents.ts";
import type { Keys } from "./keys.ts";
import { keyOf } from "../watch/events.ts";
import type { WatchChange, WatchHandler, WatchSynced } from "../watcher.ts";

export interface NodeRegistryListener {
  /** A new node, or a new address. Returns why the address cannot be used; undefined = it is used. */
  onRegistered(node: string, address: string): string | undefined;
  onUnregistered(node: string): void;
  /** `problem` is a sentence for an operator. */
  onRefused(node: string, problem: string): void;
}

export class NodeRegistry implements WatchHandler {
  readonly #keys: Keys;
  readonly #log: Log;
  readonly #listener: NodeRegistryListener;
  readonly #addresses: Map<string, string>;
  /** Known nodes in the list that is being delivered. */
  #listed = new Set<string>();

  constructor(options: {
    readonly keys: Keys;
    readonly log: Log;
    readonly listener: NodeRegistryListener;
    /** From an earlier run. */
    readonly known: ReadonlyMap<string, string>;
  }) {
    this.#keys = options.keys;
    this.#log = options.log;
    this.#listener = options.listener;
    this.#addresses = new Map(options.known);
  }

  onChange(change: WatchChange): void {
    const key = this.#keys.parse(keyOf(change));
    if (key?.kind !== "node") return;
    if (change.kind === "put") {
      this.#register(key.node, change.entry.value);
      if (change.origin === "list" && this.#addresses.has(key.node)) this.#listed.add(key.node);
    } else if (change.kind === "delete" || !change.isReset) this.#unregister(key.node);
  }

  /** A node that an earlier run knew and that the list does not contain has unregistered. */
  onSynced(_revision: bigint, { origin, isReset }: WatchSynced): void {
    if (origin !== "list") return;
    const listed = this.#listed;
    this.#listed = new Set();
    if (isReset) return;
    for (const node of [...this.#addresses.keys()]) if (!listed.has(node)) this.#unregister(node);
  }

  #register(node: string, value: string): void {
    const document = attempt(readNode, value);
    const problem = document instanceof Error
      ? document.message
      : this.#addresses.get(node) === document.address
      ? undefined
      : this.#listener.onRegistered(node, document.address);
    if (problem !== undefined) {
      this.#log.warn("Refused the registration of a node", { node, problem });
      this.#listener.onRefused(node, problem);
    } else if (!(document instanceof Error)) this.#addresses.set(node, document.address);
  }

  #unregister(node: string): void {
    if (this.#addresses.delete(node)) this.#listener.onUnregistered(node);
  }
}
