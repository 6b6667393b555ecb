/** What `explain` finds in the history of a whole manager. */
import assert from "node:assert/strict";
import { StateManagerError } from "../../../../src/kit/errors.ts";
import { playScenario, SCENARIOS } from "../../../support/explain/scenarios.ts";
import { idOf } from "../../../support/domain.ts";
import { Rig } from "../../../support/engine/rig.ts";

for (const scenario of SCENARIOS) {
  Deno.test(`${scenario.title}: every event is told once, in order, and is found again by its ids`, async () => {
    const { rig, id } = await playScenario(scenario);
    await using _rig = rig;
    const { episodes } = rig.manager.explain({ kind: "service", resourceId: id, last: 100 });
    const steps = episodes.flatMap((episode) => episode.steps);
    const events = rig.store.events.filter((event) => event.resourceId === id);
    assert.deepEqual(steps.map(({ revision }) => revision), events.map(({ revision }) => revision));
    for (const episode of episodes) {
      assert.match(episode.title, /^\S.*[.!?]$/);
      assert.match(episode.outcome, /^\S.*[.!?]$/);
    }
    for (const { text, kind, alternatives } of steps) {
      assert.doesNotMatch(text, /undefined|NaN|\[object/);
      if (kind === "Decided" && /^(Recovery|Decided on)/.test(text)) {
        assert.notEqual(alternatives.length, 0, text);
      }
    }
    const last = episodes.at(-1);
    const revision = last?.steps[0]?.revision ?? 0n;
    assert.deepEqual(rig.manager.explain({ kind: "revision", revision }).episodes, [last]);
    const actionId = steps.findLast((step) => step.actionId !== "")?.actionId ?? "";
    const found = rig.manager.explain({ kind: "plan", id: actionId });
    assert.equal(found.resourceId, id);
    assert.ok(found.episodes.some((episode) => episode.steps.some((step) => step.actionId === actionId)));
    assert.deepEqual(
      rig.manager.explain({ kind: "service", resourceId: id, last: scenario.last }).episodes,
      episodes.slice(-scenario.last),
    );
  });
}

Deno.test("what is not kept is not found, and the message says what was looked for", async () => {
  const [first] = SCENARIOS;
  if (first === undefined) throw new Error("no scenario");
  const { rig } = await playScenario(first);
  await using _rig = rig;
  const subjects = [
    [{ kind: "service", resourceId: idOf("vehicle/none"), last: 1 }, /vehicle\/none does not exist/],
    [{ kind: "revision", revision: 4_711n }, /event with revision 4711 does not exist/],
    [{ kind: "plan", id: "none-1/1" }, /plan or action none-1\/1 does not exist/],
  ] as const;
  for (const [subject, message] of subjects) {
    assert.throws(() => rig.manager.explain(subject), (error) => {
      assert.ok(error instanceof StateManagerError && error.failure.kind === "not-found");
      assert.match(error.message, message);
      return true;
    });
  }
});

Deno.test("the present phase is told with those before it, by a standby without them", async () => {
  await using rig = new Rig({ nodes: ["front"] });
  rig.start();
  const id = await rig.apply("vehicle/lidar");
  await rig.untilState(id, "Running");
  await rig.clock.advance(1_000);
  rig.node("front").hurt(id, "crashed");
  await rig.untilState(id, "Initializing");
  const subject = { kind: "service", resourceId: id, last: 1 } as const;
  const { phases } = rig.manager.explain(subject);
  assert.equal(phases?.state, "Initializing");
  assert.deepEqual(phases.earlier.map(({ state }) => state).slice(-3), ["Initializing", "Running", "Failed"]);
  assert.ok((phases.earlier.at(-2)?.lastedMs ?? 0) >= 1_000);
  const ready = phases.next.find(({ event }) => event === "Ready");
  assert.equal(ready?.measured, 1);
  await rig.untilState(id, "Running");
  await rig.manager.standBy();
  const standby = rig.manager.explain(subject).phases;
  assert.deepEqual([standby?.state, standby?.earlier], ["Running", []]);
});
