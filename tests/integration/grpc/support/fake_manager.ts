/** A manager of a few lines: services in a map, history in an array, and the synchronous interface of the real one. */
import { StateManagerError } from "../../../../src/kit/errors.ts";
import {
  type Committed,
  type ManagerApi,
  type ManagerStatus,
  matchesFilter,
  ServiceFilter,
  type ServicePage,
  type SpecChange,
  type SpecChangeOutcome,
  type Staleness,
} from "../../../../src/manager/serve/api.ts";
import { type RecoveryRequest } from "../../../../src/state/issue.ts";
import type { EventPage, EventQuery } from "../../../../src/ports/store.ts";
import { explainHistory } from "../../../../src/manager/serve/explanation.ts";
import { selectEvents } from "../../../../src/manager/serve/event_query.ts";
import { phaseReport } from "../../../../src/reconciliation/explain/phases.ts";
import type { ExplainSubject, Explanation } from "../../../../src/reconciliation/explain/explain_model.ts";
import type { PlanPreview, PreviewSubject } from "../../../../src/reconciliation/explain/preview_model.ts";
import type { EventType, StateEvent } from "../../../../src/state/event_model.ts";
import type { ServiceState, ServiceStatus } from "../../../../src/state/model.ts";
import { type Cursor, divergence, type Lineage, termAt } from "../../../../src/state/lineage.ts";
import type { ResourceId } from "../../../../src/state/resource_id.ts";
import { serviceOf } from "../../../support/domain.ts";

export class FakeManager implements ManagerApi {
  readonly triggered: { readonly id: ResourceId; readonly request: RecoveryRequest }[] = [];
  lineage: Lineage = [];
  readonly services = new Map<ResourceId, ServiceState>();
  events: StateEvent[] = [];
  isReadyNow = true;
  /** Replaces `updateState`. */
  onUpdate: ((change: SpecChange) => Promise<SpecChangeOutcome>) | undefined;
  readonly #listeners = new Set<(step: Committed) => void>();
  readonly #ringSize: number;
  readonly #evicted = new Map<ResourceId, bigint>();
  #revision = 0n;

