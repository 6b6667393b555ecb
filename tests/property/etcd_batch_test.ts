import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { type Batch, planBatch, type Unit } from "../../src/etcd/share/batch.ts";
import {
  readEvent,
  readRecovery,
  readStatus,
  writeLeader,
  writeSpec,
} from "../../src/etcd/share/documents.ts";
import { Keys } from "../../src/etcd/share/keys.ts";
import type { Compare } from "../../src/etcd/client/kv.ts";
import { isThere, type Replica } from "../../src/etcd/share/replica.ts";
import type { ServiceRecord } from "../../src/state/record.ts";
import { readSpecDocument } from "../../src/records/spec_document.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import { eventOf, idOf, serviceOf } from "../support/domain.ts";
import { VirtualClock } from "../support/engine/virtual_clock.ts";
import { ModelEtcd } from "../support/etcd/model.ts";

const IDS = ["a", "b", "c", "d"].map((name) => idOf(`vehicle/${name}`));
const KEYS = new Keys();

type Step =
  /** Something happened to a service, with that many events. */
  | {
    readonly kind: "change";
    readonly service: number;
    readonly events: number;
    readonly version: number;
    readonly config: number;
    readonly isCounting: boolean;
  }
  | { readonly kind: "end"; readonly service: number }
  /** A spec was refused: it stays in its key. */
  | { readonly kind: "refuse"; readonly service: number }
  | {
    readonly kind: "write";
    readonly maxOperations: number;
    readonly maxSize: number;
    readonly isLost: boolean;
  };

const service = fc.nat({ max: IDS.length - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("change"),
      service,
      events: fc.integer({ min: 1, max: 7 }),
      version: fc.nat({ max: 2 }),
      config: fc.nat({ max: 400 }),
      isCounting: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("end"), service }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("refuse"), service }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("write"),
      maxOperations: fc.integer({ min: 1, max: 24 }),
      maxSize: fc.integer({ min: 1, max: 12_000 }),
      isLost: fc.boolean(),
    }),
  },
);

const REFUSED = JSON.stringify({ spec: { replicas: -1 } });

/** One writer and an etcd; plain maps hold what etcd should contain. */
class World {
  readonly etcd = new ModelEtcd({ clock: new VirtualClock() });
  readonly #client = this.etcd.client();
  readonly #ringSize: number;
  readonly #guard: Compare;
  readonly #records = new Map<ResourceId, ServiceRecord>();
  readonly #replicas = new Map<ResourceId, Replica>();
  /** Revisions of the events of a service that were written, in order. */
  readonly #written = new Map<ResourceId, bigint[]>(IDS.map((id) => [id, []]));
  #waiting: Unit[] = [];
  #revision = 0n;
  #cursor = 0n;

  constructor(ringSize: number) {
    this.#ringSize = ringSize;
    const revision = this.etcd.put(KEYS.leader, writeLeader({ instance: "one", term: 1n }));
    this.#guard = { key: KEYS.leader, target: "mod", result: "equal", value: revision };
  }

  async run(step: Step): Promise<void> {
    switch (step.kind) {
      case "change":
        return this.#change(step);
      case "end": {
        const id = idAt(step.service);
        if (this.#records.delete(id)) this.#note(id, 1);
        return;
      }
      case "refuse":
        return this.#refuse(idAt(step.service));
      case "write":
        await this.#write(step);
    }
  }

  async drain(): Promise<void> {
    for (let turn = 0; this.#waiting.length > 0; turn++) {
      ok(turn < 1_000, "it never ends");
      await this.#write({ maxOperations: 128, maxSize: 1_000_000, isLost: false });
    }
    this.#check();
    // A second round over everything: nothing is left to write.
    const again = planBatch([...this.#records.keys()].map((id) => ({ id })), this.#context(128, 1_000_000));
    deepEqual(again?.request.then ?? [], []);
  }

  #change(
    { service, events, version, config, isCounting }: Extract<Step, { readonly kind: "change" }>,
  ): void {
    const id = idAt(service);
    this.#note(id, events);
    const plain = serviceOf({ id, spec: { version: `v${version}`, config: { table: "x".repeat(config) } } });
    this.#records.set(id, {
      service: { ...plain, metadata: { ...plain.metadata, revision: this.#revision } },
      term: 1n,
      ...(isCounting
        ? {
          recovery: {
            issueType: "Crash",
            failureCount: config,
            issueFailures: 1,
            attempts: {},
            lastAttemptAtMs: 0,
            evidence: "",
          },
        }
        : {}),
    });
  }

  #note(resourceId: ResourceId, events: number): void {
    for (let count = 0; count < events; count++) {
      this.#revision += 1n;
      this.#waiting.push({ id: resourceId, event: eventOf({ resourceId, revision: this.#revision }) });
    }
  }

  #refuse(id: ResourceId): void {
    const replica = this.#replicas.get(id);
    if (replica === undefined || replica.specMod === 0n) return;
    const specMod = this.etcd.put(KEYS.spec(id), REFUSED);
    this.#replicas.set(id, { ...replica, specMod, specKey: "refused" });
    this.#waiting.push({ id });
    const record = this.#records.get(id);
    // The event is added: otherwise the status would not change.
    if (record !== undefined) this.#records.set(id, { ...record });
  }

