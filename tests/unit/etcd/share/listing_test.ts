import { deepEqual, equal, ok } from "node:assert/strict";
import { writeSchema } from "../../../../src/etcd/share/documents.ts";
import type { EtcdKv, EtcdOutcome, RangeAnswer, RangeRequest } from "../../../../src/etcd/client/kv.ts";
import { forEachEntry } from "../../../../src/etcd/client/pages.ts";
import { listState, type SharedService } from "../../../../src/etcd/share/listing.ts";
import { idOf } from "../../../support/domain.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { ModelEtcd } from "../../../support/etcd/model.ts";
import { KEYS, LIDAR, RADAR } from "./parts.ts";

/** A client whose range calls can be observed, and answered by the test. */
function seen(
  kv: EtcdKv,
  onRange: (request: RangeRequest) => EtcdOutcome<RangeAnswer> | undefined,
): EtcdKv {
  return {
    range: (request, options) => {
      const instead = onRange(request);
      return instead === undefined ? kv.range(request, options) : Promise.resolve(instead);
    },
    txn: (request, options) => kv.txn(request, options),
    leaseGrant: (ttlSeconds, options) => kv.leaseGrant(ttlSeconds, options),
    leaseKeepAlive: (id, options) => kv.leaseKeepAlive(id, options),
    leaseRevoke: (id, options) => kv.leaseRevoke(id, options),
    openWatch: (request, listener) => kv.openWatch(request, listener),
  };
}

function failed(kind: "too-large" | "unavailable"): EtcdOutcome<RangeAnswer> {
  return { kind: "failed", failure: { kind, message: kind, mayHaveHappened: false } };
}

function world() {
  const etcd = new ModelEtcd({ clock: new VirtualClock() });
  return { etcd, client: etcd.client() };
}

async function list(kv: EtcdKv) {
  const services: SharedService[] = [];
  const outcome = await listState({ kv, keys: KEYS, call: {} }, (service) => services.push(service));
  return { outcome, services };
}

function brief({ id, spec, status, recovery }: SharedService): string {
  return [id, spec?.value, status?.value, recovery?.value].map((part) => part ?? "-").join(" ");
}

Deno.test("each service is delivered once, with all of its keys, even with similar names or only one key left", async () => {
  const { etcd, client } = world();
  etcd.put(KEYS.schema, writeSchema({ term: 3n, revision: 9n }));
  const alike = ["vehicle/a", "vehicle/a-b", "vehicle/a.b", "vehicle/a0", "vehicle/b"].map((id) => idOf(id));
  for (const id of alike) etcd.put(KEYS.spec(id), "spec");
  for (const id of alike) etcd.put(KEYS.status(id), "status");
  for (const id of alike.slice(0, 2)) etcd.put(KEYS.recovery(id), "recovery");
  etcd.put(KEYS.status(LIDAR), "alone");
  etcd.put(KEYS.recovery(RADAR), "left");
  etcd.put(`${KEYS.services}vehicle/a/other`, "");
  etcd.put(`${KEYS.services}UPPER/a/spec`, "");
  etcd.put(KEYS.event(LIDAR, 0), "");
  const { outcome, services } = await list(client);
  deepEqual(outcome.kind === "ok" ? outcome.value : undefined, { term: 3n, revision: 9n });
  deepEqual(
    services.map(brief).toSorted(),
    [
      ...alike.map((id, index) => `${id} spec status ${index < 2 ? "recovery" : "-"}`),
      `${LIDAR} - alone -`,
      `${RADAR} - - left`,
    ].toSorted(),
  );
});

Deno.test("an empty etcd, or one with an unreadable schema, has no replication cursor", async () => {
  const { etcd, client } = world();
  for (const schema of [undefined, "{", JSON.stringify({ v: 2, term: "1", revision: "1" })]) {
    if (schema !== undefined) etcd.put(KEYS.schema, schema);
    const { outcome, services } = await list(client);
    equal(outcome.kind === "ok" && outcome.value === undefined, true);
    deepEqual(services, []);
  }
});

Deno.test("a write during the list is not included: everything is of one revision", async () => {
  const { etcd, client } = world();
  etcd.put(KEYS.spec(LIDAR), "old");
  const revisions = new Set<bigint | undefined>();
  const kv = seen(client, (request) => {
    if (request.key !== KEYS.schema) revisions.add(request.revision);
    etcd.put(KEYS.spec(LIDAR), "new");
    etcd.put(KEYS.spec(RADAR), "new");
    return undefined;
  });
  const { outcome, services } = await list(kv);
  equal(revisions.size, 1);
  ok(outcome.kind === "ok" && revisions.has(outcome.revision));
  // Written before the answer to the first range, not after it.
  deepEqual(services.map(brief), [`${LIDAR} new - -`, `${RADAR} new - -`]);
  deepEqual(services.map(({ spec }) => spec?.version), [2n, 1n]);
});

Deno.test("thousands of keys are read in pages, in order, each once", async () => {
  const { etcd, client } = world();
  const names = Array.from({ length: 1_201 }, (_, index) => `k${String(index).padStart(4, "0")}`);
  for (const name of names) etcd.put(`/p/${name}`, name);
  let pages = 0;
  const got: string[] = [];
  const kv = seen(client, () => void pages++);
  const outcome = await forEachEntry(kv, { key: "/p/", isPrefix: true }, ({ value }) => got.push(value));
  equal(outcome, undefined);
  equal(pages, 3);
  deepEqual(got, names);
});

Deno.test("a page that is too large is read again with fewer entries, down to one", async () => {
  const { etcd, client } = world();
  const names = Array.from({ length: 40 }, (_, index) => `k${String(index).padStart(2, "0")}`);
  for (const name of names) etcd.put(`/p/${name}`, name);
  for (const most of [8, 1]) {
    const got: string[] = [];
    const kv = seen(client, ({ limit }) => (limit ?? Infinity) > most ? failed("too-large") : undefined);
    equal(await forEachEntry(kv, { key: "/p/", isPrefix: true }, ({ value }) => got.push(value)), undefined);
    deepEqual(got, names);
  }
  const never = seen(client, () => failed("too-large"));
  const outcome = await forEachEntry(never, { key: "/p/", isPrefix: true }, () => {});
  equal(outcome?.failure.kind, "too-large");
});

Deno.test("a failure of any page ends the list", async () => {
  const { etcd, client } = world();
  etcd.put(KEYS.spec(LIDAR), "");
  for (let at = 0; at < 3; at++) {
    let calls = 0;
    const { outcome } = await list(seen(client, () => calls++ === at ? failed("unavailable") : undefined));
    equal(outcome.kind === "failed" ? outcome.failure.kind : "", "unavailable");
  }
});
