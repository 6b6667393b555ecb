import { equal } from "node:assert/strict";
import { LeaderSight } from "../../../../src/etcd/lead/leader_sight.ts";

Deno.test("an answer that was given before what the watch told does not undo it", () => {
  const sight = new LeaderSight();
  sight.read("b", 7n);
  sight.told("", 8n, false);
  sight.told("a", 9n, false);
  sight.read("", 8n);
  equal(sight.holder, "a");
  sight.read("a", 12n);
  equal(sight.holder, "a");
});

Deno.test("what the watch tells late does not undo what was read", () => {
  const sight = new LeaderSight();
  sight.read("a", 9n);
  sight.told("", 8n, false);
  equal(sight.holder, "a");
  sight.told("", 10n, false);
  equal(sight.holder, "");
});

Deno.test("a list begins anew, also where etcd was restored and its revisions are lower", () => {
  const sight = new LeaderSight();
  sight.read("a", 900n);
  sight.told("b", 20n, true);
  equal(sight.holder, "b");
  sight.read("c", 30n);
  equal(sight.holder, "c");
});

Deno.test("what is known without etcd holds until etcd says something", () => {
  const sight = new LeaderSight();
  sight.told("b", 40n, false);
  sight.begin("a");
  equal(sight.holder, "a");
  sight.read("c", 3n);
  equal(sight.holder, "c");
});
