import { deepEqual, equal, match, ok } from "node:assert/strict";
import { type ConnectedAgent, NODES_FILE, RegisteredNodes } from "../../../src/daemon/registered_nodes.ts";
import type { NodeListener, ResourceState } from "../../../src/ports/node_agent.ts";
import type { StateAlert } from "../../../src/state/alert.ts";
import type { StateDiff } from "../../../src/state/diff.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import { Rig } from "../../support/engine/rig.ts";
import { FakeNode } from "../../support/engine/fake_node.ts";
import type { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { TempDir } from "../../support/temp_dir.ts";

/** A node that reports when its connection is closed. */
class Connection implements ConnectedAgent {
  readonly node: string;
  readonly address: string;
  isClosed = false;
  readonly #node: FakeNode;

  constructor(node: string, options: { readonly address: string; readonly clock: VirtualClock }) {
    this.node = node;
    this.address = options.address;
    this.#node = new FakeNode(node, options.clock);
  }

  getStateDiff(id: ResourceId): Promise<StateDiff> {
    return this.#node.getStateDiff(id);
  }

  follow(listener: NodeListener, signal: AbortSignal): Promise<void> {
    return this.#node.follow(listener, signal);
  }

  updateResourceState(id: ResourceId, state: ResourceState): Promise<boolean> {
    return this.#node.updateResourceState(id, state);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.isClosed = true;
    return Promise.resolve();
  }
}

interface Options {
  readonly configured?: readonly string[];
  readonly isNetworkAllowed?: boolean;
  readonly maxNodes?: number;
  readonly mayUse?: (path: string) => boolean;
}

function nodesIn(dir: TempDir, rig: Rig, options: Options = {}) {
  const { configured = ["front"], isNetworkAllowed = false, maxNodes = 8, mayUse = () => true } = options;
  const log = new MemoryLog();
  const connections: Connection[] = [];
  const nodes = new RegisteredNodes({
    stateDir: dir.path,
    log,
    configured,
    isNetworkAllowed,
    maxNodes,
    mayUse,
    connect: (node, address) => {
      const connection = new Connection(node, { address, clock: rig.clock });
      connections.push(connection);
      return connection;
    },
  });
  nodes.attach(rig.manager);
  return { nodes, log, connections };
}

function addressOf(rig: Rig, node: string): string | undefined {
  return rig.manager.status().nodes.find((entry) => entry.node === node)?.address;
}

function reasonsOf(alerts: readonly StateAlert[]): readonly string[] {
  return alerts.map(({ reason }) => reason);
}

Deno.test("a node that registers is connected, followed and remembered for the next run", async () => {
  using dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const { nodes, connections } = nodesIn(dir, rig);
  equal(nodes.onRegistered("roof", "127.0.0.1:47010"), undefined);
  equal(addressOf(rig, "roof"), "127.0.0.1:47010");
  await rig.clock.advance(200);
  ok(rig.manager.status().nodes.find(({ node }) => node === "roof")?.isConnected);
  deepEqual(JSON.parse(Deno.readTextFileSync(dir.file(NODES_FILE))), { roof: "127.0.0.1:47010" });
  equal((Deno.statSync(dir.file(NODES_FILE)).mode ?? 0) & 0o777, 0o600);

  await using other = new Rig({ nodes: ["front"] });
  const next = nodesIn(dir, other);
  deepEqual([...next.nodes.known], [["roof", "127.0.0.1:47010"]]);
  deepEqual(next.connections.map(({ address }) => address), ["127.0.0.1:47010"]);
  other.start();
  equal(addressOf(other, "roof"), "127.0.0.1:47010");

  nodes.onUnregistered("roof");
  equal(addressOf(rig, "roof"), undefined);
  equal(connections[0]?.isClosed, true);
  deepEqual(JSON.parse(Deno.readTextFileSync(dir.file(NODES_FILE))), {});
});

Deno.test("a node with a new address is connected there, and the old connection is closed", async () => {
  using dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const { nodes, connections } = nodesIn(dir, rig);
  nodes.onRegistered("roof", "127.0.0.1:1");
  nodes.onRegistered("roof", "unix:/run/roof.sock");
  equal(addressOf(rig, "roof"), "unix:/run/roof.sock");
  deepEqual(connections.map(({ isClosed }) => isClosed), [true, false]);
  await nodes[Symbol.asyncDispose]();
  deepEqual(connections.map(({ isClosed }) => isClosed), [true, true]);
});

Deno.test("an address that is malformed, remote, or beyond the limit is refused, and the known one stays", async () => {
  using dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const { nodes, connections } = nodesIn(dir, rig, { maxNodes: 2 });
  equal(nodes.onRegistered("roof", "127.0.0.1:1"), undefined);
  match(nodes.onRegistered("roof", "nowhere") ?? "", /"nowhere" is not an address/);
  match(nodes.onRegistered("roof", "10.0.0.1:1") ?? "", /insecure_network/);
  match(nodes.onRegistered("rear", "127.0.0.1:2") ?? "", /limits\.nodes is 2/);
  ok((nodes.onRegistered("roof", "x".repeat(10_000)) ?? "").length < 200);
  // A known node does not count twice.
  equal(nodes.onRegistered("roof", "127.0.0.1:3"), undefined);
  equal(addressOf(rig, "roof"), "127.0.0.1:3");
  equal(connections.length, 2);
  nodes.onRefused("roof", "it is wrong");
  deepEqual(reasonsOf(rig.alerts), ["DesiredStateRefused"]);
  match(rig.alerts[0]?.message ?? "", /node roof.*it is wrong/);
});

Deno.test("a socket that the daemon may not use is refused", async () => {
  using dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const { nodes } = nodesIn(dir, rig, { mayUse: (path) => path.startsWith("/run/statemanager/") });
  equal(nodes.onRegistered("roof", "unix:/run/statemanager/roof.sock"), undefined);
  match(nodes.onRegistered("rear", "unix:/tmp/rear.sock") ?? "", /outside of the runtime directory/);
  equal(addressOf(rig, "rear"), undefined);
});

Deno.test("with insecure_network a remote node is connected", async () => {
  using dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const { nodes } = nodesIn(dir, rig, { isNetworkAllowed: true });
  equal(nodes.onRegistered("roof", "10.0.0.1:1"), undefined);
  equal(addressOf(rig, "roof"), "10.0.0.1:1");
});

Deno.test("a configured node is reached at its configured address, whatever it registers", async () => {
  using dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const { nodes, connections } = nodesIn(dir, rig);
  equal(nodes.onRegistered("front", "127.0.0.1:9"), undefined);
  equal(addressOf(rig, "front"), "memory");
  nodes.onUnregistered("front");
  equal(addressOf(rig, "front"), "memory");
  deepEqual(connections, []);
});

Deno.test("nodes of an earlier run are filtered by the configuration of this one", async () => {
  using dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  dir.write(
    NODES_FILE,
    JSON.stringify({ front: "127.0.0.1:1", roof: "10.0.0.1:1", rear: "127.0.0.1:2", side: "127.0.0.1:3" }),
  );
  const { nodes, connections } = nodesIn(dir, rig, { maxNodes: 2 });
  deepEqual([...nodes.known], [["rear", "127.0.0.1:2"]]);
  deepEqual(connections.map(({ node }) => node), ["rear"]);
});

Deno.test("an unreadable file causes a warning; malformed addresses in it are left out", async () => {
  using dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  for (
    const [text, known] of [["{", 0], ["[]", 0], ["7", 0], ['{"a":7,"b":"x","c":"127.0.0.1:1"}', 1]] as const
  ) {
    dir.write(NODES_FILE, text);
    const { nodes, log } = nodesIn(dir, rig);
    equal(nodes.known.size, known, text);
    equal(log.at("warn").length, text === "{" ? 1 : 0, text);
  }
  Deno.removeSync(dir.file(NODES_FILE));
  equal(nodesIn(dir, rig).log.lines.length, 0);
});

Deno.test("an unwritable file causes a warning only", async () => {
  const dir = new TempDir();
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const { nodes, log } = nodesIn(dir, rig);
  dir[Symbol.dispose]();
  equal(nodes.onRegistered("roof", "127.0.0.1:1"), undefined);
  equal(log.at("warn").length, 1);
  equal(addressOf(rig, "roof"), "127.0.0.1:1");
});
