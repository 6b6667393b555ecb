import assert from "node:assert/strict";
import fc from "fast-check";
import { EVENT_TYPES, type EventType, processEvent } from "../../src/state/events.ts";
import { newStateMachine, STATE_TRANSITIONS, tryTransition } from "../../src/state/machine.ts";
import { SERVICE_STATES } from "../../src/state/model.ts";
import { eventOf, serviceOf } from "../support/domain.ts";

const eventTypes: fc.Arbitrary<EventType> = fc.constantFrom(...EVENT_TYPES);

Deno.test("whatever the events, the machine stays in its phases, moves only as the table says, and never throws", () => {
  fc.assert(fc.property(fc.array(eventTypes, { maxLength: 100, size: "max" }), (types) => {
    const machine = newStateMachine("vehicle/lidar");
    for (const [index, eventType] of types.entries()) {
      const before = machine.currentState;
      const lastMs = machine.lastUpdatedMs;
      const result = tryTransition(machine, { eventType, timestampMs: index + 1 });
      assert.ok(SERVICE_STATES.includes(machine.currentState));
      const row = STATE_TRANSITIONS.find(({ from, event }) => from === before && event === eventType);
      if (result.kind === "applied") assert.equal(row?.to, machine.currentState);
      else assert.equal(machine.currentState, before);
      if (result.kind === "rejected" || result.kind === "unchanged") {
        assert.equal(machine.lastUpdatedMs, lastMs);
      }
    }
  }));
});

Deno.test("processEvent() does to a service what the machine does, and applying an event twice changes nothing more", () => {
  fc.assert(fc.property(fc.array(eventTypes, { maxLength: 60, size: "max" }), (types) => {
    const machine = newStateMachine("vehicle/lidar");
    let service = serviceOf({ status: { state: "Pending" } });
    for (const [index, eventType] of types.entries()) {
      const event = eventOf({ eventType, timestampMs: index });
      const expected = tryTransition(machine, event);
      const result = processEvent(service, event);
      if (result.kind === "recorded") assert.equal(expected.kind, "rejected");
      else assert.equal(result.kind, expected.kind);
      if (result.kind === "applied") {
        service = result.service;
        const again = processEvent(service, event);
        assert.ok(again.kind === "unchanged" || again.kind === "rejected", again.kind);
      }
      assert.equal(service.status.state, machine.currentState);
    }
  }));
});
