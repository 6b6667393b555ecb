import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeEvent, decodeRecord, encodeEvent, encodeRecord } from "../../../src/records/codec.ts";
import { DecodeError } from "../../../src/records/decoder.ts";
import { eventOf, serviceOf } from "../../support/domain.ts";
import { serviceRecords, stateEvents } from "./stored_arbitraries.ts";

Deno.test("decodeRecord() reverses encodeRecord() for every record", () => {
  fc.assert(fc.property(serviceRecords, (record) => {
    assert.deepEqual(decodeRecord(encodeRecord(record)), record);
  }));
});

Deno.test("decodeEvent() reverses encodeEvent() for every event", () => {
  fc.assert(fc.property(stateEvents, (event) => {
    assert.deepEqual(decodeEvent(encodeEvent(event)), event);
  }));
});

Deno.test("a stored value starts with its version and is readable JSON", () => {
  assert.equal(
    encodeEvent(eventOf({ revision: 9_007_199_254_740_993n, metadata: { node: "zone-front" } })),
    '{"v":1,"resourceId":"vehicle/lidar","eventType":"Ready","timestampMs":1000,"changes":[],"source":"NodeAgent",' +
      '"metadata":{"node":"zone-front"},"revision":"9007199254740993","clockSynchronised":true}',
  );
});

/** A value with the member at the path replaced, or removed when `replacement` is undefined. */
function withMember(json: string, path: readonly string[], replacement: unknown): string {
  const value: unknown = JSON.parse(json);
  let holder = value as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  if (replacement === undefined) delete holder[last];
  else holder[last] = replacement;
  return JSON.stringify(value);
}

const RECORD = encodeRecord({ service: serviceOf(), term: 1n });

for (
  const [path, replacement] of [
    [["v"], 2],
    [["v"], undefined],
    [["service"], undefined],
    [["service", "metadata", "id"], "no-namespace"],
    [["service", "metadata", "id"], "Upper/case"],
    [["service", "metadata", "revision"], 7],
    [["service", "metadata", "revision"], "-1"],
    [["service", "metadata", "revision"], "9223372036854775808"],
    [["service", "metadata", "generation"], "1e3"],
    [["service", "spec", "replicas"], 1.5],
    [["service", "spec", "replicas"], "1"],
    [["service", "spec", "config"], { rate: 10 }],
    [["service", "spec", "config"], []],
    [["service", "spec", "criticality"], "E"],
    [["service", "spec", "state"], "Failed"],
    [["service", "spec", "nodes"], "node-a"],
    [["service", "spec", "recovery"], { Meteor: {} }],
    [["service", "status", "state"], "Broken"],
    [["service", "status", "conditions"], [{ type: "Available" }]],
    [["service", "status", "lastKnownGood"], null],
    [["plan"], {}],
  ] as const
) {
  Deno.test(`decodeRecord() refuses ${path.join(".")} = ${JSON.stringify(replacement)}`, () => {
    assert.throws(() => decodeRecord(withMember(RECORD, path, replacement)), DecodeError);
  });
}

Deno.test("decodeRecord() names the invalid place", () => {
  assert.throws(
    () => decodeRecord(withMember(RECORD, ["service", "status", "conditions"], [{ type: "Sunny" }])),
    {
      message:
        "service.status.conditions[0].type is not one of Available, Progressing, Reachable, Stable, Isolated, Accepted",
    },
  );
});

Deno.test("decodeRecord() ignores members it does not know, as after a step back to an older version", () => {
  const decoded = decodeRecord(withMember(RECORD, ["service", "status", "mood"], "sunny"));
  assert.deepEqual(decoded, { service: serviceOf(), term: 1n });
});

for (
  const [name, json] of Object.entries({
    "nothing": "",
    "half a value": RECORD.slice(0, 200),
    "a list": "[]",
    "null": "null",
  })
) {
  Deno.test(`decodeRecord() refuses ${name}`, () => {
    assert.throws(() => decodeRecord(json), DecodeError);
  });
}

Deno.test("decodeEvent() survives an extremely nested value", () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const json = encodeEvent(eventOf()).replace('"changes":[]', `"changes":[{"field":"f","newValue":${deep}}]`);
  assert.throws(() => decodeEvent(json), DecodeError);
});

Deno.test("decodeRecord() never lets stored names reach a prototype", () => {
  const decoded = decodeRecord(RECORD.replace('"rate":"10"', '"__proto__":"polluted"'));
  assert.deepEqual(Object.entries(decoded.service.spec.config), [["__proto__", "polluted"]]);
  assert.equal(Object.getPrototypeOf(decoded.service.spec.config), Object.prototype);
});
