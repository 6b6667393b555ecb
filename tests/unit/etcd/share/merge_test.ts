import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  type StatusDocument,
  writeRecovery,
  writeSpec,
  writeStatus,
} from "../../../../src/etcd/share/documents.ts";
import type { SharedService } from "../../../../src/etcd/share/listing.ts";
import {
  isInForce,
  isSpecLost,
  knownSpec,
  type MergeContext,
  type Merged,
  mergeService,
  newer,
  readDesiredChange,
  recordOf as recordFrom,
} from "../../../../src/etcd/share/merge.ts";
import { createActionPlan } from "../../../../src/reconciliation/planner.ts";
import { contextOf as planContextOf, diffOf } from "../../../support/domain.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import { entryOf, KEYS, LIDAR, recordOf, type RecordParts } from "./parts.ts";

const RING = { sequence: 3, revision: 9n };

function recordIn(shared: SharedService, known: StatusDocument, local?: ServiceRecord): ServiceRecord {
  const spec = knownSpec(shared, known, local);
  if (spec !== undefined) return recordFrom(shared, known, spec);
  const { take } = mergeService(shared, { record: () => local, hasEnded: () => false });
  if (take === undefined) throw new Error("etcd's record is in force");
  return take;
}

const FOREIGN = JSON.stringify({ spec: { version: "9" } });
const BAD = JSON.stringify({ spec: { replicas: -1 } });

type Local = "none" | "older" | "same" | "newer" | "older-term" | "newer-term";
type Status = "none" | "good" | "unreadable";
/** `own` = written before or with the status; `foreign` = after it; `left` = refused earlier and still there. */
type Spec = "none" | "own" | "foreign" | "foreign-bad" | "left" | "left-bad" | "copied";

const LOCAL: Readonly<Record<Local, RecordParts | undefined>> = {
  none: undefined,
  older: { revision: 5n, term: 2n },
  same: { revision: 10n, term: 2n },
  newer: { revision: 15n, term: 2n },
  "older-term": { revision: 99n, term: 1n },
  "newer-term": { revision: 1n, term: 3n },
};
const REMOTE = recordOf({ revision: 10n, term: 2n, status: { lastReason: "remote" } });

function sharedOf(status: Status, spec: Spec): SharedService {
  const isLeft = spec === "left" || spec === "left-bad";
  const texts: Readonly<Record<Spec, string>> = {
    none: "",
    own: writeSpec(REMOTE),
    foreign: FOREIGN,
    "foreign-bad": BAD,
    left: FOREIGN,
    "left-bad": BAD,
    // Another component wrote back a document of a State Manager.
    copied: writeSpec(REMOTE),
  };
  const isAfter = spec === "foreign" || spec === "foreign-bad" || spec === "copied";
  return {
    id: LIDAR,
    ...(spec === "none" ? {} : { spec: entryOf(KEYS.spec(LIDAR), texts[spec], isAfter ? 60n : 40n) }),
    ...(status === "none" ? {} : {
      status: entryOf(
        KEYS.status(LIDAR),
        status === "good" ? writeStatus(REMOTE, RING, isLeft) : "{",
        50n,
      ),
    }),
  };
}

function contextOf(local: Local, hasEnded: MergeContext["hasEnded"] = () => false): MergeContext {
  const parts = LOCAL[local];
  const record = parts === undefined ? undefined : recordOf(parts);
  return { record: () => record, hasEnded };
}

/** `take` or `keep`, `write` where etcd is outdated, the desired change, and the state of the spec key. */
function brief({ take, isToWrite, desiredChange, replica }: Merged): string {
  return [
    take === undefined ? "keep" : "take",
    ...(isToWrite ? ["write"] : []),
    ...(desiredChange === undefined ? [] : [`desired:${desiredChange.kind}`]),
    replica.specKey,
  ].join(" ");
}

