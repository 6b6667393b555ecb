import { deepEqual, equal, throws } from "node:assert/strict";
import { StateManagerError } from "../../../src/kit/errors.ts";
import { readSpecDocument, readStamp, writeSpecDocument } from "../../../src/records/spec_document.ts";
import { DEFAULT_SPEC, type ServiceSpec } from "../../../src/state/model.ts";

/** Of `spec`, as text. */
function withSpec(spec: unknown): string {
  return JSON.stringify({ spec });
}

function read(spec: unknown): ServiceSpec {
  return readSpecDocument(withSpec(spec)).spec;
}

function refused(spec: unknown, path: RegExp): void {
  throws(() => read(spec), path, JSON.stringify(spec).slice(0, 200));
}

Deno.test("a missing member has its default", () => {
  deepEqual(readSpecDocument('{"spec":{}}'), { spec: DEFAULT_SPEC, labels: {} });
  deepEqual(read({ resources: {} }).resources, { cpuMillis: 0, memoryBytes: 0n });
  deepEqual(read({ dependencies: [{ resourceId: "a/b" }] }).dependencies, [
    { resourceId: "a/b", condition: "Running" },
  ]);
});

Deno.test("every member is read as given", () => {
  const full = {
    replicas: 3,
    version: "2.1",
    resources: { cpuMillis: 250, memoryBytes: "1048576" },
    config: { rate: "10", "with space": "" },
    dependencies: [{ resourceId: "vehicle/bus", condition: "Completed" }],
    state: "Pending",
    criticality: "D",
    nodes: ["front", "rear"],
    timeouts: { pendingMs: 100, initializingMs: 86_400_000, terminatingMs: 5_000 },
    recovery: {
      Crash: {
        maxRetryCount: 3,
        backoffDelayMs: 100,
        escalationThreshold: 2,
        actions: ["Restart", "Notify"],
      },
    },
    recoveryDeadline: { afterMs: 60_000, fallback: "KeepDegraded" },
  };
  deepEqual(read(full), { ...full, resources: { cpuMillis: 250, memoryBytes: 1_048_576n } });
  equal(read({ resources: { memoryBytes: 4_096 } }).resources.memoryBytes, 4_096n);
  // 0 = not set.
  deepEqual(read({ timeouts: { pendingMs: 0 } }).timeouts, {});
  deepEqual(readSpecDocument('{"v":1,"spec":{},"labels":{"tier":"1"}}').labels, { tier: "1" });
});

const RANGES: readonly (readonly [good: unknown, bad: unknown, path: RegExp])[] = [
  [{ replicas: 0 }, { replicas: -1 }, /^StateManagerError: spec\.replicas: -1/],
  [{ replicas: 1_000 }, { replicas: 1_001 }, /spec\.replicas: 1001 is out of range; accepted: 0 to 1000/],
  [{ replicas: 1 }, { replicas: 1.5 }, /spec\.replicas/],
  [{ version: "x".repeat(128) }, { version: "x".repeat(129) }, /spec\.version/],
  [{ version: "1" }, { version: "" }, /spec\.version: is empty/],
  [{ version: "1" }, { version: "a\nb" }, /spec\.version/],
  [{ version: "1" }, { version: "\ud800" }, /spec\.version/],
  [
    { resources: { cpuMillis: 1_024_000 } },
    { resources: { cpuMillis: 1_024_001 } },
    /spec\.resources\.cpuMillis/,
  ],
  [
    { resources: { memoryBytes: "9007199254740992" } },
    { resources: { memoryBytes: "9007199254740993" } },
    /spec\.resources\.memoryBytes/,
  ],
  [{ resources: { memoryBytes: "0" } }, { resources: { memoryBytes: "-1" } }, /memoryBytes/],
  [{ resources: { memoryBytes: 1 } }, { resources: { memoryBytes: 1.5 } }, /memoryBytes/],
  [{ resources: { memoryBytes: 1 } }, { resources: { memoryBytes: 1e300 } }, /memoryBytes/],
  [{ config: { a: "x".repeat(4_096) } }, { config: { a: "x".repeat(4_097) } }, /spec\.config\["a"\]/],
  [{ config: { a: "" } }, { config: { "": "" } }, /spec\.config\[""\]: the key is empty/],
  [{ config: entries(256) }, { config: entries(257) }, /spec\.config: has 257 entries/],
  [{ nodes: many(32, "n") }, { nodes: many(33, "n") }, /spec\.nodes: has 33/],
  [{ nodes: ["a"] }, { nodes: ["a", "B"] }, /spec\.nodes\[1\]/],
  [
    { dependencies: many(64, { resourceId: "a/b" }) },
    { dependencies: many(65, { resourceId: "a/b" }) },
    /spec\.dependencies: has 65/,
  ],
  [
    { dependencies: [{ resourceId: "a/b" }] },
    { dependencies: [{ resourceId: "a/b" }, { resourceId: "ab" }] },
    /spec\.dependencies\[1\]\.resourceId/,
  ],
  [{ timeouts: { pendingMs: 100 } }, { timeouts: { pendingMs: 99 } }, /spec\.timeouts\.pendingMs.*or 0/],
  [
    { state: "Terminating" },
    { state: "Failed" },
    /spec\.state: "Failed" is not accepted; accepted: Running, Pending/,
  ],
  [{ criticality: "A" }, { criticality: "E" }, /spec\.criticality/],
];

function entries(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, ""]));
}

function many<T>(count: number, value: T): T[] {
  return Array.from({ length: count }, () => value);
}

Deno.test("each range is accepted up to its end and not beyond, with the path and the accepted values", () => {
  for (const [good, bad, path] of RANGES) {
    read(good);
    refused(bad, path);
  }
});