  #context(maxOperations: number, maxSize: number) {
    return {
      keys: KEYS,
      guard: this.#guard,
      term: 1n,
      ringSize: this.#ringSize,
      skippedUpTo: 0n,
      maxSize,
      maxOperations,
      cursorAfter: (taken: number) =>
        this.#waiting.slice(0, taken).findLast(({ event }) => event !== undefined)?.event?.revision,
      record: (id: ResourceId) => this.#records.get(id),
      replica: (id: ResourceId) => this.#replicas.get(id),
    };
  }

  async #write(
    { maxOperations, maxSize, isLost }: {
      readonly maxOperations: number;
      readonly maxSize: number;
      readonly isLost: boolean;
    },
  ): Promise<void> {
    const batch = planBatch(this.#waiting, this.#context(maxOperations, maxSize));
    if (batch === undefined) {
      equal(this.#waiting.length, 0);
      return;
    }
    checkShape(batch, maxOperations);
    if (isLost) return;
    const { then } = batch.request;
    const outcome = then.length === 0 ? undefined : await this.#client.txn(batch.request);
    if (outcome?.kind === "failed") throw new Error(outcome.failure.message);
    ok(
      outcome === undefined || outcome.value.hasSucceeded,
      "a guard fails although there is no other writer",
    );
    for (const { id, event } of this.#waiting.slice(0, batch.taken)) {
      if (event !== undefined) this.#written.get(id)?.push(event.revision);
    }
    this.#waiting = this.#waiting.slice(batch.taken);
    for (const [id, replica] of batch.replicas(this.etcd.revision)) this.#replicas.set(id, replica);
    this.#cursor = batch.cursor ?? this.#cursor;
    this.#check();
  }

  /** Etcd against the maps. */
  #check(): void {
    const schema = this.etcd.entries(KEYS.schema)[0];
    equal(schema === undefined ? 0n : BigInt(JSON.parse(schema.value).revision), this.#cursor);
    const waiting = new Set(this.#waiting.map(({ id }) => id));
    for (const id of IDS) {
      const revisions = this.#written.get(id) ?? [];
      const ring = this.etcd.entries(KEYS.events(id)).map(({ value }) => readEvent(value).revision);
      deepEqual(ring.sort((a, b) => Number(a - b)), revisions.slice(-this.#ringSize), `ring of ${id}`);
      const replica = this.#replicas.get(id);
      deepEqual(replica?.ring.sequence ?? 0, revisions.length);
      if (!waiting.has(id)) this.#checkState(id, replica);
    }
  }

  /** For a service without pending changes. */
  #checkState(id: ResourceId, replica: Replica | undefined): void {
    const [spec] = this.etcd.entries(KEYS.spec(id));
    const [status] = this.etcd.entries(KEYS.status(id));
    const [recovery] = this.etcd.entries(KEYS.recovery(id));
    const record = this.#records.get(id);
    deepEqual(
      [replica?.specMod ?? 0n, replica?.statusMod ?? 0n, replica?.recoveryMod ?? 0n],
      [spec?.modRevision ?? 0n, status?.modRevision ?? 0n, recovery?.modRevision ?? 0n],
    );
    if (record === undefined) {
      equal(replica === undefined || !isThere(replica), true);
      return;
    }
    const document = readStatus(status?.value ?? "");
    deepEqual(document.metadata, record.service.metadata);
    deepEqual(document.ring.revision, this.#written.get(id)?.at(-1));
    if (replica?.specKey === "refused") {
      equal(spec?.value, REFUSED);
      deepEqual(document.spec, record.service.spec);
    } else {
      deepEqual(readSpecDocument(spec?.value ?? "").spec, readSpecDocument(writeSpec(record)).spec);
      equal(document.spec, undefined);
    }
    deepEqual(recovery === undefined ? undefined : readRecovery(recovery.value).recovery, record.recovery);
  }
}

/** I2 and I3 of the batch. */
function checkShape({ request, taken }: Batch, maxOperations: number): void {
  const keys = request.then.map(({ key }) => key);
  equal(new Set(keys).size, keys.length, "a key twice");
  ok(taken >= 1);
  ok(request.then.length <= Math.max(maxOperations, 5) && request.compare.length <= 128);
  const guarded = new Set(request.compare.map(({ key }) => key));
  ok(guarded.has(KEYS.leader));
  for (const key of keys) {
    if (key.endsWith("/spec") || key.endsWith("/status")) ok(guarded.has(key), `${key} is not guarded`);
  }
}

function idAt(index: number): ResourceId {
  const id = IDS[index];
  if (id === undefined) throw new Error("no such service");
  return id;
}

Deno.test("planBatch(): after any sequence of batches, some of them lost, etcd holds the states, the newest ring of each service, and the cursor", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 30, size: "max" }),
      fc.integer({ min: 1, max: 6 }),
      async (steps, ringSize) => {
        const world = new World(ringSize);
        for (const one of steps) await world.run(one);
        await world.drain();
      },
    ),
    { numRuns: 300 },
  );
});
