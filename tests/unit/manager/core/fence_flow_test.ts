/** Peers that remember a higher term: found, alerted once, told by services, over when the term is accepted. */
import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { NEVER_HEARD, type TermRefusal } from "../../../../src/state/fence.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { Rig } from "../../../support/engine/rig.ts";

/** Everybody has seen term 7. `heard` says when its holder was heard last. */
function fenceOut(rig: Rig, heard: () => number | undefined = () => undefined, seen = () => 7n): void {
  const fence = (): TermRefusal | undefined => {
    const [sent, highest, heardMsAgo] = [rig.manager.term(), seen(), heard()];
    if (sent >= highest) return undefined;
    const message = `term ${sent} is stale, ${highest} has been seen`;
    return { sent, highest, message, ...(heardMsAgo === undefined ? {} : { heardMsAgo }) };
  };
  for (const node of rig.nodes.values()) node.fence = fence;
  rig.controller.fence = fence;
}

function conditionsOf(rig: Rig, id: ResourceId): string {
  return rig.service(id).status.conditions.map(({ type, status, reason, message }) =>
    `${type} ${status} ${reason}: ${message}`
  ).join("\n");
}

const reasons = (rig: Rig) => rig.alerts.map(({ reason }) => reason);

Deno.test("a State Manager that lost its state is refused everywhere: one alert, services say why they wait, and a higher term mends it", async () => {
  await using rig = new Rig({ nodes: ["front", "rear"] });
  fenceOut(rig, () => NEVER_HEARD);
  rig.start();
  const ids = [await rig.apply("vehicle/lidar"), await rig.apply("vehicle/radar", { nodes: ["rear"] })];
  await rig.clock.advance(600_000);
  deepEqual(reasons(rig), ["FencedOut"]);
  const [alert] = rig.alerts;
  equal(alert?.severity, "Critical");
  match(alert?.message ?? "", /^Node (front|rear) refuses term 1 of this State Manager, it has seen term 7/);
  match(alert?.message ?? "", /state of this State Manager was lost/);
  match(alert?.message ?? "", /statemanagerd term adopt 8$/);
  for (const id of ids) {
    equal(rig.state(id), "Pending");
    match(
      conditionsOf(rig, id),
      /Progressing False TermRefused: Node (front|rear) refuses term 1 .* seen term 7/,
    );
  }
  const fences = rig.manager.status().fences;
  deepEqual(fences.map(({ peer, sent, highest, cause }) => ({ peer, sent, highest, cause })), [
    { peer: "Node front", sent: 1n, highest: 7n, cause: "lost-state" },
    { peer: "Node rear", sent: 1n, highest: 7n, cause: "lost-state" },
  ]);
  const committed = rig.store.events.length;
  await rig.clock.advance(600_000);
  equal(rig.store.events.length, committed, "what lasts is not recorded again");
  rig.manager.beginTerm(8n);
  for (const id of ids) await rig.untilState(id, "Running", 5_000);
  deepEqual(rig.manager.status().fences, []);
  const [kept] = rig.manager.alerts();
  match(kept?.resolution?.text ?? "", /accept the term/);
  for (const id of ids) doesNotMatch(conditionsOf(rig, id), /TermRefused/);
});

Deno.test("an action that is refused for its term costs no recovery, and is done under its id once the term is accepted", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  const asked = new Set<string>();
  const fence = (): TermRefusal | undefined =>
    rig.manager.term() >= 7n ? undefined : { sent: rig.manager.term(), highest: 7n, message: "stale" };
  rig.controller.fence = fence;
  rig.controller.onAsked = (action) => void asked.add(action.id);
  rig.node("front").hurt(id, "crashed");
  await rig.clock.advance(40_000);
  equal(asked.size, 1, "one action, one id");
  match(
    conditionsOf(rig, id),
    /Progressing False TermRefused: The ActionController for node front refuses term 1/,
  );
  deepEqual(reasons(rig), ["FencedOut"]);
  rig.manager.beginTerm(8n);
  await rig.untilState(id, "Running", 10_000);
  deepEqual(rig.actions(id), ["Start", "Restart"]);
  equal(rig.store.records.get(id)?.recovery?.failureCount, 1, "the crash alone is counted");
  deepEqual(rig.manager.status().fences, []);
});

Deno.test("a node that obeys a higher term is not lost: nothing of it is moved to another node", async () => {
  await using rig = new Rig({ nodes: ["front", "rear"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar", { nodes: ["front", "rear"] });
  await rig.untilState(id, "Running");
  rig.node("front").fence = () => ({ sent: 1n, highest: 9n, heardMsAgo: 0, message: "stale" });
  rig.node("front").reconnect();
  await rig.clock.advance(60_000);
  equal(rig.service(id).status.node, "front");
  deepEqual(reasons(rig), ["FencedOut"]);
  deepEqual(rig.actions(id), ["Start"]);
  match(conditionsOf(rig, id), /Reachable Unknown/);
});

Deno.test("another leader that talks to the peers is told apart from a lost state, also where it comes later", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  let isOtherThere = false;
  const beganAtMs = rig.clock.monotonicMs();
  fenceOut(rig, () => isOtherThere ? 0 : 60_000 + rig.clock.monotonicMs() - beganAtMs);
  rig.start();
  await rig.apply("vehicle/lidar");
  await rig.clock.advance(20_000);
  match(rig.alerts.at(-1)?.message ?? "", /state of this State Manager was lost/);
  isOtherThere = true;
  await rig.clock.advance(20_000);
  deepEqual(reasons(rig), ["FencedOut", "FencedOut"]);
  match(rig.alerts.at(-1)?.message ?? "", /Another State Manager leads it with that term now/);
  doesNotMatch(rig.alerts.at(-1)?.message ?? "", /term adopt/);
  equal(rig.manager.status().fences[0]?.cause, "another-leader");
  await rig.clock.advance(600_000);
  equal(rig.alerts.length, 2, "it is said once");
});

Deno.test("a peer that names no terms is found as well, and a term that rises there is another leader's", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  let seen = 7n;
  rig.node("front").fence = () => ({ sent: rig.manager.term(), message: "stale leader term" });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.clock.advance(20_000);
  match(rig.alerts[0]?.message ?? "", /it has seen a higher one \(stale leader term\)/);
  match(rig.alerts[0]?.message ?? "", /Either .* or another State Manager leads it/);
  match(conditionsOf(rig, id), /TermRefused/);
  rig.node("front").fence = () => ({ sent: rig.manager.term(), highest: seen, message: "stale" });
  await rig.clock.advance(5_000);
  equal(rig.manager.status().fences[0]?.cause, "unknown");
  await rig.crashAndRestart();
  await rig.clock.advance(5_000);
  seen = 9n;
  await rig.clock.advance(5_000);
  equal(rig.manager.status().fences[0]?.cause, "another-leader");
});

Deno.test("a refusal that is over before anybody could act on it is not alerted", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  fenceOut(rig);
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.clock.advance(2_000);
  rig.manager.beginTerm(8n);
  await rig.untilState(id, "Running", 5_000);
  await rig.clock.advance(60_000);
  deepEqual(rig.alerts, []);
  ok(rig.manager.status().counters["statemanager_fenced_peers"] === 0);
});
