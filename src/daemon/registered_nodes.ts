/**
 * Connects to nodes that registered themselves in etcd. A file beside the journal keeps their addresses, so that they are found after a
 * start without etcd.
 *
 * I1: for a node that the configuration names, the address of the configuration is used.
 */
import { join } from "node:path";
import { openFresh, writeAll } from "../journal/quarantine.ts";
import type { Buffered, BufferLevel } from "../kit/buffer_level.ts";
import { messageOf } from "../kit/errors.ts";
import type { NodeRegistryListener } from "../etcd/share/node_registry.ts";
import type { Manager } from "../manager.ts";
import { isProtected, parseEndpoint } from "../platform/config/endpoint.ts";
import { mayWrite } from "../platform/process/write_access.ts";
import type { Log } from "../ports/log.ts";
import type { NodeAgentPort } from "../ports/node_agent.ts";

export const NODES_FILE = "nodes.json";

export type ConnectedAgent = NodeAgentPort & AsyncDisposable;

export class RegisteredNodes implements NodeRegistryListener, Buffered, AsyncDisposable {
  readonly #path: string;
  readonly #log: Log;
  readonly #configured: ReadonlySet<string>;
  readonly #isNetworkAllowed: boolean;
  readonly #maxNodes: number;
  readonly #mayUse: (path: string) => boolean;
  readonly #connect: (node: string, address: string) => ConnectedAgent;
  readonly #agents = new Map<string, ConnectedAgent>();
  readonly #known: Map<string, string>;
  #manager: Manager | undefined;
  #refused = 0;

  constructor(options: {
    readonly stateDir: string;
    readonly log: Log;
    /** Names of the nodes in the configuration. */
    readonly configured: readonly string[];
    readonly isNetworkAllowed: boolean;
    readonly maxNodes: number;
    /** Whether the process may use a socket there. */
    readonly mayUse?: (path: string) => boolean;
    readonly connect: (node: string, address: string) => ConnectedAgent;
  }) {
    this.#path = join(options.stateDir, NODES_FILE);
    this.#log = options.log;
    this.#configured = new Set(options.configured);
    this.#isNetworkAllowed = options.isNetworkAllowed;
    this.#maxNodes = options.maxNodes;
    this.#mayUse = options.mayUse ?? mayWrite;
    this.#connect = options.connect;
    this.#known = this.#read();
  }

  buffers(): readonly BufferLevel[] {
    return [{
      name: "nodes",
      unit: "entries",
      capacity: this.#maxNodes,
      overflow: "refuse",
      used: this.#configured.size + this.#agents.size,
      overflows: this.#refused,
    }];
  }

  /** Nodes known from an earlier run, with their addresses. */
  get known(): ReadonlyMap<string, string> {
    return this.#known;
  }

  /** Registers the known nodes, and those that register later, with the manager. */
  attach(manager: Manager): void {
    this.#manager = manager;
    for (const [node, address] of this.#known) this.#open(node, address);
  }

  onRegistered(node: string, address: string): string | undefined {
    if (this.#configured.has(node)) {
      this.#log.info("A node of the configuration registered itself", { node, address });
      return undefined;
    }
    const problem = this.#problemOf(address);
    if (problem !== undefined) return problem;
    const count = this.#configured.size + this.#agents.size;
    if (!this.#agents.has(node) && count >= this.#maxNodes) {
      this.#refused += 1;
      return `limits.nodes is ${this.#maxNodes}`;
    }
    this.#open(node, address);
    this.#known.set(node, address);
    this.#write();
    return undefined;
  }

  onUnregistered(node: string): void {
    if (this.#known.delete(node)) this.#write();
    if (this.#configured.has(node)) return;
    this.#manager?.unregisterNode(node);
    this.#close(node);
  }

  onRefused(node: string, problem: string): void {
    const message = `The registration of node ${node} in etcd is refused: ${problem}`;
    this.#manager?.alert({ severity: "Warning", reason: "DesiredStateRefused", message });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent[Symbol.asyncDispose]()));
    this.#agents.clear();
  }

  /** Why the address cannot be used; undefined = it can. */
  #problemOf(address: string): string | undefined {
    const endpoint = parseEndpoint(address);
    if (endpoint === undefined) return `${JSON.stringify(address.slice(0, 64))} is not an address`;
    if (endpoint.kind === "unix" && !this.#mayUse(endpoint.path)) {
      return `${address} is a socket outside of the runtime directory; a node that has one must be in the configuration`;
    }
    if (this.#isNetworkAllowed || isProtected(endpoint)) return undefined;
    return `${address} is reached over the network, where nothing is encrypted; set insecure_network to allow it`;
  }

  #open(node: string, address: string): void {
    if (this.#configured.has(node)) return;
    const agent = this.#connect(node, address);
    this.#manager?.registerNode(agent);
    this.#close(node);
    this.#agents.set(node, agent);
  }

  #close(node: string): void {
    const agent = this.#agents.get(node);
    this.#agents.delete(node);
    if (agent !== undefined) void agent[Symbol.asyncDispose]();
  }

  /** Filtered by the configuration of this run, which may have changed since the file was written. */
  #read(): Map<string, string> {
    try {
      const stored: unknown = JSON.parse(Deno.readTextFileSync(this.#path));
      const entries = typeof stored === "object" && stored !== null ? Object.entries(stored) : [];
      return new Map(
        entries.filter((entry): entry is [string, string] =>
          typeof entry[1] === "string" && this.#problemOf(entry[1]) === undefined &&
          !this.#configured.has(entry[0])
        ).slice(0, Math.max(0, this.#maxNodes - this.#configured.size)),
      );
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) {
        this.#log.warn("Cannot read the registered nodes; etcd will deliver them again", {
          error: messageOf(error),
        });
      }
      return new Map();
    }
  }

  /** Best effort: it only matters for a start without etcd. */
  #write(): void {
    try {
      const text = `${JSON.stringify(Object.fromEntries(this.#known), null, 1)}\n`;
      using file = openFresh(`${this.#path}.new`);
      writeAll(file, text);
      Deno.renameSync(`${this.#path}.new`, this.#path);
    } catch (error) {
      this.#log.warn("Cannot store the registered nodes", { error: messageOf(error) });
    }
  }
}
