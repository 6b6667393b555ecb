import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  attempt,
  readEvent,
  readLeader,
  readNode,
  readRecovery,
  readSchema,
  readStatus,
  writeEvent,
  writeLeader,
  writeRecovery,
  writeSchema,
  writeStatus,
} from "../../src/etcd/share/documents.ts";
import { Keys, type StateKey } from "../../src/etcd/share/keys.ts";
import {
  resourceIds,
  revision,
  serviceRecords,
  stateEvents,
  term,
} from "../unit/records/stored_arbitraries.ts";

const rings = fc.record({ sequence: fc.nat(), revision }, { noNullPrototype: true });

Deno.test("a record is read back from its keys unchanged; the status carries the spec only when it has to", () => {
  fc.assert(fc.property(serviceRecords, rings, fc.boolean(), (record, ring, isSpecElsewhere) => {
    const { service, term } = record;
    const status = readStatus(writeStatus(record, ring, isSpecElsewhere));
    deepEqual(status, {
      term,
      metadata: service.metadata,
      status: service.status,
      ring,
      ...(isSpecElsewhere ? { spec: service.spec } : {}),
    });
    const text = writeRecovery(record);
    equal(text === undefined, record.recovery === undefined && record.plan === undefined);
    const recovery = text === undefined ? {} : readRecovery(text);
    deepEqual([recovery.recovery, recovery.plan], [record.recovery, record.plan]);
  }));
});

Deno.test("events, the leader and the schema are read back unchanged", () => {
  fc.assert(fc.property(stateEvents, fc.string(), term, revision, (event, instance, term, revision) => {
    deepEqual(readEvent(writeEvent(event)), event);
    deepEqual(readLeader(writeLeader({ instance, term })), { instance, term });
    deepEqual(readSchema(writeSchema({ term, revision })), { term, revision });
  }));
});

Deno.test("any text in etcd is either read or reported as unreadable", () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ v: 1, value })),
  );
  fc.assert(fc.property(texts, (text) => {
    for (const read of [readStatus, readRecovery, readEvent, readLeader, readSchema, readNode]) {
      const outcome = attempt<unknown>(read, text);
      ok(outcome instanceof Error ? outcome.message !== "" : typeof outcome === "object");
    }
  }));
});

const names = fc.stringMatching(/^[a-z0-9]([-a-z0-9._]{0,20}[a-z0-9])?$/);
const keys: fc.Arbitrary<StateKey> = fc.oneof(
  fc.record({ kind: fc.constantFrom("spec", "status", "recovery"), id: resourceIds }, {
    noNullPrototype: true,
  }),
  fc.record({ kind: fc.constant("event"), id: resourceIds, slot: fc.nat({ max: 999_999 }) }, {
    noNullPrototype: true,
  }),
  fc.record({ kind: fc.constant("node"), node: names }, { noNullPrototype: true }),
  fc.constantFrom({ kind: "leader" }, { kind: "schema" }, { kind: "terms" }, { kind: "forgotten" }, {
    kind: "skipped",
  }),
);
const prefixes = fc.constantFrom("/piccolo/statemanager/", "/piccolo/statemanager", "/", "/a b/ü/");

function keyOf(keys: Keys, key: StateKey): string {
  switch (key.kind) {
    case "spec":
    case "status":
    case "recovery":
      return keys[key.kind](key.id);
    case "event":
      return keys.event(key.id, key.slot);
    case "node":
      return keys.node(key.node);
    case "leader":
    case "schema":
    case "terms":
    case "forgotten":
    case "skipped":
      return keys[key.kind];
  }
}

Deno.test("Keys.parse() reads a key under its own prefix only", () => {
  fc.assert(fc.property(keys, prefixes, (key, prefix) => {
    const own = new Keys(prefix);
    const text = keyOf(own, key);
    deepEqual(own.parse(text), key);
    ok(text.startsWith(own.prefix) && own.prefix.endsWith("/"));
    equal(new Keys("/elsewhere/").parse(text), undefined);
    for (const other of [`${text}/`, `${text}/x`, `x${text}`, text.slice(0, own.prefix.length)]) {
      const parsed = own.parse(other);
      ok(parsed === undefined || keyOf(own, parsed) === other, other);
    }
  }));
});

Deno.test("Keys.parse() never throws; a parsed key is written the same again", () => {
  const own = new Keys();
  const parts = fc.array(
    fc.oneof(names, fc.constantFrom("services", "events", "spec", "meta", "", "..", "00", "A")),
    {
      maxLength: 6,
    },
  );
  fc.assert(fc.property(parts, fc.string(), (parts, tail) => {
    for (const text of [`${own.prefix}${parts.join("/")}`, `${own.prefix}${tail}`, tail]) {
      const parsed = own.parse(text);
      if (parsed !== undefined) equal(keyOf(own, parsed), text);
    }
  }));
});

Deno.test("the events of a service, and all keys behind the events, are found by their prefixes", () => {
  fc.assert(fc.property(keys, (key) => {
    const own = new Keys();
    const text = keyOf(own, key);
    equal(text.startsWith(own.allEvents), key.kind === "event");
    equal(text >= own.behindEvents, key.kind !== "event");
    equal(text.startsWith(own.services), key.kind === "spec" || key.kind === "status");
    equal(text.startsWith(own.recoveries), key.kind === "recovery");
    equal(text.startsWith(own.nodes), key.kind === "node");
    if (key.kind === "event") ok(text.startsWith(own.events(key.id)));
  }));
});
