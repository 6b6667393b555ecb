import { equal } from "node:assert/strict";
import { lingerMs } from "../../../../src/etcd/share/linger.ts";
import { EVENT_TYPES, type EventType } from "../../../../src/state/event_model.ts";
import type { Criticality } from "../../../../src/state/model.ts";
import { eventOf, serviceOf } from "../../../support/domain.ts";
import { LIDAR, RADAR } from "./parts.ts";

const SETTINGS = { lingerMs: 5, quietMs: 1_000 };
const QUIET: readonly EventType[] = ["StatusObserved", "ConditionChanged", "PlanCreated", "ActionExecuted"];

function stepOf(types: readonly EventType[], criticality: Criticality = "QM") {
  return {
    events: types.map((eventType) => eventOf({ eventType })),
    services: new Map([[LIDAR, serviceOf({ spec: { criticality } })]]),
  };
}

Deno.test("a change of times and figures lingers longer than other changes", () => {
  for (const type of EVENT_TYPES) {
    equal(lingerMs(stepOf([type]), SETTINGS), QUIET.includes(type) ? 1_000 : 5, type);
  }
  equal(lingerMs(stepOf([]), SETTINGS), 1_000);
});

Deno.test("the shortest linger time of the events applies", () => {
  equal(lingerMs(stepOf(["StatusObserved", "SpecChanged", "StatusObserved"]), SETTINGS), 5);
  equal(lingerMs(stepOf(["SpecChanged"]), { lingerMs: 2_000, quietMs: 100 }), 100);
});

Deno.test("a service above QM does not linger, whatever the event; an ended one counts as QM", () => {
  for (const criticality of ["A", "B", "C", "D"] as const) {
    equal(lingerMs(stepOf(["StatusObserved"], criticality), SETTINGS), 0);
  }
  const other = { ...stepOf(["SpecChanged"], "D"), events: [eventOf({ resourceId: RADAR })] };
  equal(lingerMs(other, SETTINGS), 5);
});
