import { deepEqual, equal, match } from "node:assert/strict";
import { NodeRegistry } from "../../../../src/etcd/share/node_registry.ts";
import type { WatchChange } from "../../../../src/etcd/watcher.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { entryOf, KEYS } from "./parts.ts";

function world(known: readonly (readonly [string, string])[] = []) {
  const log = new MemoryLog();
  const calls: string[] = [];
  const refused: string[] = [];
  let problem: string | undefined;
  const registry = new NodeRegistry({
    keys: KEYS,
    log,
    known: new Map(known),
    listener: {
      onRegistered: (node, address) => {
        if (problem === undefined) calls.push(`+${node} ${address}`);
        return problem;
      },
      onUnregistered: (node) => void calls.push(`-${node}`),
      onRefused: (node, why) => void refused.push(`${node}: ${why}`),
    },
  });
  const put = (node: string, value: string, origin: "live" | "list" = "live", isReset = false) =>
    registry.onChange({ kind: "put", entry: entryOf(KEYS.node(node), value), origin, isReset });
  const synced = (origin: "list" | "resume" = "list", isReset = false) =>
    registry.onSynced(9n, { clusterId: "c", origin, isReset });
  const refuse = (why: string | undefined) => void (problem = why);
  return { registry, log, calls, refused, put, synced, refuse };
}

function at(address: string): string {
  return JSON.stringify({ v: 1, address });
}

Deno.test("a node that registers, changes its address and unregisters is reported each time, and never twice", () => {
  const { registry, calls, put } = world();
  put("front", at("127.0.0.1:1"));
  put("front", at("127.0.0.1:1"));
  put("front", at("127.0.0.1:2"));
  registry.onChange({ kind: "delete", key: KEYS.node("front"), revision: 6n });
  registry.onChange({ kind: "delete", key: KEYS.node("front"), revision: 7n });
  deepEqual(calls, ["+front 127.0.0.1:1", "+front 127.0.0.1:2", "-front"]);
});

Deno.test("an unreadable or refused registration is reported, and the node keeps its last address", () => {
  const { registry, log, calls, refused, put, refuse } = world();
  put("front", at("127.0.0.1:1"));
  put("front", "{");
  put("front", JSON.stringify({ v: 1 }));
  refuse("the limit is 2");
  put("front", at("10.0.0.1:1"));
  refuse(undefined);
  put("front", at("127.0.0.1:1"));
  deepEqual(calls, ["+front 127.0.0.1:1"]);
  equal(refused.length, 3);
  match(refused[1] ?? "", /front: address is not text/);
  equal(refused[2], "front: the limit is 2");
  equal(log.at("warn").length, 3);
  registry.onChange({ kind: "delete", key: KEYS.node("front"), revision: 7n });
  deepEqual(calls.at(-1), "-front");
});

Deno.test("a refused node is not unregistered when its key is deleted", () => {
  const { registry, calls, put, refuse } = world();
  refuse("no");
  put("front", at("127.0.0.1:1"));
  registry.onChange({ kind: "delete", key: KEYS.node("front"), revision: 6n });
  deepEqual(calls, []);
});

Deno.test("a node from an earlier run that the list contains is kept; one that it does not contain is unregistered", () => {
  const { calls, put, synced } = world([["front", "127.0.0.1:1"], ["rear", "127.0.0.1:2"]]);
  put("front", at("127.0.0.1:1"), "list");
  put("roof", at("127.0.0.1:3"), "list");
  synced();
  deepEqual(calls, ["+roof 127.0.0.1:3", "-rear"]);
  // The next list starts empty again.
  put("roof", at("127.0.0.1:3"), "list");
  synced();
  deepEqual(calls.at(-1), "-front");
});

Deno.test("an unreadable registration in the list keeps its node", () => {
  const { calls, put, synced } = world([["front", "127.0.0.1:1"]]);
  put("front", "{", "list");
  synced();
  deepEqual(calls, []);
});

Deno.test("neither a loss of etcd's data nor a resumed stream unregisters a node", () => {
  const { registry, calls, synced } = world([["front", "127.0.0.1:1"]]);
  const lost: WatchChange = { kind: "deletedByList", key: KEYS.node("front"), revision: 2n, isReset: true };
  registry.onChange(lost);
  synced("list", true);
  synced("resume");
  deepEqual(calls, []);
  registry.onChange({ ...lost, isReset: false });
  deepEqual(calls, ["-front"]);
});

Deno.test("other keys are ignored", () => {
  const { registry, calls, refused } = world();
  registry.onChange({ kind: "put", entry: entryOf(KEYS.leader, "{"), origin: "live", isReset: false });
  registry.onChange({
    kind: "put",
    entry: entryOf(`${KEYS.nodes}UPPER`, "{"),
    origin: "live",
    isReset: false,
  });
  registry.onChange({ kind: "delete", key: "/elsewhere", revision: 1n });
  deepEqual([calls, refused], [[], []]);
});
