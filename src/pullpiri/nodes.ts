/**
 * The nodes of Pullpiri: which there are, by what the store says of the cluster, each as a NodeAgent of the manager.
 *
 * I1: a node that was known once stays known: the store forgets roles and never notices that a node died.
 * I2: lists of a node that is not known yet are kept until it is, the newest of each.
 */
import type { Buffered, BufferLevel } from "../kit/buffer_level.ts";
import type { Log } from "../ports/log.ts";
import type { NodeAgentPort } from "../ports/node_agent.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { Entry } from "./artifacts.ts";
import { type NodeDeps, PullpiriNode } from "./node.ts";
import type { AgentCalls } from "./peers.ts";
import type { ContainerInfo } from "./words.ts";

export interface NodesDeps extends Omit<NodeDeps, "agent"> {
  readonly log: Log;
  readonly connectAgent: (raw: string, address: string) => AgentCalls;
  readonly agentPort: number;
  readonly maxNodes: number;
}

/** What the manager is told of nodes. */
export interface NodeRegistry {
  registerNode(agent: NodeAgentPort): void;
}

export const NODE_PREFIXES = ["cluster/nodes/", "nodes/"] as const;
const AGENT_ROLE = 2;

/** Host and address of the nodes that have an agent, or that something is placed on. */
export function agentNodes(
  entries: readonly Entry[],
  placed: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  const roles = new Map<string, number>();
  for (const { key, value } of entries) {
    if (key.startsWith("nodes/")) addresses.set(key.slice("nodes/".length), value.trim());
    else if (key.startsWith("cluster/nodes/")) readNode(value, roles, addresses);
  }
  const hosts = [...roles.keys()].filter((host) => roles.get(host) === AGENT_ROLE || placed.has(host));
  return new Map(hosts.flatMap((host) => {
    const address = addresses.get(host);
    return address === undefined || address === "" ? [] : [[host, address] as const];
  }));
}

function readNode(text: string, roles: Map<string, number>, addresses: Map<string, string>): void {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return;
    const { hostname, ip_address: address, node_role: role } = { ...BLANK, ...value };
    if (typeof hostname !== "string" || typeof role !== "number") return;
    roles.set(hostname, role);
    if (typeof address === "string" && !addresses.has(hostname)) addresses.set(hostname, address);
  } catch {
    // Nobody can be asked about a node whose record cannot be read.
  }
}

const BLANK: { readonly hostname?: unknown; readonly ip_address?: unknown; readonly node_role?: unknown } =
  {};

export class Nodes implements Buffered, AsyncDisposable {
  readonly #deps: NodesDeps;
  readonly #nodes = new Map<string, PullpiriNode>();
  readonly #early = new Map<string, readonly ContainerInfo[]>();
  /** By host: what the store said last. */
  readonly #stored = new Map<string, readonly ContainerInfo[]>();
  #registry: NodeRegistry | undefined;
  #refused = 0;

  constructor(deps: NodesDeps) {
    this.#deps = deps;
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "pullpiri_nodes",
      unit: "entries",
      capacity: this.#deps.maxNodes,
      overflow: "refuse",
      used: this.#nodes.size + this.#early.size,
      overflows: this.#refused,
    }];
  }

  attach(registry: NodeRegistry): void {
    this.#registry = registry;
  }

  all(): Iterable<PullpiriNode> {
    return this.#nodes.values();
  }

  /** By its name here. */
  of(node: string): PullpiriNode | undefined {
    return this.#nodes.get(node);
  }

  /** The nodes that there are now. */
  found(hosts: ReadonlyMap<string, string>): void {
    const { world, agentPort, maxNodes, log } = this.#deps;
    for (const [raw, ip] of hosts) {
      const node = world.names.nodes.name(raw);
      const address = `${ip.includes(":") ? `[${ip}]` : ip}:${agentPort}`;
      const known = this.#nodes.get(node);
      if (known?.address === address) continue;
      if (known === undefined && this.#nodes.size >= maxNodes) {
        this.#refused += 1;
        continue;
      }
      log.info("A node of Pullpiri is known", { node, host: raw, address });
      this.#add({ raw, node, address });
      void known?.[Symbol.asyncDispose]();
    }
  }

  takePush(raw: string, list: readonly ContainerInfo[]): PullpiriNode | undefined {
    const node = this.of(this.#deps.world.names.nodes.name(raw));
    if (node !== undefined) node.takePush(list);
    else if (this.#early.has(raw) || this.#early.size < this.#deps.maxNodes) this.#early.set(raw, list); // I2
    else this.#refused += 1;
    return node;
  }

  /** All that the store has; a node of which it has nothing has no containers. What it said before is skipped where all is certain. */
  takeStore(list: readonly ContainerInfo[]): void {
    const byHost = Map.groupBy(list, ({ config }) => config["Hostname"] ?? "");
    for (const node of this.#nodes.values()) {
      const here = byHost.get(node.raw) ?? [];
      const before = this.#stored.get(node.raw);
      const isNew = before === undefined || here.length !== before.length ||
        here.some((container, at) => container !== before[at]);
      this.#stored.set(node.raw, here);
      if (node.isAnswering && (isNew || node.isUncertain)) node.takeStore(here);
    }
  }

  /** The agents may remember no model any more. */
  forgetAll(): void {
    for (const node of this.#nodes.values()) node.forgetAll();
  }

  /** Where something of a model is. */
  whereIs(id: ResourceId): readonly PullpiriNode[] {
    return [...this.#nodes.values()].filter((node) => [...node.owners()].some((owner) => owner.id === id));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#nodes.values()].map((node) => node[Symbol.asyncDispose]()));
  }

  #add(names: { readonly raw: string; readonly node: string; readonly address: string }): void {
    const agent = this.#deps.connectAgent(names.raw, names.address);
    const node = new PullpiriNode(names, { ...this.#deps, agent });
    this.#nodes.set(names.node, node);
    this.#registry?.registerNode(node);
    const early = this.#early.get(names.raw);
    this.#early.delete(names.raw);
    if (early !== undefined) node.takePush(early);
  }
}
