import { equal } from "node:assert/strict";
import { RuntimeBook } from "../../../../src/manager/core/runtime.ts";
import { diffOf, idOf } from "../../../support/domain.ts";
import { freshRuntime } from "../../../support/engine/fresh_runtime.ts";

const ID = idOf("vehicle/lidar");

function newBook(): RuntimeBook {
  return new RuntimeBook((id) => freshRuntime(id));
}

Deno.test("an older look of the same node, and the same one again, say nothing", () => {
  const book = newBook();
  equal(book.observe(diffOf({ sequence: 7n }), "node-a"), true);
  equal(book.observe(diffOf({ sequence: 7n }), "node-a"), false);
  equal(book.observe(diffOf({ sequence: 6n }), "node-a"), false);
  equal(book.of(ID).diff?.sequence, 7n);
  equal(book.observe(diffOf({ sequence: 8n }), "node-a"), true);
  equal(book.of(ID).diff?.sequence, 8n);
});

Deno.test("a new stream of a node begins its numbers anew", () => {
  const book = newBook();
  book.observe(diffOf({ sequence: 7n }), "node-a");
  book.forgetNode("node-a");
  equal(book.of(ID).diff, undefined);
  equal(book.observe(diffOf({ sequence: 1n }), "node-a"), true);
});

Deno.test("a look of another node is a stray while something runs there, and is forgotten when nothing does", () => {
  const book = newBook();
  const there = diffOf({ node: "node-b", sequence: 1n });
  equal(book.observe(there, "node-a"), true);
  equal(book.of(ID).stray?.node, "node-b");
  const gone = { ...there, sequence: 2n, actual: { replicas: 0, availableReplicas: 0, version: "" } };
  equal(book.observe(gone, "node-a"), true);
  equal(book.of(ID).stray, undefined);
  equal(book.observe({ ...gone, sequence: 3n }, "node-a"), false);
});

Deno.test("when a service moves, what was known here and there changes places", () => {
  const book = newBook();
  book.observe(diffOf({ node: "node-a" }), "node-a");
  book.observe(diffOf({ node: "node-b" }), "node-a");
  book.reassign(ID, "node-b");
  equal(book.of(ID).diff?.node, "node-b");
  equal(book.of(ID).stray?.node, "node-a");
});