Deno.test("a strategy must be complete and within its ranges", () => {
  const good = { maxRetryCount: 1, backoffDelayMs: 1, escalationThreshold: 100, actions: ["Restart"] };
  const strategy = (parts: object) => ({ recovery: { Crash: { ...good, ...parts } } });
  read(strategy({}));
  refused(strategy({ maxRetryCount: 0 }), /spec\.recovery\.Crash\.maxRetryCount/);
  refused(strategy({ maxRetryCount: undefined }), /spec\.recovery\.Crash\.maxRetryCount: is not a number/);
  refused(strategy({ backoffDelayMs: 300_001 }), /Crash\.backoffDelayMs/);
  refused(strategy({ escalationThreshold: 101 }), /Crash\.escalationThreshold/);
  refused(strategy({ actions: [] }), /Crash\.actions: is empty; accepted: 1 to 7/);
  refused(strategy({ actions: many(8, "Restart") }), /Crash\.actions/);
  refused(strategy({ actions: ["Restart", "Explode"] }), /Crash\.actions\[1\]: "Explode" is not accepted/);
  refused(strategy({ actions: undefined }), /Crash\.actions: is not a list/);
  refused(strategy({ more: 1 }), /Crash\.more: is not known/);
  refused({ recovery: { Rust: good } }, /spec\.recovery\.Rust: is not known/);
});

Deno.test("an unknown member anywhere refuses the whole document, with its path", () => {
  throws(
    () => readSpecDocument('{"spec":{},"extra":1}'),
    /^StateManagerError: extra: is not known; accepted: v, spec/,
  );
  refused({ replica: 1 }, /spec\.replica: is not known; accepted: replicas, version/);
  refused({ resources: { cpu: 1 } }, /spec\.resources\.cpu/);
  refused({ dependencies: [{ resourceId: "a/b", when: 1 }] }, /spec\.dependencies\[0\]\.when/);
  refused({ timeouts: { startMs: 1 } }, /spec\.timeouts\.startMs/);
  // A long name cannot fill the log.
  throws(
    () => read({ ["x".repeat(10_000)]: 1 }),
    (error: unknown) => error instanceof Error && error.message.length < 400,
  );
});

Deno.test("no member may be __proto__, and none of them reaches a prototype", () => {
  throws(() => readSpecDocument('{"spec":{},"__proto__":{"v":2}}'), /__proto__: is not known/);
  throws(() => readSpecDocument('{"spec":{"__proto__":{"replicas":7}}}'), /spec\.__proto__: is not known/);
  throws(
    () => readSpecDocument('{"spec":{"config":{"__proto__":"x"}}}'),
    /spec\.config\["__proto__"\].*reserved/,
  );
  throws(() => readSpecDocument('{"spec":{},"labels":{"__proto__":"x"}}'), /labels\["__proto__"\].*reserved/);
  throws(() => readSpecDocument('{"spec":{"constructor":1}}'), /spec\.constructor: is not known/);
  equal(Object.hasOwn(Object.prototype, "replicas"), false);
});

Deno.test("a value of another type is refused with its path", () => {
  const wrong: readonly unknown[] = [null, true, "text", 7, [], {}];
  const kinds: readonly (readonly [keyof ServiceSpec, (value: unknown) => boolean])[] = [
    ["replicas", (value) => typeof value === "number"],
    ["version", (value) => typeof value === "string"],
    ["resources", isObject],
    ["config", isObject],
    ["dependencies", Array.isArray],
    ["state", () => false],
    ["criticality", () => false],
    ["nodes", Array.isArray],
    ["timeouts", isObject],
    ["recovery", isObject],
  ];
  for (const [member, isGood] of kinds) {
    for (const value of wrong) {
      if (isGood(value)) read({ [member]: value });
      else refused({ [member]: value }, new RegExp(`spec\\.${member}`));
    }
  }
  refused({ config: { a: 1 } }, /spec\.config\["a"\]: is not text/);
  refused({ nodes: [1] }, /spec\.nodes\[0\]: is not text/);
  refused({ dependencies: ["a/b"] }, /spec\.dependencies\[0\]: is not an object/);
  refused({ resources: { memoryBytes: true } }, /memoryBytes: is not text/);
});

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

Deno.test("a text that is no document is refused", () => {
  for (const text of ["", "{", "nonsense", "{'spec':{}}", "\ud800"]) {
    throws(() => readSpecDocument(text), /^StateManagerError: document: is not JSON/, text);
  }
  for (const text of ["null", "7", "[]", '"spec"']) {
    throws(() => readSpecDocument(text), /^StateManagerError: document: is not an object/);
  }
  throws(() => readSpecDocument("{}"), /spec: is missing/);
  throws(() => readSpecDocument('{"v":2,"spec":{}}'), /^StateManagerError: v: /);
  throws(() => readSpecDocument('{"v":"1","spec":{}}'), /^StateManagerError: v: /);
  throws(() => readSpecDocument('{"spec":{},"labels":[]}'), /labels: is not an object/);
  throws(() => readSpecDocument("[".repeat(100_000)), /document/);
});

Deno.test("the stamp identifies the writer, and may be copied", () => {
  const stamp = { generation: 3n, term: 2n, revision: 1n << 62n };
  const text = writeSpecDocument({ spec: DEFAULT_SPEC, labels: {} }, stamp);
  deepEqual(JSON.parse(text).generation, "3");
  deepEqual(readStamp(text), stamp);
  deepEqual(readSpecDocument(text), { spec: DEFAULT_SPEC, labels: {} });
  const numeric = text.replace('"generation":"3"', '"generation":3');
  for (const other of ['{"spec":{}}', "{", "null", "7", '{"generation":"1","term":"1"}', numeric]) {
    throws(() => readStamp(other), StateManagerError);
  }
});
