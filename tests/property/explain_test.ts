/** Whatever the history holds, it is told whole: an explanation never throws, loses or repeats an event. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { explain } from "../../src/reconciliation/explain/explain.ts";
import { EVENT_SOURCES, EVENT_TYPES, type StateEvent } from "../../src/state/event_model.ts";
import { SERVICE_STATES } from "../../src/state/model.ts";
import * as any from "./wire_arbitraries.ts";

/** Events as the manager writes them, in any order: facts that belong together need not. */
const likely: fc.Arbitrary<StateEvent> = fc.record({
  resourceId: any.id,
  eventType: fc.constantFrom(...EVENT_TYPES),
  timestampMs: fc.nat(),
  changes: fc.array(
    fc.record({
      field: fc.constantFrom("status.state", "status.node"),
      oldValue: fc.constantFrom(...SERVICE_STATES),
      newValue: fc.constantFrom(...SERVICE_STATES),
    }),
    { maxLength: 2 },
  ),
  source: fc.constantFrom(...EVENT_SOURCES),
  metadata: fc.dictionary(
    fc.constantFrom(
      "reason",
      "condition",
      "result",
      "action",
      "actions",
      "cause",
      "planId",
      "issue",
      "stages",
      "to",
    ),
    fc.constantFrom(
      "Isolated",
      "Stable",
      "started",
      "exhausted",
      "Isolate",
      "operator",
      "diff:front/1",
      "a: b; c",
      "",
    ),
    { noNullPrototype: true },
  ),
  revision: any.uint64,
  clockSynchronised: fc.boolean(),
});

Deno.test("every event is one step of one episode, in the order in which they came", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(likely, any.event), { maxLength: 40 }), (events) => {
      const episodes = explain(events);
      assert.deepEqual(
        episodes.flatMap(({ steps }) => steps.map(({ revision }) => revision)),
        events.map(({ revision }) => revision),
      );
      for (const { steps, outcome } of episodes) {
        assert.notEqual(steps.length, 0);
        assert.notEqual(outcome, "");
        for (const { causes, alternatives } of steps) {
          assert.ok(causes.length <= 16 && alternatives.length <= 16);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});
