/** A step in the making: collects what belongs to it. Used inside of `apply` only, so that what comes out is plain data. */
import type { AlertDraft } from "../../state/alert.ts";
import type { EventDraft } from "../../state/event_model.ts";
import { findCondition, type ServiceState } from "../../state/model.ts";
import { withAvailability } from "../../state/observation.ts";
import { type ServiceRecord, withParts } from "../../state/record.ts";
import type { RuntimeGroup, ServiceRuntime } from "../../state/runtime.ts";
import type { ApplyContext, Effect, Measurement, Next, Step } from "./step.ts";
import { takeTransition, type TransitionOptions } from "./transition.ts";
import type { TransitionEvent } from "../../state/events.ts";

export class StepDraft {
  readonly context: ApplyContext;
  readonly #events: EventDraft[] = [];
  readonly #alerts: AlertDraft[] = [];
  readonly #measurements: Measurement[] = [];
  readonly #effects: Effect[] = [];
  #record: ServiceRecord;
  #runtime: ServiceRuntime;
  #isEnded = false;

  constructor(record: ServiceRecord, runtime: ServiceRuntime, context: ApplyContext) {
    this.#record = record;
    this.#runtime = runtime;
    this.context = context;
  }

  /** As it is so far. */
  get record(): ServiceRecord {
    return this.#record;
  }

  get service(): ServiceState {
    return this.#record.service;
  }

  get runtime(): ServiceRuntime {
    return this.#runtime;
  }

  /** Changes parts of the record; the events explain it. */
  change(parts: Parameters<typeof withParts>[1], ...events: readonly EventDraft[]): void {
    this.#record = withParts(this.#record, parts);
    this.#events.push(...events);
  }

  /** Takes a transition that the caller knows to be legal. False where the phase stays as it is. */
  transition(event: TransitionEvent, options: Omit<TransitionOptions, "wallMs">): boolean {
    const { service, draft } = takeTransition(this.service, event, {
      ...options,
      wallMs: this.context.wallMs,
    });
    if (draft === undefined) return false;
    const { wallMs } = this.context;
    const wasJudged = findCondition(service.status, "Available") !== undefined;
    this.change({ service: wasJudged ? withAvailability(service, wallMs) : service }, draft);
    this.know("phase", { sinceMs: this.context.nowMs, isStuckReported: false });
    return true;
  }

  /** Replaces some facts of one group. */
  know<Group extends RuntimeGroup>(group: Group, facts: Partial<ServiceRuntime[Group]>): void {
    this.#runtime = { ...this.#runtime, [group]: { ...this.#runtime[group], ...facts } };
  }

  /** Replaces all facts. */
  knowAll(runtime: ServiceRuntime): void {
    this.#runtime = runtime;
  }

  alert(alert: AlertDraft): void {
    this.#alerts.push(alert);
  }

  measure(measurement: Measurement): void {
    this.#measurements.push(measurement);
  }

  effect(effect: Effect): void {
    this.#effects.push(effect);
  }

  /** The service is no more. */
  end(): Step {
    this.#isEnded = true;
    return this.done({ kind: "gone" });
  }

  again(): Step {
    return this.done({ kind: "again" });
  }

  settled(why: string): Step {
    return this.done({ kind: "settled", why });
  }

  waiting(why: string, untilMs: number): Step {
    return this.done({ kind: "waiting", why, untilMs });
  }

  done(next: Next): Step {
    return {
      record: this.#isEnded ? undefined : this.#record,
      runtime: this.#runtime,
      events: this.#events,
      alerts: this.#alerts,
      measurements: this.#measurements,
      effects: this.#effects,
      next,
    };
  }
}