const WITH_STATUS: Readonly<Record<Spec, string>> = {
  none: "desired:delete outdated",
  own: "in-force",
  foreign: "desired:change outdated",
  "foreign-bad": "desired:refused outdated",
  left: "desired:change refused",
  "left-bad": "desired:refused refused",
  copied: "desired:change outdated",
};
const BY_LOCAL: Readonly<Record<Local, string>> = {
  none: "take",
  older: "take",
  same: "keep",
  newer: "keep write",
  "older-term": "take",
  "newer-term": "keep write",
};

for (const local of ["none", "older", "same", "newer", "older-term", "newer-term"] as const) {
  Deno.test(`a status that can be read beside a record that is ${local}: (term, revision) decides, and the spec may be a desired change`, () => {
    for (const spec of ["none", "own", "foreign", "foreign-bad", "left", "left-bad", "copied"] as const) {
      const merged = mergeService(sharedOf("good", spec), contextOf(local));
      // Where another component overwrote the spec, etcd does not hold it: it is written again.
      const isWhole = spec === "own" || spec === "left" || spec === "left-bad";
      const write = isWhole || BY_LOCAL[local].endsWith("write") ? "" : " write";
      equal(brief(merged), `${BY_LOCAL[local]}${write} ${WITH_STATUS[spec]}`, spec);
      deepEqual(merged.replica.ring, RING);
      equal(merged.replica.statusMod, 50n);
      deepEqual(merged.replica.written?.service.metadata.revision, isWhole ? 10n : undefined, spec);
    }
  });
}

Deno.test("without a readable status the local record is in force and is written, unless the spec in etcd is newer", () => {
  for (const local of ["same", "newer", "newer-term"] as const) {
    const table: readonly (readonly [Status, Spec, string])[] = [
      ["none", "own", "keep write outdated"],
      ["none", "copied", "keep write outdated"],
      ["none", "foreign", "keep write desired:change outdated"],
      ["none", "foreign-bad", "keep write desired:refused outdated"],
      ["unreadable", "own", "keep write in-force"],
      ["unreadable", "foreign", "keep write desired:change outdated"],
      ["unreadable", "foreign-bad", "keep write desired:refused outdated"],
      ["unreadable", "copied", "keep write desired:change outdated"],
      // The status is unreadable: a missing spec is then no desired change.
      ["unreadable", "none", "keep write outdated"],
    ];
    for (const [status, spec, expected] of table) {
      const merged = mergeService(sharedOf(status, spec), contextOf(local));
      equal(brief(merged), expected, `${status} ${spec}`);
      equal(merged.replica.written, undefined);
    }
  }
});

Deno.test("the status of an accepted spec that is newer than the local record is lost: that spec is in force, with the local status", () => {
  const table: readonly (readonly [Status, Spec, string])[] = [
    ["none", "own", "take write outdated"],
    ["unreadable", "own", "take write in-force"],
    ["unreadable", "copied", "take write desired:change outdated"],
    ["unreadable", "foreign", "keep write desired:change outdated"],
  ];
  for (const local of ["older", "older-term"] as const) {
    for (const [status, spec, expected] of table) {
      const merged = mergeService(sharedOf(status, spec), contextOf(local));
      equal(brief(merged), expected, `${local} ${status} ${spec}`);
      equal(merged.replica.written, undefined);
    }
  }
  const accepted = recordOf({
    revision: 10n,
    term: 2n,
    generation: 7n,
    spec: { version: "7" },
    labels: { a: "b" },
  });
  const spec = entryOf(KEYS.spec(LIDAR), writeSpec(accepted));
  const local = recordOf({ revision: 5n, term: 2n, status: { state: "Degraded", node: "n1" } });
  const promised = mergeService({ id: LIDAR, spec }, { record: () => local, hasEnded: () => true }).take;
  deepEqual(promised?.service.metadata, accepted.service.metadata);
  deepEqual(promised?.service.spec, accepted.service.spec);
  deepEqual(promised?.service.status, local.service.status);
  equal(promised?.term, 2n);
});

