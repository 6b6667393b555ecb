/**
 * Takes in specs: checks a change of a spec against everything that is known, and records it.
 *
 * I1: a refused change changes nothing. An accepted one is answered when it survives a power cut.
 * I2: services that ended count as long as the journal has not recorded it: what it has to record later is bounded as well.
 * I3: a new generation gives the service a fresh start: what recovery quarantined or counted is void.
 */
import type { Buffered, BufferLevel } from "../../kit/buffer_level.ts";
import { isSameValue } from "../../kit/same_value.ts";
import { StateManagerError } from "../../kit/errors.ts";
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
import { type Ledger } from "../core/ledger.ts";
import { withParts } from "../../state/record.ts";
import { recordDraft } from "../../reconciliation/apply/transition.ts";

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

  /** Writes the change, or throws a StateManagerError. Durable only after `ledger.flush()`. */
  accept(change: SpecChange): SpecChangeOutcome {
    const { resourceId } = change;
    const record = this.#ledger.get(resourceId);
    this.#checkGeneration(change, record);
    if (change.spec === undefined) return this.#delete(change, record);
    if (record === undefined) this.#checkRoom();
    this.#checkGraph(change, change.spec);
    const old = record?.service ?? this.#newService(change);
    const isSame = change.isNewGeneration !== true && record !== undefined &&
      isSameValue(old.spec, change.spec) &&
      isSameValue(old.metadata.labels, change.labels);
    if (isSame) return { service: this.#clearRefusal(record), isChanged: false };
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
    return this.#setCondition(record, update, metadata) !== undefined;
  }

  /** I2. */
  #checkRoom(): void {
    const { size, unsavedEnds } = this.#ledger;
    if (size + unsavedEnds < this.#maxServices) return;
    this.#refused += 1;
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
  #clearRefusal(record: ServiceRecord): ServiceState {
    if (findCondition(record.service.status, "Accepted")?.status !== "False") return record.service;
    const update: ConditionUpdate = {
      type: "Accepted",
      status: "True",
      reason: "InForce",
      message: "The spec in etcd is the one in force",
    };
    return this.#setCondition(record, update, { reason: update.message }) ?? record.service;
  }

  #setCondition(
    record: ServiceRecord,
    update: ConditionUpdate,
    metadata: Readonly<Record<string, string>>,
  ): ServiceState | undefined {
    const { service } = record;
    const status = withCondition(service.status, update, this.#clock.wallMs());
    if (status === service.status) return undefined;
    const { id } = service.metadata;
    const step = this.#ledger.commit({
      id,
      record: withParts(record, { service: updateServiceStatus(service, status) }),
      events: [recordDraft("ConditionChanged", "Etcd", { metadata })],
    });
    return step.services.get(id);
  }

  #delete(change: SpecChange, record: ServiceRecord | undefined): SpecChangeOutcome {
    if (record === undefined) throw new StateManagerError({ kind: "not-found", what: change.resourceId });
    const { service } = record;
    const isSame = change.isNewGeneration !== true && service.spec.state === "Terminating";
    if (isSame) return { service, isChanged: false };
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
  ): SpecChangeOutcome {
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
    const step = this.#ledger.commit({
      id: change.resourceId,
      record: withParts(base, { service, recovery: null }),
      events: [recordDraft("SpecChanged", change.source ?? "Operator", {
        metadata: { reason, generation: String(service.metadata.generation) },
        changes: specChanges(to.record === undefined ? undefined : old.spec, spec),
      })],
    });
    return { service: step.services.get(change.resourceId) ?? service, isChanged: true };
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

  #checkGraph(change: SpecChange, spec: ServiceSpec): void {
    const cycle = findCycle(
      change.resourceId,
      spec.dependencies,
      (id) => this.#ledger.service(id)?.spec.dependencies,
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
