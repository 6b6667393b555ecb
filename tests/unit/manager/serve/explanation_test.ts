/** What `explain` finds in the history of a whole manager. */
import assert from "node:assert/strict";
import { StateManagerError } from "../../../../src/kit/errors.ts";
import { playScenario, SCENARIOS } from "../../../support/explain/scenarios.ts";
import { idOf } from "../../../support/domain.ts";

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