Deno.test("only a spec exists: an accepted one is in force, another one is a desired change; an unreadable status is deleted", () => {
  const table: readonly (readonly [Status, Spec, string])[] = [
    ["none", "own", "take write desired:change outdated"],
    ["unreadable", "own", "take write in-force"],
    ["none", "foreign", "keep desired:change outdated"],
    ["none", "foreign-bad", "keep desired:refused outdated"],
    ["unreadable", "none", "keep write outdated"],
    ["unreadable", "foreign", "keep desired:change outdated"],
    ["unreadable", "foreign-bad", "keep desired:refused outdated"],
  ];
  for (const [status, spec, expected] of table) {
    equal(brief(mergeService(sharedOf(status, spec), contextOf("none"))), expected, `${status} ${spec}`);
  }
  const recovery = { id: LIDAR, recovery: entryOf(KEYS.recovery(LIDAR), "{}", 7n) };
  const merged = mergeService(recovery, contextOf("none"));
  equal(brief(merged), "keep write outdated");
  equal(merged.replica.recoveryMod, 7n);
});

Deno.test("a service that ended locally does not come back, whatever etcd holds; its end is written", () => {
  const asked: bigint[] = [];
  const context = contextOf("none", (_id, revision) => (asked.push(revision), true));
  for (const spec of ["none", "own"] as const) {
    equal(
      brief(mergeService(sharedOf("good", spec), context)).split(" ").slice(0, 2).join(" "),
      "keep write",
    );
  }
  deepEqual(asked, [10n, 10n]);
  const merged = mergeService(sharedOf("good", "own"), context);
  equal(merged.desiredChange, undefined);
  equal(merged.take, undefined);
  // Written by another component after the end of the service: a desired change for a new one.
  equal(brief(mergeService(sharedOf("none", "own"), context)), "keep desired:change outdated");
});

Deno.test("records with equal (term, revision) but different specs: etcd's record is taken, as by the other instances", () => {
  const local = recordOf({ revision: 10n, term: 2n, spec: { version: "other" } });
  const merged = mergeService(sharedOf("good", "own"), { record: () => local, hasEnded: () => false });
  equal(brief(merged), "take in-force");
  equal(merged.take?.service.spec.version, "1.0");
});

Deno.test("newer(): the term first, then the revision", () => {
  const at = (term: bigint, revision: bigint): ServiceRecord => recordOf({ term, revision });
  equal(newer(at(2n, 1n), at(1n, 9n)), "local");
  equal(newer(at(1n, 9n), at(2n, 1n)), "remote");
  equal(newer(at(1n, 9n), at(1n, 8n)), "local");
  equal(newer(at(1n, 8n), at(1n, 9n)), "remote");
  equal(newer(at(1n, 8n), at(1n, 8n)), "same");
});

Deno.test("the record in etcd has the spec in force: the one in its key, or the one that the status carries while that was overwritten", () => {
  const carried = recordOf({ spec: { version: "carried" } });
  const known = { ...REMOTE.service, term: 2n, ring: RING };
  const document = { metadata: known.metadata, status: known.status, term: 2n, ring: RING };
  const left = recordIn(sharedOf("good", "left"), { ...document, spec: carried.service.spec });
  equal(left.service.spec.version, "carried");
  equal(recordIn(sharedOf("good", "own"), document).service.spec.version, "1.0");
});