  /** `ringSize` = events kept per service. */
  constructor(ringSize = 1_000_000) {
    this.#ringSize = ringSize;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Adds or changes a service, as one committed step of `events` events. */
  put(
    id: string,
    status: Partial<ServiceStatus> = {},
    types: readonly EventType[] = ["StatusObserved"],
  ): ServiceState {
    const fresh = serviceOf({ id, status });
    const events = types.map((eventType) => this.#event(fresh.metadata.id, eventType));
    const service = { ...fresh, metadata: { ...fresh.metadata, revision: this.#revision } };
    this.services.set(service.metadata.id, service);
    this.#commit(events, new Map([[service.metadata.id, service]]));
    return service;
  }

  remove(id: ResourceId): void {
    const event = this.#event(id, "Terminated");
    this.services.delete(id);
    this.#commit([event], new Map());
  }

  updateState(change: SpecChange): Promise<SpecChangeOutcome> {
    if (this.onUpdate !== undefined) return this.onUpdate(change);
    const service = this.put(change.resourceId, {}, ["SpecChanged"]);
    return Promise.resolve({ service, isChanged: true });
  }

  async applyChanges(changes: readonly SpecChange[]): Promise<readonly SpecChangeOutcome[]> {
    const outcomes: SpecChangeOutcome[] = [];
    for (const change of changes) outcomes.push(await this.updateState(change));
    return outcomes;
  }

  checkChanges(changes: readonly SpecChange[]): readonly SpecChangeOutcome[] {
    return changes.map(({ resourceId }) => ({ service: serviceOf({ id: resourceId }), isChanged: true }));
  }

  triggerRecovery(id: ResourceId, request: RecoveryRequest): Promise<ServiceState> {
    this.#checkReady();
    this.triggered.push({ id, request });
    const service = this.services.get(id);
    if (service === undefined) throw new StateManagerError({ kind: "not-found", what: id });
    return Promise.resolve(service);
  }

  planReconciliation(subject: PreviewSubject): PlanPreview {
    this.#checkReady();
    const resourceId = subject.kind === "diff" ? subject.diff.resourceId : subject.resourceId;
    const decisions = [{ kind: "idle", why: `It was asked for a ${subject.kind}` }];
    return { resourceId, revision: this.#revision, seen: "", decisions, alternatives: [], warnings: [] };
  }

  explain(subject: ExplainSubject): Explanation {
    this.#checkReady();
    return explainHistory(subject, {
      readHistory: (query) => this.readHistory(query),
      phases: (id) => {
        const service = this.services.get(id);
        return service === undefined ? undefined : phaseReport(service);
      },
    });
  }

  queryServices(
    filter: ServiceFilter,
    page: { readonly limit: number; readonly after?: ResourceId },
  ): ServicePage {
    this.#checkReady();
    const { after } = page;
    const found = [...this.services.values()]
      .filter((service) => matchesFilter(service, filter))
      .sort((a, b) => a.metadata.id < b.metadata.id ? -1 : 1)
      .filter(({ metadata }) => after === undefined || metadata.id > after);
    const services = found.slice(0, page.limit);
    const last = services.at(-1)?.metadata.id;
    const hasMore = found.length > services.length && last !== undefined;
    return { services, revision: this.#revision, isStale: false, ...(hasMore && { nextAfter: last }) };
  }

  readHistory(query: EventQuery): EventPage {
    this.#checkReady();
    const { resourceId } = query;
    const isAsked = (id: ResourceId) => resourceId === undefined || resourceId === id;
    const evicted = [...this.#evicted].filter(([id]) => isAsked(id)).map(([, revision]) => revision);
    return {
      events: selectEvents(this.events, query),
      evictedRevision: evicted.reduce((max, revision) => revision > max ? revision : max, 0n),
    };
  }

  alerts: ManagerApi["alerts"] = () => [];

  status(): ManagerStatus {
    return {
      role: "leader",
      isStale: false,
      leader: "",
      uptimeMs: 1,
      term: 1n,
      revision: this.#revision,
      isReady: this.isReadyNow,
      services: this.services.size,
      queueLength: 0,
      reconcilesActive: 0,
      nodes: [{ node: "node-a", address: "127.0.0.1:1", isConnected: true, silentMs: 3, services: 1 }],
      isControllerReachable: true,
      fences: [],
      counters: { plans_total: 2 },
    };
  }

  staleness(): Staleness {
    return { isStale: false, stalenessMs: 0 };
  }

  revision(): bigint {
    return this.#revision;
  }

  cursorAt(revision: bigint): Cursor {
    return { revision, term: termAt(this.lineage, revision) };
  }

  divergence(cursor: Cursor): bigint | undefined {
    return divergence(this.lineage, cursor);
  }

  isReady(): boolean {
    return this.isReadyNow;
  }

  onCommitted(listener: (step: Committed) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #checkReady(): void {
    if (!this.isReadyNow) throw new StateManagerError({ kind: "not-ready", why: "starting" });
  }

  #event(resourceId: ResourceId, eventType: EventType): StateEvent {
    this.#revision += 1n;
    return {
      resourceId,
      eventType,
      timestampMs: 1_700_000_000_000,
      changes: [],
      source: "StateManager",
      metadata: {},
      revision: this.#revision,
      clockSynchronised: true,
    };
  }

  #commit(events: readonly StateEvent[], services: ReadonlyMap<ResourceId, ServiceState>): void {
    for (const event of events) {
      this.events.push(event);
      const ofService = this.events.filter(({ resourceId }) => resourceId === event.resourceId);
      const oldest = ofService[0];
      if (ofService.length <= this.#ringSize || oldest === undefined) continue;
      this.events = this.events.filter((kept) => kept !== oldest);
      this.#evicted.set(oldest.resourceId, oldest.revision);
    }
    for (const listener of [...this.#listeners]) listener({ revision: this.#revision, events, services });
  }
}
