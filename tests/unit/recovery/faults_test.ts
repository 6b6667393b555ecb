import { deepEqual, equal } from "node:assert/strict";
import { isConfirmed, noteFault, noteHealthyCycle } from "../../../src/recovery/faults.ts";

const SETTINGS = { confirmAfter: 2, clearAfterCycles: 3 };
const CRASH = { type: "Crash", evidence: "killed" } as const;

Deno.test("a fault is pending at first, confirmed when it comes again, and there once a type", () => {
  const once = noteFault([], CRASH, { wallMs: 10, settings: SETTINGS });
  equal(isConfirmed(once, "Crash"), false);
  const twice = noteFault(once, { ...CRASH, evidence: "killed again" }, { wallMs: 20, settings: SETTINGS });
  deepEqual(twice, [{
    issueType: "Crash",
    occurrences: 2,
    isConfirmed: true,
    healthyCycles: 0,
    firstSeenAtMs: 10,
    lastSeenAtMs: 20,
    evidence: "killed again",
  }]);
  const other = noteFault(twice, { type: "NodeLost", evidence: "gone" }, { wallMs: 30, settings: SETTINGS });
  deepEqual(other.map(({ issueType }) => issueType), ["NodeLost", "Crash"]);
});

Deno.test("a fault ages by healthy cycles, begins anew when it comes again, and stays confirmed until it is forgotten", () => {
  let faults = noteFault([], CRASH, { wallMs: 0, settings: SETTINGS });
  faults = noteFault(faults, CRASH, { wallMs: 0, settings: SETTINGS });
  faults = noteHealthyCycle(noteHealthyCycle(faults, SETTINGS), SETTINGS);
  equal(faults[0]?.healthyCycles, 2);
  faults = noteFault(faults, CRASH, { wallMs: 1, settings: SETTINGS });
  equal(faults[0]?.healthyCycles, 0);
  equal(isConfirmed(faults, "Crash"), true);
  for (let cycle = 0; cycle < 3; cycle++) faults = noteHealthyCycle(faults, SETTINGS);
  deepEqual(faults, []);
});