Deno.test("a spec in force that is known nowhere any more: a substitute is a generation of its own, and ends no service", () => {
  const up = { state: "Running", node: "front", replicas: 2 } as const;
  const good = { version: "good", config: { mode: "eco" }, generation: 1n };
  const older = recordOf({ revision: 5n, term: 2n, spec: { version: "older", criticality: "D" } });
  const cases = [
    [{ ...up, lastKnownGood: good }, undefined, "Running good 2 front"],
    [{ ...up, lastKnownGood: good, state: "Terminating" }, undefined, "Pending 0 1 "],
    [up, undefined, "Pending 0 1 "],
    [{ ...up, lastKnownGood: good }, older, "Running older 1 "],
  ] as const;
  const { generation } = REMOTE.service.metadata;
  for (const spec of ["none", "foreign", "foreign-bad"] as const) {
    for (const [status, local, expected] of cases) {
      const remote = recordOf({ revision: 10n, term: 2n, generation: generation + 1n, status });
      const shared = {
        ...sharedOf("good", spec),
        status: entryOf(KEYS.status(LIDAR), writeStatus(remote, RING, false), 50n),
      };
      const merged = mergeService(shared, { record: () => local, hasEnded: () => false });
      const { metadata, spec: inForce } = merged.take?.service ?? remote.service;
      const { state, version, replicas, nodes } = inForce;
      equal(`${state} ${version} ${replicas} ${nodes.join()}`, expected, spec);
      deepEqual([metadata.generation, merged.isSubstitute, merged.isToWrite], [generation + 2n, true, true]);
      // Once more, before it was written.
      const again = mergeService(shared, { record: () => merged.take, hasEnded: () => false });
      deepEqual([again.take, again.isToWrite, again.replica.written], [undefined, true, undefined], spec);
      equal(isSpecLost(shared, { record: () => local }), true);
      // Etcd still knew what it held.
      const found = { ...shared, earlierSpec: entryOf(KEYS.spec(LIDAR), writeSpec(REMOTE), 40n) };
      const whole = mergeService(found, { record: () => local, hasEnded: () => false });
      deepEqual(
        [whole.take?.service.spec.version, whole.take?.service.metadata.generation, whole.isSubstitute],
        ["1.0", generation + 1n, undefined],
      );
      deepEqual([whole.isToWrite, whole.replica.written], [true, undefined]);
    }
  }
});

Deno.test("the spec of a service that ended is not taken for that of the one that has its name now", () => {
  const { metadata, status } = REMOTE.service;
  const document = { metadata: { ...metadata, createdAtMs: 77 }, status, term: 2n, ring: RING };
  const local = recordOf({ revision: 1n, spec: { version: "ended" } });
  equal(local.service.metadata.generation, metadata.generation);
  equal(knownSpec(sharedOf("good", "foreign"), document, local), undefined);
});

Deno.test("a record that was discarded with its lead is not in force, however new it is", () => {
  const lineage = [{ term: 2n, after: 0n, from: 0n }, { term: 3n, after: 12n, from: 200_000n }];
  const local = recordOf({ revision: 15n, term: 2n, spec: { version: "discarded" } });
  const versionOf = (shared: SharedService, lineages = [lineage]) =>
    lineages.map((lineage) => {
      const merged = mergeService(shared, { record: () => local, hasEnded: () => false, lineage });
      return (merged.take ?? local).service.spec.version;
    });
  const earlierSpec = entryOf(KEYS.spec(LIDAR), writeSpec(REMOTE), 40n);
  deepEqual(versionOf(sharedOf("good", "own"), [lineage, []]), ["1.0", "discarded"]);
  deepEqual(versionOf({ ...sharedOf("good", "foreign-bad"), earlierSpec }), ["1.0"]);
  deepEqual(versionOf(sharedOf("unreadable", "own"), [lineage, []]), ["1.0", "discarded"]);
});

Deno.test("a record that is the same but for a plan or counters that etcd lacks, or has too much, is written again", () => {
  const counted = recordOf(LOCAL.same);
  const recovery = entryOf(KEYS.recovery(LIDAR), JSON.stringify({ v: 1 }));
  const plan = { plan: createActionPlan(diffOf(), planContextOf()), nextAction: 0, createdAtMs: 0 };
  const shared = sharedOf("good", "own");
  for (
    const [local, there, expected] of [
      [{ ...counted, plan }, shared, true],
      [{ ...counted, plan }, { ...shared, recovery }, false],
      [counted, { ...shared, recovery }, true],
      [counted, shared, false],
    ] as const
  ) {
    const merged = mergeService(there, { record: () => local, hasEnded: () => false });
    equal(merged.isToWrite, expected);
    equal(merged.replica.written === local, !expected);
  }
});

