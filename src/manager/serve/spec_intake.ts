/**
 * Takes in specs: checks a change of a spec against everything that is known, and records it.
 *
 * I1: a refused change changes nothing. An accepted one is answered when it survives a power cut.
 * I2: services that ended count as long as the journal has not recorded it: what it has to record later is bounded as well.
 * I3: a new generation gives the service a fresh start: what recovery quarantined or counted is void.
 * I4: several changes are accepted or refused as a whole: they are checked as if all of them were in force, and written in one step. What
 *     only checks asks the same function.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { isSameValue } from "../../kit/same_value.ts";
import { invalid, StateManagerError } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { describeCycle, findCycle } from "../../state/dependencies.ts";
import type { FieldChange, Value } from "../../state/events.ts";
import {
  type ConditionUpdate,
  DEFAULT_SPEC,
  findCondition,
  newServiceState,
  type ServiceSpec,
  type ServiceState,
  updateServiceStatus,
  withCondition,
} from "../../state/model.ts";
import { type ResourceId, splitResourceId } from "../../state/resource_id.ts";
import type { SpecChange, SpecChangeOutcome } from "./api.ts";
import { at } from "../../records/checks.ts";
import { checkSpecSize } from "../../records/spec_document.ts";
import type { Change, Ledger } from "../core/ledger.ts";
import { withParts } from "../../state/record.ts";
import { recordDraft } from "../../reconciliation/apply/transition.ts";

/** What a change comes to; without `write` there is nothing to write. */
interface Planned {
  readonly outcome: SpecChangeOutcome;
  readonly write?: Change;
}

export class SpecIntake implements Buffered {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #maxServices: number;
  #refused = 0;

  constructor(options: { readonly ledger: Ledger; readonly clock: Clock; readonly maxServices: number }) {
    this.#ledger = options.ledger;
    this.#clock = options.clock;
    this.#maxServices = options.maxServices;
  }

  buffers(): readonly BufferLevel[] {
    const capacity = this.#maxServices;
    const { size, unsavedCount } = this.#ledger;
    return [
      {
        name: "services",
        unit: "entries",
        capacity,
        overflow: "refuse",
        used: size,
        overflows: this.#refused,
      },
      {
        name: "unsaved_services",
        unit: "entries",
        capacity,
        overflow: "newest-wins",
        used: unsavedCount,
        overflows: 0,
      },
    ];
  }

  /** As `accept`, but nothing is written. */
  check(changes: readonly SpecChange[]): readonly SpecChangeOutcome[] {
    return this.#plan(changes).map(({ outcome }) => outcome);
  }

  /**
   * Writes the changes in one step, or throws a StateManagerError for the first that cannot be accepted (I1, I4). Durable only after
   * `ledger.flush()`.
   */
  accept(changes: readonly SpecChange[]): readonly SpecChangeOutcome[] {
    const planned = this.#planned(changes);
    const writes = planned.flatMap(({ write }) => write ?? []);
    if (writes.length === 0) return planned.map(({ outcome }) => outcome);
    const { services } = this.#ledger.commitAll(writes);
    return planned.map(({ outcome }) => ({
      ...outcome,
      service: services.get(outcome.service.metadata.id) ?? outcome.service,
    }));
  }

