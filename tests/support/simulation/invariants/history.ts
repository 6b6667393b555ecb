/** What the history of a manager must look like, commit by commit. */
import { readable, readEvent } from "../../../../src/etcd/share/documents.ts";
import { isSameValue } from "../../../../src/kit/same_value.ts";
import { readStamp } from "../../../../src/records/spec_document.ts";
import { isTransitionEvent, nextState } from "../../../../src/state/machine.ts";
import type { ServiceStateType } from "../../../../src/state/model.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import type { ServiceRecord } from "../../../../src/state/record.ts";
import type { Invariant, Run } from "../observer.ts";
import type { Report } from "../reporter.ts";
import type { World } from "../world.ts";

/**
 * A phase changes only by an event that the machine's table allows, and every such event changes it. `isShared` = records are taken
 * over from etcd as they were recorded, without an event.
 */
export function onlyLegalTransitions(report: Report, isShared: boolean): Invariant {
  const phases = new Map<string, Map<ResourceId, ServiceStateType>>();
  return {
    name: "only-legal-transitions",
    started(run) {
      const known = new Map<ResourceId, ServiceStateType>();
      for (const { service } of run.manager.records()) known.set(service.metadata.id, service.status.state);
      phases.set(run.instance, known);
    },
    committed(run, { events, services }) {
      const known = phases.get(run.instance) ?? new Map<ResourceId, ServiceStateType>();
      // What was taken over from etcd is another instance's history.
      const isTakenOver = events.length === 0 ? isShared : events.some(({ source }) => source === "Etcd");
      const isOwn = run.isActing && !isTakenOver;
      for (const { eventType, resourceId } of events) {
        // Its end may have been taken over from etcd without a word.
        const isNew = eventType === "SpecChanged" && services.get(resourceId)?.metadata.generation === 1n;
        if (isNew) known.delete(resourceId);
        if (!isOwn || !isTransitionEvent(eventType)) continue;
        const before = known.get(resourceId) ?? "Pending";
        const result = nextState(before, eventType);
        if (result.kind === "applied") known.set(resourceId, result.to);
        else if (result.kind !== "removed") {
          report(`${resourceId}: ${eventType} in ${before} is ${result.kind}`);
        }
      }
      for (const [id, { status }] of services) {
        const expected = known.get(id) ?? "Pending";
        if (isOwn && expected !== status.state) {
          report(`${id} is ${status.state}, its events say ${expected}`);
        }
        known.set(id, status.state);
      }
      for (const { resourceId } of events) if (!services.has(resourceId)) known.delete(resourceId);
    },
  };
}

/**
 * The revisions of an instance rise, over all its runs: none that somebody may have seen is given to something else. `isTermed` =
 * each run begins a term of its own; without, a disk that takes nothing cannot hold them, and they go with what it did not take.
 */
export function orderNeverRepeats(report: Report, isTermed: boolean): Invariant {
  const failuresBefore = new Map<string, number>();
  const newest = new Map<string, { revision: bigint; term: bigint }>();
  return {
    name: "order-never-repeats",
    ended({ instance, disk }) {
      if (!isTermed && disk.failures > (failuresBefore.get(instance) ?? 0)) newest.delete(instance);
      failuresBefore.set(instance, disk.failures);
    },
    committed(run, { events }) {
      if (!run.isActing) return;
      const last = newest.get(run.instance) ?? { revision: 0n, term: 0n };
      const term = run.manager.term();
      for (const { revision, resourceId } of events) {
        if (revision <= last.revision) {
          report(
            `${run.instance} ${resourceId}: ${term}/${revision} came after ${last.term}/${last.revision}`,
          );
        }
        last.revision = revision;
      }
      newest.set(run.instance, { revision: last.revision, term });
    },
  };
}

/** What a run decided before it died is what the next one begins with, as long as the disk took it; what it only saw may be lost. */
export function restartForgetsNothing(report: Report): Invariant {
  const left = new Map<string, ReadonlyMap<ResourceId, ReturnType<Run["manager"]["record"]>>>();
  return {
    name: "restart-forgets-nothing",
    ended(run, how) {
      if (how !== "kill" || run.disk.isBehind) left.delete(run.instance);
      else {
        const records = [...run.manager.records()];
        left.set(run.instance, new Map(records.map((record) => [record.service.metadata.id, record])));
      }
    },
    started(run) {
      const before = left.get(run.instance);
      if (before === undefined) return;
      left.delete(run.instance);
      for (const [id, record] of before) {
        const now = run.manager.record(id);
        if (now === undefined) report(`${id} is gone after a restart of ${run.instance}`);
        else if (!isSameDecision(now, record)) {
          report(
            `${id}: a restart of ${run.instance} changed its record at ${now.service.metadata.revision}`,
          );
        }
      }
      const { size } = before;
      const now = [...run.manager.records()].length;
      if (now !== size) report(`${run.instance} had ${size} services before a restart, ${now} after it`);
    },
  };
}

