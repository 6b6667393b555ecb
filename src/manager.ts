/**
 * Control of data flow between modules (seed `manager.rs`): diffs and specs come in, reconciles run, commits go out.
 *
 * Owns the wiring and the life cycle; the decisions are in `reconciliation/decision.ts`, what a step does in `manager/`.
 *
 * I1: before `initialize` nothing is answered; before `startReconciliation` nothing is done.
 * I2: after `stopReconciliation` no action leaves, and everything committed is flushed.
 */
import { StateManagerError } from "./errors.ts";
import type {
  ManagerApi,
  ManagerStatus,
  ServiceFilter,
  ServicePage,
  SpecChange,
  SpecChangeOutcome,
} from "./manager/api.ts";
import { type Committed, matchesFilter } from "./manager/api.ts";
import { Engine, type EngineOptions } from "./manager/engine.ts";
import type { ReconciliationResult } from "./manager/observation.ts";
import type { EventPage, EventQuery } from "./ports.ts";
import type { StateDiff } from "./state/diff.ts";
import type { ServiceState } from "./state/model.ts";
import type { ResourceId } from "./state/resource_id.ts";

export class StateManager implements ManagerApi {
  readonly #engine: Engine;
  readonly #startedAtMs: number;
  /** Names in order; void after a service came or went. */
  #sortedIds: readonly ResourceId[] | undefined;
  #phase: "new" | "initialized" | "reconciling" | "stopped" = "new";

  constructor(options: EngineOptions) {
    this.#engine = new Engine(options);
    this.#startedAtMs = options.clock.monotonicMs();
  }

  /** Initialize the StateManager: takes over what the journal holds. Once. */
  initialize(): void {
    if (this.#phase !== "new") throw new Error("initialize is called once");
    this.#engine.load();
    this.#engine.ledger.onCommitted((step) => {
      const isNewOrGone = step.events.some((event) =>
        event.eventType === "Terminated" || event.eventType === "SpecChanged"
      );
      if (isNewOrGone) this.#sortedIds = undefined;
    });
    this.#phase = "initialized";
  }

  /** Start reconciliation loop: follows the nodes and works on every service. */
  startReconciliation(): void {
    if (this.#phase !== "initialized") throw new Error("startReconciliation follows initialize, once");
    this.#phase = "reconciling";
    this.#engine.start();
  }

  /**
   * Stop all reconciliation tasks: no new work, then up to `graceMs` for what is under way, then abort. What is unfinished is in
   * the journal and goes on at the next start. Idempotent.
   */
  async stopReconciliation(graceMs = 0): Promise<void> {
    if (this.#phase === "stopped") return;
    const wasReconciling = this.#phase === "reconciling";
    this.#phase = "stopped";
    if (wasReconciling) await this.#engine.stop(graceMs);
  }

  /** Handle state diff from NodeAgent: remembers the newest look and has the service looked at. Never waits. */
  handleStateDiff(diff: StateDiff): void {
    this.#engine.takeDiff(diff);
  }

  /** Execute reconciliation based on state diff, now, and answer where it left the service. */
  async executeReconciliation(diff: StateDiff): Promise<ReconciliationResult> {
    return await this.#engine.reconcileNow(diff);
  }

  async updateState(change: SpecChange): Promise<SpecChangeOutcome> {
    this.#requireReady();
    const outcome = this.#engine.acceptSpec(change);
    await this.#engine.ledger.flush();
    return outcome;
  }

  queryServices(
    filter: ServiceFilter,
    page: { readonly limit: number; readonly after?: ResourceId },
  ): ServicePage {
    this.#requireReady();
    const services: ServiceState[] = [];
    for (const id of this.#candidates(filter, page.after)) {
      const service = this.#engine.ledger.service(id);
      if (service === undefined || !matchesFilter(service, filter)) continue;
      if (services.length === page.limit) {
        const nextAfter = services.at(-1)?.metadata.id;
        return { services, revision: this.revision(), ...(nextAfter === undefined ? {} : { nextAfter }) };
      }
      services.push(service);
    }
    return { services, revision: this.revision() };
  }

  readHistory(query: EventQuery): EventPage {
    this.#requireReady();
    return this.#engine.ledger.readEvents(query);
  }

  status(): ManagerStatus {
    return this.#engine.status(this.#startedAtMs, this.isReady());
  }

  revision(): bigint {
    return this.#engine.ledger.revision;
  }

  isReady(): boolean {
    return this.#phase === "initialized" || this.#phase === "reconciling";
  }

  onCommitted(listener: (step: Committed) => void): () => void {
    return this.#engine.ledger.onCommitted(listener);
  }

  /** Names that may match, in order: those asked for, or all. */
  #candidates(filter: ServiceFilter, after: ResourceId | undefined): readonly ResourceId[] {
    if (filter.resourceIds.length === 0) return this.#idsAfter(after);
    return [...new Set(filter.resourceIds)].filter((id) => after === undefined || id > after).sort();
  }

  #idsAfter(after: ResourceId | undefined): readonly ResourceId[] {
    this.#sortedIds ??= [...this.#engine.ledger.ids()].sort();
    if (after === undefined) return this.#sortedIds;
    return this.#sortedIds.slice(firstAfter(this.#sortedIds, after));
  }

  #requireReady(): void {
    if (this.isReady()) return;
    throw new StateManagerError({
      kind: "not-ready",
      why: this.#phase === "new" ? "the journal is being loaded" : "the State Manager is stopping",
    });
  }
}

/** Index of the first name behind `after`, by bisection. */
function firstAfter(sorted: readonly ResourceId[], after: ResourceId): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? after) <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