  /** A change that the limit keeps out is counted; one that is only checked is not kept out. */
  #planned(changes: readonly SpecChange[]): readonly Planned[] {
    try {
      return this.#plan(changes);
    } catch (error) {
      if (error instanceof StateManagerError && error.failure.kind === "limit") this.#refused += 1;
      throw error;
    }
  }

  /** What each change comes to. Throws as `accept` does. */
  #plan(changes: readonly SpecChange[]): readonly Planned[] {
    const specs = new Map<ResourceId, ServiceSpec | undefined>();
    const isOne = changes.length === 1;
    changes.forEach(({ resourceId, spec }, index) => {
      if (specs.has(resourceId)) {
        throw invalid(`changes[${index}].resource_id`, `${resourceId} is given twice`, "each service once");
      }
      specs.set(resourceId, spec);
    });
    this.#checkRoom(changes);
    return changes.map((change, index) => {
      try {
        return this.#planOne(change, specs);
      } catch (error) {
        if (isOne || !(error instanceof StateManagerError)) throw error;
        throw placed(error, { index, change });
      }
    });
  }

  #planOne(change: SpecChange, specs: ReadonlyMap<ResourceId, ServiceSpec | undefined>): Planned {
    const record = this.#ledger.get(change.resourceId);
    this.#checkGeneration(change, record);
    if (change.spec === undefined) return this.#delete(change, record);
    checkSpecSize({ spec: change.spec, labels: change.labels });
    this.#checkGraph(change, specs);
    const old = record?.service ?? this.#newService(change);
    const isSame = record !== undefined && isSameValue(old.spec, change.spec) &&
      isSameValue(old.metadata.labels, change.labels);
    if (isSame) return this.#clearRefusal(record);
    return this.#write(change, { old, record, spec: change.spec, labels: change.labels });
  }

  /**
   * Notes that a spec cannot be read: a condition and an event say why, what was in force stays so. False when that
   * is known already.
   */
  refuse(id: ResourceId, problem: string): boolean {
    const record = this.#ledger.get(id);
    const metadata = { reason: `The spec in etcd is refused: ${problem}` };
    if (record === undefined) {
      // I2.
      if (this.#ledger.unsavedEnds >= this.#maxServices) return true;
      this.#ledger.commit({
        id,
        record: undefined,
        events: [recordDraft("AlertRaised", "Etcd", { metadata })],
      });
      return true;
    }
    const update: ConditionUpdate = {
      type: "Accepted",
      status: "False",
      reason: "SpecRefused",
      message: problem,
    };
    const write = this.#setCondition(record, update, metadata);
    if (write !== undefined) this.#ledger.commit(write);
    return write !== undefined;
  }

  /** I2. */
  #checkRoom(changes: readonly SpecChange[]): void {
    const { size, unsavedEnds } = this.#ledger;
    const added =
      changes.filter(({ resourceId, spec }) =>
        spec !== undefined && this.#ledger.get(resourceId) === undefined
      ).length;
    if (added === 0 || size + unsavedEnds + added <= this.#maxServices) return;
    throw new StateManagerError({
      kind: "limit",
      what: unsavedEnds === 0
        ? "services"
        : `services (${unsavedEnds} of them have ended, which the journal cannot record at present)`,
      limit: this.#maxServices,
      setting: "limits.services",
    });
  }

  /** The desired state is the one that was in force all the time. */
  #clearRefusal(record: ServiceRecord): Planned {
    const { service } = record;
    const outcome = { service, isChanged: false };
    if (findCondition(service.status, "Accepted")?.status !== "False") return { outcome };
    const update: ConditionUpdate = {
      type: "Accepted",
      status: "True",
      reason: "InForce",
      message: "The spec in etcd is the one in force",
    };
    const write = this.#setCondition(record, update, { reason: update.message });
    return { outcome, ...(write === undefined ? {} : { write }) };
  }

  #setCondition(
    record: ServiceRecord,
    update: ConditionUpdate,
    metadata: Readonly<Record<string, string>>,
  ): Change | undefined {
    const { service } = record;
    const status = withCondition(service.status, update, this.#clock.wallMs());
    if (status === service.status) return undefined;
    return {
      id: service.metadata.id,
      record: withParts(record, { service: updateServiceStatus(service, status) }),
      events: [recordDraft("ConditionChanged", "Etcd", { metadata })],
    };
  }

  #delete(change: SpecChange, record: ServiceRecord | undefined): Planned {
    if (record === undefined) throw new StateManagerError({ kind: "not-found", what: change.resourceId });
    const { service } = record;
    if (service.spec.state === "Terminating") return { outcome: { service, isChanged: false } };
    const spec: ServiceSpec = { ...service.spec, state: "Terminating" };
    return this.#write(change, { old: service, record, spec, labels: service.metadata.labels });
  }

  #write(
    change: SpecChange,
    to: {
      readonly old: ServiceState;
      readonly record: ServiceRecord | undefined;
      readonly spec: ServiceSpec;
      readonly labels: Readonly<Record<string, string>>;
    },
  ): Planned {
    const { old, spec, labels } = to;
    // What recovery quarantined, and the penalties for flapping, are void; earlier faults are kept.
    const { override: _override, isolation: _isolation, flapScore: _flapScore, ...status } = old.status;
    const service: ServiceState = {
      metadata: { ...old.metadata, generation: old.metadata.generation + 1n, labels },
      spec,
      status: {
        ...status,
        conditions: status.conditions.filter((condition) =>
          condition.type !== "Isolated" && condition.type !== "Accepted" && condition.type !== "Stable"
        ),
      },
    };
    const base: ServiceRecord = to.record ?? { service, term: 0n };
    const reason = change.reason === "" ? "Its spec was changed" : change.reason;
    return {
      outcome: { service, isChanged: true },
      write: {
        id: change.resourceId,
        record: withParts(base, { service, recovery: null }),
        events: [recordDraft("SpecChanged", change.source ?? "Operator", {
          metadata: {
            ...{ reason, generation: String(service.metadata.generation) },
            ...(change.by !== undefined && { by: change.by }),
          },
          changes: specChanges(to.record === undefined ? undefined : old.spec, spec),
        })],
      },
    };
  }

  #newService(change: SpecChange): ServiceState {
    const { namespace, name } = splitResourceId(change.resourceId);
    return newServiceState(name, namespace, { nowMs: this.#clock.wallMs() });
  }

  #checkGeneration(change: SpecChange, record: ServiceRecord | undefined): void {
    const current = record?.service.metadata.generation ?? 0n;
    const { expectedGeneration } = change;
    if (expectedGeneration === 0n || expectedGeneration === current) return;
    throw new StateManagerError({ kind: "stale", what: change.resourceId, got: expectedGeneration, current });
  }

  /** The graph as it is after all changes. */
  #checkGraph(change: SpecChange, specs: ReadonlyMap<ResourceId, ServiceSpec | undefined>): void {
    const cycle = findCycle(
      change.resourceId,
      change.spec?.dependencies ?? [],
      (id) => (specs.get(id) ?? this.#ledger.service(id)?.spec)?.dependencies,
    );
    if (cycle === undefined) return;
    throw new StateManagerError({
      kind: "invalid",
      field: "spec.dependencies",
      problem: `they close a cycle: ${describeCycle(cycle)}`,
      accepted: "a graph without cycles",
    });
  }
}

/** The failure of one of several changes, with its place. */
function placed(
  error: StateManagerError,
  { index, change }: { readonly index: number; readonly change: SpecChange },
): StateManagerError {
  const { failure } = error;
  if (failure.kind !== "invalid") return error;
  const field = at(`changes[${index}]`, failure.field);
  const problem = `${change.resourceId}: ${failure.problem}`;
  return new StateManagerError({ ...failure, field, problem }, { cause: error });
}

/** The top-level fields of the spec that differ; of a new one, those that are not the default. */
function specChanges(from: ServiceSpec | undefined, to: ServiceSpec): readonly FieldChange[] {
  const fields = Object.keys(to) as readonly (keyof ServiceSpec)[];
  return fields
    .filter((field) => !isSameValue((from ?? DEFAULT_SPEC)[field], to[field]))
    .map((field): FieldChange => ({
      field: `spec.${field}`,
      ...(from === undefined ? {} : { oldValue: asValue(from[field]) }),
      newValue: asValue(to[field]),
    }));
}

/** As it is written down: 64-bit numbers as decimal strings. */
function asValue(value: unknown): Value {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return value.map(asValue);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asValue(inner)]));
  }
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : null;
}