Deno.test("an overwritten spec in force is taken from the local record of the same generation", () => {
  const { metadata, status } = REMOTE.service;
  const document = { metadata, status, term: 2n, ring: RING };
  const local = recordOf({ revision: 1n, spec: { version: "known" } });
  equal(local.service.metadata.generation, metadata.generation);
  for (const spec of ["none", "foreign", "foreign-bad"] as const) {
    equal(recordIn(sharedOf("good", spec), document, local).service.spec.version, "known", spec);
  }
  equal(recordIn(sharedOf("good", "own"), document, local).service.spec.version, "1.0");
  const other = recordOf({ revision: 1n, generation: metadata.generation + 1n, spec: { version: "known" } });
  equal(knownSpec(sharedOf("good", "foreign"), document, other), undefined);
});

Deno.test("the recovery record is part of the record; an unreadable one counts as missing", () => {
  const document = { metadata: REMOTE.service.metadata, status: REMOTE.service.status, term: 2n, ring: RING };
  const counted = {
    issueType: "Crash",
    failureCount: 2,
    issueFailures: 2,
    attempts: {},
    lastAttemptAtMs: 0,
    evidence: "",
  };
  const shared = sharedOf("good", "own");
  const withRecovery = (text: string) =>
    recordIn({ ...shared, recovery: entryOf(KEYS.recovery(LIDAR), text) }, document);
  equal(withRecovery(JSON.stringify({ v: 1, recovery: counted })).recovery?.failureCount, 2);
  equal(withRecovery("{").recovery, undefined);
  ok(!("recovery" in withRecovery("{")));
});

Deno.test("a plan continues only under the spec that it was made for", () => {
  const plan = { plan: createActionPlan(diffOf(), planContextOf()), nextAction: 0, createdAtMs: 0 };
  const recovery = entryOf(KEYS.recovery(LIDAR), writeRecovery({ ...REMOTE, plan }) ?? "");
  const document = { metadata: REMOTE.service.metadata, status: REMOTE.service.status, term: 2n, ring: RING };
  const isThere = (spec: Spec, carried = {}) =>
    recordIn({ ...sharedOf("good", spec), recovery }, { ...document, ...carried }).plan !== undefined;
  equal(isThere("own"), true);
  equal(isThere("left-bad", { spec: REMOTE.service.spec }), true);
  for (const spec of ["none", "foreign", "foreign-bad"] as const) equal(isThere(spec), false, spec);
});

Deno.test("readDesiredChange() refuses an unreadable document, and names the invalid member", () => {
  const good = readDesiredChange(FOREIGN);
  equal(good.kind === "change" ? good.document.spec.version : "", "9");
  const bad = readDesiredChange(BAD);
  match(bad.kind === "refused" ? bad.problem : "", /spec\.replicas/);
});

Deno.test("isInForce() compares spec and labels", () => {
  const record = recordOf({ labels: { tier: "1" } });
  const document = { spec: record.service.spec, labels: { tier: "1" } };
  equal(isInForce(document, record), true);
  equal(isInForce({ ...document, labels: {} }, record), false);
  equal(isInForce({ ...document, spec: { ...record.service.spec, replicas: 2 } }, record), false);
  equal(isInForce(document, undefined), false);
});

Deno.test("spec and status of one transaction belong together: the spec is no desired change", () => {
  const shared = sharedOf("good", "own");
  const { status } = shared;
  if (status === undefined) throw new Error("it has a status");
  const spec = entryOf(KEYS.spec(LIDAR), writeSpec(REMOTE), status.modRevision);
  equal(brief(mergeService({ ...shared, spec }, contextOf("same"))), "keep in-force");
});
