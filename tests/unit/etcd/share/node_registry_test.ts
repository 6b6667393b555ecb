import { deepEqual, equal, match } from "node:assert/strict";
import { NodeRegistry } from "../../../../src/etcd/share/node_registry.ts";
import type { WatchChange } from "../../../../src/etcd/watcher.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { entryOf, KEYS } from "./parts.ts";

function world(known: readonly (readonly [string, string])[] = []) {
  const log = new MemoryLog();
  const told: string[] = [];
  const refused: string[] = [];
  let problem: string | undefined;
  const registry = new NodeRegistry({
    keys: KEYS,
    log,
    known: new Map(known),
    listener: {
      onRegistered: (node, address) => {
        if (problem === undefined) told.push(`+${node} ${address}`);
        return problem;
      },
      onUnregistered: (node) => void told.push(`-${node}`),
      onRefused: (node, why) => void refused.push(`${node}: ${why}`),
    },
  });
  const put = (node: string, value: string, origin: "live" | "list" = "live", isReset = false) =>
    registry.onChange({ kind: "put", entry: entryOf(KEYS.node(node), value), origin, isReset });
  const synced = (origin: "list" | "resume" = "list", isReset = false) =>
    registry.onSynced(9n, { clusterId: "c", origin, isReset });
  const refuse = (why: string | undefined) => void (problem = why);
  return { registry, log, told, refused, put, synced, refuse };
}

function at(address: string): string {
  return JSON.stringify({ v: 1, address });
}

Deno.test("a node that registers, moves and goes is told each time, and nothing twice", () => {
  const { registry, told, put } = world();
  put("front", at("127.0.0.1:1"));
  put("front", at("127.0.0.1:1"));
  put("front", at("127.0.0.1:2"));
  registry.onChange({ kind: "delete", key: KEYS.node("front"), revision: 6n });
  registry.onChange({ kind: "delete", key: KEYS.node("front"), revision: 7n });
  deepEqual(told, ["+front 127.0.0.1:1", "+front 127.0.0.1:2", "-front"]);
});

Deno.test("a registration that cannot be read, or is refused, is told and leaves the node as it was known", () => {
  const { registry, log, told, refused, put, refuse } = world();
  put("front", at("127.0.0.1:1"));
  put("front", "{");
  put("front", JSON.stringify({ v: 1 }));
  refuse("the limit is 2");
  put("front", at("10.0.0.1:1"));
  refuse(undefined);
  put("front", at("127.0.0.1:1"));
  deepEqual(told, ["+front 127.0.0.1:1"]);
  equal(refused.length, 3);
  match(refused[1] ?? "", /front: address is not text/);
  equal(refused[2], "front: the limit is 2");
  equal(log.at("warn").length, 3);
  registry.onChange({ kind: "delete", key: KEYS.node("front"), revision: 7n });
  deepEqual(told.at(-1), "-front");
});

Deno.test("a node that was refused is not unregistered when it goes", () => {
  const { registry, told, put, refuse } = world();
  refuse("no");
  put("front", at("127.0.0.1:1"));
  registry.onChange({ kind: "delete", key: KEYS.node("front"), revision: 6n });
  deepEqual(told, []);
});

Deno.test("what an earlier run knew and the list names is left alone; what it does not name is gone", () => {
  const { told, put, synced } = world([["front", "127.0.0.1:1"], ["rear", "127.0.0.1:2"]]);
  put("front", at("127.0.0.1:1"), "list");
  put("roof", at("127.0.0.1:3"), "list");
  synced();
  deepEqual(told, ["+roof 127.0.0.1:3", "-rear"]);
  // The next list begins from nothing again.
  put("roof", at("127.0.0.1:3"), "list");
  synced();
  deepEqual(told.at(-1), "-front");
});

Deno.test("a registration that is listed and cannot be read still names its node", () => {
  const { told, put, synced } = world([["front", "127.0.0.1:1"]]);
  put("front", "{", "list");
  synced();
  deepEqual(told, []);
});

Deno.test("etcd that lost its data takes no node away, nor does a resumed stream", () => {
  const { registry, told, synced } = world([["front", "127.0.0.1:1"]]);
  const lost: WatchChange = { kind: "deletedByList", key: KEYS.node("front"), revision: 2n, isReset: true };
  registry.onChange(lost);
  synced("list", true);
  synced("resume");
  deepEqual(told, []);
  registry.onChange({ ...lost, isReset: false });
  deepEqual(told, ["-front"]);
});

Deno.test("other keys are none of its business", () => {
  const { registry, told, refused } = world();
  registry.onChange({ kind: "put", entry: entryOf(KEYS.leader, "{"), origin: "live", isReset: false });
  registry.onChange({
    kind: "put",
    entry: entryOf(`${KEYS.nodes}UPPER`, "{"),
    origin: "live",
    isReset: false,
  });
  registry.onChange({ kind: "delete", key: "/elsewhere", revision: 1n });
  deepEqual([told, refused], [[], []]);
});
