/**
 * What the tests of the real program with a real etcd share: the settings that make an instance share a vehicle's state, and the
 * comparison of what etcd holds with what the API tells.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readEvent, readSchema, readStatus } from "../../src/etcd/share/documents.ts";
import { Keys } from "../../src/etcd/share/keys.ts";
import { serviceToWire } from "../../src/grpc/wire/service.ts";
import "../support/http2/settled.ts";
import { ALL_SERVICES } from "../../src/manager/serve/api.ts";
import { readSpecDocument } from "../../src/records/spec_document.ts";
import type { StateEvent } from "../../src/state/event_model.ts";
import type { ServiceState } from "../../src/state/model.ts";
import type { RealEtcd } from "../support/etcd/real_etcd.ts";
import { eventually } from "../support/eventually.ts";
import { etcdAt, Instance, PATIENCE } from "../support/instances/instance.ts";
import type { Settings } from "../support/program.ts";
import type { Vehicle } from "../support/vehicle/vehicle.ts";

/** Larger than any history of these tests: what is in etcd is then the whole history, each event in a slot of its own. */
const RING = 512;
export const KEYS = new Keys();

export interface InstanceParts {
  readonly vehicle: Vehicle;
  /** URLs or host:port. */
  readonly endpoints: readonly string[];
  /** Those that the configuration names; default all of the vehicle. */
  readonly nodes?: readonly string[];
  /** More of the section `etcd`. */
  readonly etcd?: Settings;
  /** More sections of the configuration. */
  readonly more?: Settings;
}

/** The tests crash the same services again and again: each time they are to come back, not to be taken out of service. */
const STRATEGY = { actions: ["Restart"], backoff_delay: "20ms" };

/** One State Manager that shares the state of a vehicle. */
export function newInstance({ vehicle, endpoints, nodes, etcd, more }: InstanceParts): Instance {
  return new Instance({
    ...vehicle.settings(nodes),
    ...etcdAt(endpoints, {
      // What happens before the initial sync is over is not in etcd: on a busy machine that may be late.
      start_wait: "1m",
      ...{ call_timeout: "1s", quiet_linger: "50ms", events_per_service: RING },
      ...etcd,
    }),
    node: { heartbeat: "300ms", unreachable_after: "3s", lost_after: "30s" },
    recovery: {
      ...{ backoff_base: "50ms", backoff_cap: "200ms" },
      strategies: { Crash: STRATEGY, CrashLoop: STRATEGY, Flapping: STRATEGY },
    },
    flapping: { suppress_from: 1000 },
    limits: { services: 1000, events_per_service: RING },
    log: { format: "json" },
    ...more,
  }, { deadlineMs: 60_000 });
}

/** A key as etcdctl shows it. */
export interface StoredKey {
  readonly value: string;
  /** Writes since it was made. */
  readonly version: number;
}

/** Everything below a prefix, as etcdctl reads it. */
export async function stored(etcd: RealEtcd, prefix = KEYS.prefix): Promise<Map<string, StoredKey>> {
  const answer = JSON.parse(await etcd.ctl("get", "--prefix", prefix, "--write-out=json"));
  const text = (base64: string) => Buffer.from(base64, "base64").toString();
  const entries: { key: string; value?: string; version: number }[] = answer.kvs ?? [];
  return new Map(entries.map(({ key, value = "", version }) => [text(key), { value: text(value), version }]));
}

/**
 * What to expect of the histories: the same on both sides; more in etcd, because the journal that the API reads could not be written
 * for a while or a kill took what was only observed; less in etcd, because it lost what it had.
 */
export type Histories = "same" | "more in etcd" | "less in etcd";

/** Resolves once etcd holds exactly what the API tells: every state, spec and event, each event once and in its order. */
export async function untilShared(
  etcd: RealEtcd,
  instance: Instance,
  histories: Histories = "same",
): Promise<void> {
  await eventually("etcd to hold what the API tells", async () => {
    const before = await instance.client.queryServices(ALL_SERVICES, { limit: 1_000 });
    const keys = await stored(etcd);
    const ids = [...keys.keys()].flatMap((key) => {
      const parsed = KEYS.parse(key);
      return parsed?.kind === "status" ? [parsed.id] : [];
    });
    assert.deepEqual(ids, before.services.map(({ metadata }) => metadata.id));
    for (const service of before.services) {
      const ring = assertSame(keys, service);
      const history = await instance.history(service.metadata.id);
      const common = (events: readonly StateEvent[], others: readonly StateEvent[]) =>
        events.filter(({ revision }) => others.some((other) => other.revision === revision));
      assert.deepEqual(
        histories === "more in etcd" ? common(ring, history) : ring,
        histories === "less in etcd" ? common(history, ring) : history,
      );
    }
    const after = await instance.client.queryServices(ALL_SERVICES, { limit: 1 });
    assert.equal(after.revision, before.revision, "something happened while it was read");
    const newest = before.services.reduce(
      (max, { metadata }) => metadata.revision > max ? metadata.revision : max,
      0n,
    );
    const reached = readSchema(keys.get(KEYS.schema)?.value ?? "").revision;
    assert.ok(reached >= newest && reached <= before.revision, `meta/schema says ${reached}`);
    return true;
  }, PATIENCE);
}

/** State and spec are the same; answers the events that etcd holds. */
function assertSame(keys: ReadonlyMap<string, StoredKey>, service: ServiceState): readonly StateEvent[] {
  const { id } = service.metadata;
  const { metadata, status, ring, spec } = readStatus(keys.get(KEYS.status(id))?.value ?? "");
  const inForce = spec ?? readSpecDocument(keys.get(KEYS.spec(id))?.value ?? "").spec;
  assert.deepEqual(serviceToWire({ metadata, status, spec: inForce }), serviceToWire(service));
  assert.ok(ring.sequence < RING, "the test outgrew its ring");
  const written = Array.from({ length: ring.sequence }, (_, slot) => keys.get(KEYS.event(id, slot)));
  const events = written.map((entry) => readEvent(entry?.value ?? ""));
  const revisions = events.map(({ revision }) => revision);
  assert.deepEqual(
    revisions,
    [...new Set(revisions)].sort((a, b) => Number(a - b)),
    "not in order, or twice",
  );
  assert.ok(written.every((entry) => entry?.version === 1), "an event was written twice");
  assert.equal(ring.revision, revisions.at(-1) ?? 0n);
  return events;
}

/** Every workload process of the vehicle, in an order that does not depend on the kernel. */
export function processes(vehicle: Vehicle): string[] {
  return vehicle.workloads().map(({ pid, startTicks, resource, node, version }) =>
    `${resource}@${version} on ${node}: ${pid}/${startTicks}`
  ).sort();
}

/** Kills the process of a service; the State Manager is to bring it back. Resolves when another process is in its place. */
export async function crash(vehicle: Vehicle, resource: string): Promise<void> {
  const { pid } = vehicle.signal({ resource }, "SIGKILL");
  await eventually(
    `${resource} to be started again`,
    () => vehicle.workloads().some((process) => process.resource === resource && process.pid !== pid),
    PATIENCE,
  );
}