/** Apart from what is observed again; by value, for what came back from etcd was read anew. */
function isSameDecision(now: ServiceRecord, before: ServiceRecord | undefined): boolean {
  if (now === before || before === undefined) return now === before;
  const { metadata, spec, status } = before.service;
  return now.service.metadata.generation === metadata.generation && isSameValue(now.service.spec, spec) &&
    now.service.status.node === status.node && isSameValue(now.service.status.override, status.override) &&
    isSameValue(now.service.status.isolation, status.isolation) &&
    // That it was healthy long enough is seen again.
    // A record without a failure is what was seen, and is seen again.
    (before.recovery === undefined || (now.recovery?.failureCount ?? 0) === before.recovery.failureCount) &&
    (before.plan === undefined || now.plan?.plan.id === before.plan.plan.id);
}

/**
 * A change that a client was told is stored survives everything. Except that somebody destroys both status and spec in etcd: then the
 * others know only what they know already.
 */
export function acknowledgedIsKept(
  report: Report,
  lookUp: () => Run | undefined,
  { etcd, keys, readStatus }: Pick<World, "etcd" | "keys" | "readStatus">,
): Invariant {
  const acknowledged = new Map<ResourceId, bigint>();
  /** Of each service that has ended, the revision of its last end: whoever is told late of a change before it is told of another service. */
  const ended = new Map<ResourceId, bigint>();
  const isOurs = (key: string, read: (json: string) => unknown) =>
    readable(read, etcd.entries(key)[0]) !== undefined;
  etcd.onRevision(({ events }) => {
    for (const event of events) {
      const parsed = keys.parse(event.kind === "put" ? event.entry.key : event.key);
      if (parsed?.kind === "event" && event.kind === "put") {
        const { eventType, revision } = readEvent(event.entry.value);
        if (eventType === "Terminated") ended.set(parsed.id, revision);
      }
      if (parsed?.kind !== "spec" && parsed?.kind !== "status") continue;
      const { id } = parsed;
      if (!acknowledged.has(id)) continue;
      if (!isOurs(keys.status(id), readStatus) && !isOurs(keys.spec(id), readStamp)) acknowledged.delete(id);
    }
  });
  return {
    name: "acknowledged-is-kept",
    started({ disk, manager }) {
      for (const id of acknowledged.keys()) {
        const last = disk.events.findLast(({ resourceId }) => resourceId === id);
        // It came to its end in the very moment in which the run before did.
        if (manager.record(id) === undefined && last?.eventType === "Terminated") acknowledged.delete(id);
      }
    },
    acknowledged(run, { metadata: { id, generation, revision } }) {
      const stored = run.disk.synced.records.get(id)?.service.metadata.generation ?? 0n;
      const kept = run.manager.record(id)?.service.metadata.generation ?? 0n;
      // It has come to its end since, and another one may have its name now, and as many generations.
      const since = { resourceId: id, afterRevision: revision, limit: 1_000, which: "newest" } as const;
      const isGone = (ended.get(id) ?? 0n) > revision ||
        run.manager.readRecorded(since).events.some(({ eventType }) => eventType === "Terminated");
      if (!isGone && kept < generation) {
        report(`${id}: generation ${generation} is promised, ${kept} is there`);
      }
      if (stored < generation && !isGone) {
        report(`${id}: generation ${generation} was promised, a power cut would leave ${stored}`);
      }
      if (!isGone && generation > (acknowledged.get(id) ?? 0n)) acknowledged.set(id, generation);
    },
    committed(_run, { events, services }) {
      for (const { resourceId } of events) if (!services.has(resourceId)) acknowledged.delete(resourceId);
    },
    stepped() {
      const run = lookUp();
      if (run === undefined) return;
      for (const [id, generation] of acknowledged) {
        const kept = run.manager.record(id)?.service.metadata.generation ?? 0n;
        if (kept < generation) report(`${id}: generation ${generation} was promised, ${kept} is there`);
      }
    },
  };
}

/** A bug is a bug, even where everything ends well. */
export function noBugIsLogged(
  report: Report,
  lines: () => Iterable<{ message: string; fields: unknown }>,
): Invariant {
  return {
    name: "no-bug-is-logged",
    settled() {
      for (const { message, fields } of lines()) {
        const isBug = message === "A reconcile failed because of a bug" ||
          message === "A service cannot be replicated to etcd";
        if (isBug) report(`${message} ${JSON.stringify(fields)}`);
      }
    },
  };
}
