import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { StateManagerError } from "../../src/kit/errors.ts";
import { readSpecDocument, writeSpecDocument } from "../../src/records/spec_document.ts";
import { ISSUE_TYPES, RECOVERY_ACTIONS } from "../../src/state/issue.ts";
import { CRITICALITIES, DEPENDENCY_CONDITIONS, DESIRED_STATES, FALLBACKS } from "../../src/state/model.ts";
import { id, name } from "./wire_arbitraries.ts";

const printable = (maxLength: number) =>
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength }).filter((text) => text !== "__proto__");
const anyText = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) => text.isWellFormed());
const texts = fc.dictionary(printable(20), anyText, { maxKeys: 5, noNullPrototype: true });
const timeoutMs = fc.integer({ min: 100, max: 86_400_000 });
const strategy = fc.record({
  maxRetryCount: fc.integer({ min: 1, max: 100 }),
  backoffDelayMs: fc.integer({ min: 1, max: 300_000 }),
  escalationThreshold: fc.integer({ min: 1, max: 100 }),
  actions: fc.array(fc.constantFrom(...RECOVERY_ACTIONS), { minLength: 1, maxLength: 7 }),
}, { noNullPrototype: true });

const specs = fc.record({
  replicas: fc.integer({ min: 0, max: 1_000 }),
  version: printable(40),
  resources: fc.record({
    cpuMillis: fc.integer({ min: 0, max: 1_024_000 }),
    memoryBytes: fc.bigInt(0n, 1n << 53n),
  }, { noNullPrototype: true }),
  config: texts,
  dependencies: fc.array(
    fc.record({ resourceId: id, condition: fc.constantFrom(...DEPENDENCY_CONDITIONS) }, {
      noNullPrototype: true,
    }),
    { maxLength: 4 },
  ),
  state: fc.constantFrom(...DESIRED_STATES),
  criticality: fc.constantFrom(...CRITICALITIES),
  nodes: fc.array(name, { maxLength: 4 }),
  timeouts: fc.record({ pendingMs: timeoutMs, initializingMs: timeoutMs, terminatingMs: timeoutMs }, {
    requiredKeys: [],
    noNullPrototype: true,
  }),
  recovery: fc.dictionary(fc.constantFrom(...ISSUE_TYPES), strategy, { maxKeys: 3, noNullPrototype: true }),
  recoveryDeadline: fc.record({
    afterMs: fc.integer({ min: 1_000, max: 86_400_000 }),
    fallback: fc.constantFrom(...FALLBACKS),
  }, {
    requiredKeys: [],
    noNullPrototype: true,
  }),
}, { noNullPrototype: true });
const uint64 = fc.bigInt(0n, (1n << 63n) - 1n);
const stamps = fc.record({ generation: uint64, term: uint64, revision: uint64 });

Deno.test("a written spec document is read back unchanged", () => {
  fc.assert(fc.property(specs, texts, stamps, (spec, labels, stamp) => {
    deepEqual(readSpecDocument(writeSpecDocument({ spec, labels }, stamp)), { spec, labels });
  }));
});

/** Paths of all members, and the document with that member replaced. */
function replaceAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item, index) => String(index) === key ? replaceAt(item, rest, replacement) : item);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map((
      [name, item],
    ) => [name, name === key ? replaceAt(item, rest, replacement) : item]),
  );
}

function pathsOf(value: unknown): string[][] {
  if (typeof value !== "object" || value === null) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, item]) => pathsOf(item).map((path) => [key, ...path]))];
}

Deno.test("any other value in any place is refused with the reader's error, or read as something that can be written", () => {
  fc.assert(fc.property(specs, texts, fc.jsonValue(), fc.nat(), (spec, labels, junk, at) => {
    const document: unknown = JSON.parse(
      writeSpecDocument({ spec, labels }, { generation: 1n, term: 1n, revision: 1n }),
    );
    const paths = pathsOf(document);
    const text = JSON.stringify(replaceAt(document, paths[at % paths.length] ?? [], junk));
    try {
      const read = readSpecDocument(text);
      const again = readSpecDocument(writeSpecDocument(read, { generation: 1n, term: 1n, revision: 1n }));
      deepEqual(again, read);
    } catch (error) {
      ok(error instanceof StateManagerError, String(error));
      equal(error.failure.kind, "invalid");
      ok(error.message.length < 1_000);
    }
  }));
});
