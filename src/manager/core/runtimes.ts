/** The runtime facts of all services: kept here, replaced by each step, made anew from the record where there are none. */
import type { Clock } from "../../ports/clock.ts";
import {
  newRuntime,
  type ResetContext,
  resetRuntime,
  type ResetSettings,
  type RuntimeEvent,
} from "../../reconciliation/apply/resets.ts";
import type { StateDiff } from "../../state/diff.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { assigned, observe, type ServiceRuntime } from "../../state/runtime.ts";
import type { Ledger } from "./ledger.ts";

export class Runtimes {
  readonly #byId = new Map<ResourceId, ServiceRuntime>();
  readonly #ledger: Pick<Ledger, "get">;
  readonly #clock: Clock;
  readonly #settings: ResetSettings;

  constructor(ledger: Pick<Ledger, "get">, clock: Clock, settings: ResetSettings) {
    this.#ledger = ledger;
    this.#clock = clock;
    this.#settings = settings;
  }

  checkpoint(): readonly (readonly [ResourceId, ServiceRuntime])[] {
    return [...this.#byId];
  }

  restore(runtimes: readonly (readonly [ResourceId, ServiceRuntime])[]): void {
    for (const [id, runtime] of runtimes) this.#byId.set(id, runtime);
  }

  get size(): number {
    return this.#byId.size;
  }

  of(id: ResourceId): ServiceRuntime {
    let runtime = this.#byId.get(id);
    if (runtime === undefined) {
      runtime = newRuntime(this.#context(id));
      this.#byId.set(id, runtime);
    }
    return runtime;
  }

  set(id: ResourceId, runtime: ServiceRuntime): void {
    this.#byId.set(id, runtime);
  }

  forget(id: ResourceId): void {
    this.#byId.delete(id);
  }

  /** Sequence of the newest observation of this service by that node; undefined = there is none since its stream began. */
  newestSequence({ resourceId, node }: StateDiff): bigint | undefined {
    const { diff, strays = [] } = this.of(resourceId).observation;
    return [diff, ...strays].find((known) => known?.node === node)?.sequence;
  }

  /** Takes in an observation. False when it says nothing new. */
  observe(diff: StateDiff, assignedNode: string): boolean {
    const after = observe(this.of(diff.resourceId), diff, assignedNode);
    if (after === undefined) return false;
    this.#byId.set(diff.resourceId, after);
    return true;
  }

  /** Something differs: the reaction to it is measured from the oldest observation that nothing was done about. */
  startReaction(id: ResourceId, nowMs: number): void {
    const runtime = this.of(id);
    if (runtime.observation.reactFromMs !== undefined) return;
    this.#byId.set(id, { ...runtime, observation: { ...runtime.observation, reactFromMs: nowMs } });
  }

  /** The service is assigned to this node now. */
  assign(id: ResourceId, node: string): void {
    this.#byId.set(id, assigned(this.of(id), node));
  }

  /** The event concerns this service. */
  reset(id: ResourceId, event: RuntimeEvent): void {
    this.#byId.set(id, resetRuntime(this.of(id), event, this.#context(id)));
  }

  /** The event concerns all services. */
  resetAll(event: RuntimeEvent, details: Pick<ResetContext, "node" | "pausedMs"> = {}): void {
    for (const [id, runtime] of this.#byId) {
      this.#byId.set(id, resetRuntime(runtime, event, { ...this.#context(id), ...details }));
    }
  }

  #context(id: ResourceId) {
    return {
      nowMs: this.#clock.monotonicMs(),
      wallMs: this.#clock.wallMs(),
      record: this.#ledger.get(id),
      settings: this.#settings,
    };
  }
}
