import assert from "node:assert/strict";
import { changedKeys, isSameConfig } from "../../../src/state/config_map.ts";
import {
  getDiffPriority,
  isCriticalDiff,
  isFault,
  isInSync,
  type StateDiff,
  STATUS_REASONS,
  type StatusReason,
} from "../../../src/state/diff.ts";
import { diffOf } from "../../support/domain.ts";

function status(reason: StatusReason): Partial<StateDiff> {
  return { statusDiff: { desiredState: "Running", actualState: "Degraded", reason, message: "" } };
}

const scale = (actualReplicas: number, desiredReplicas: number) => ({
  scaleDiff: { desiredReplicas, actualReplicas },
});
const exists = (desiredExists: boolean, actualExists: boolean) => ({
  existenceDiff: { desiredExists, actualExists },
});
const VERSION = { versionDiff: { desiredVersion: "2", actualVersion: "1" } };
const CONFIG = { configDiff: { desired: { a: "1" }, actual: {} } };

Deno.test("getDiffPriority() and isCriticalDiff(): what is broken, missing, outdated, too much", () => {
  const rows: (readonly [Partial<StateDiff>, string])[] = [
    [{ isCritical: true }, "Critical"],
    [status("Crashed"), "Critical"],
    [exists(true, false), "Critical"],
    [scale(0, 2), "Critical"],
    [scale(1, 2), "High"],
    [status("Unspecified"), "High"],
    [VERSION, "Normal"],
    [CONFIG, "Normal"],
    [exists(false, true), "Normal"],
    [scale(3, 2), "Normal"],
    [status("Starting"), "Low"],
    [status("Stopping"), "Low"],
    [{}, "Low"],
  ];
  for (const [parts, priority] of rows) {
    assert.equal(getDiffPriority(diffOf(parts)), priority, JSON.stringify(parts));
    assert.equal(isCriticalDiff(diffOf(parts)), priority === "Critical");
  }
});

Deno.test("isFault() is true of what the node saw go wrong", () => {
  assert.deepEqual(STATUS_REASONS.filter(isFault), [
    "Crashed",
    "StartFailed",
    "Unresponsive",
    "ConfigRejected",
    "ResourceExhausted",
  ]);
});

Deno.test("isInSync() is true only without any difference", () => {
  assert.equal(isInSync(diffOf({ isCritical: true })), true);
  for (const parts of [exists(true, false), scale(1, 2), VERSION, CONFIG, status("Starting")]) {
    assert.equal(isInSync(diffOf(parts)), false);
  }
});

Deno.test("changedKeys() names keys whose values differ or that only one side has, in order", () => {
  assert.deepEqual(changedKeys({ d: "1", a: "1", b: "2" }, { a: "1", b: "3", c: "4" }), ["b", "c", "d"]);
  assert.deepEqual(changedKeys({ a: "" }, {}), ["a"]);
  assert.equal(isSameConfig({ a: "1", b: "2" }, { b: "2", a: "1" }), true);
  assert.equal(isSameConfig({ a: "1" }, { a: "2" }), false);
});
