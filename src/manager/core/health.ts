/**
 * What the ups and downs of a service lead to: penalties for flapping, faults that are remembered, the time it took to be well again.
 *
 * I1: a service is told to flap once, when it begins to be left alone; it comes back by itself.
 * I2: penalties and faults are part of the record: a reboot forgets none, and no time passes for them while the program is off.
 */
import type { Clock } from "../../ports/clock.ts";
import type { ServiceRecord } from "../../state/record.ts";
import { noteFault, noteHealthyCycle } from "../../recovery/faults.ts";
import { dampedForMs, isFlapping, penaltyAfterFlap } from "../../recovery/flapping.ts";
import type { ServiceIssue } from "../../state/issue.ts";
import {
  isDamped,
  type ServiceState,
  type ServiceStatus,
  withCondition,
  withStatus,
} from "../../state/model.ts";
import type { AlertDraft } from "../../state/alert.ts";
import type { BudgetMeter } from "./budget_meter.ts";
import { type EventDraft } from "../../state/event_model.ts";
import { type Ledger } from "./ledger.ts";
import { withParts } from "../../state/record.ts";
import type { ServiceRuntime } from "./runtime.ts";
import type { ManagerSettings } from "./settings.ts";
import { recordDraft } from "../../reconciliation/apply/transition.ts";

export interface HealthStep {
  readonly service: ServiceState;
  /** To be committed with the transition. */
  readonly drafts: readonly EventDraft[];
  /** To be raised when that is committed. */
  readonly alerts: readonly AlertDraft[];
}

export class Health {
  readonly #ledger: Ledger;
  readonly #clock: Clock;
  readonly #meter: BudgetMeter;
  readonly #settings: ManagerSettings;

  constructor(options: {
    readonly ledger: Ledger;
    readonly clock: Clock;
    readonly meter: BudgetMeter;
    readonly settings: ManagerSettings;
  }) {
    this.#ledger = options.ledger;
    this.#clock = options.clock;
    this.#meter = options.meter;
    this.#settings = options.settings;
  }

  /** The phase changes from that of `before` to that of `after`; nothing is committed here. */
  moved(before: ServiceState, after: ServiceState, runtime: ServiceRuntime): HealthStep {
    const isDown = after.status.state === "Failed" || after.status.state === "Degraded";
    if (isDown) runtime.brokenSinceMs ??= this.#clock.monotonicMs();
    if (isDown && before.status.state === "Running") return this.#flapped(after, runtime);
    const alerts = after.status.state === "Running" ? this.#wellAgain(after, runtime) : [];
    return { service: after, drafts: [], alerts };
  }

  /** The status with the issue among the faults that are remembered. */
  withFault(status: ServiceStatus, issue: ServiceIssue): ServiceStatus {
    const options = { wallMs: this.#clock.wallMs(), settings: this.#settings.faults };
    return { ...status, faults: noteFault(status.faults ?? [], issue, options) };
  }

  /** It was quiet for long enough. */
  undamp(record: ServiceRecord, runtime: ServiceRuntime): void {
    runtime.dampedUntilMs = undefined;
    const message = "It was quiet for long enough and is worked on again";
    const condition = { type: "Stable", status: "True", reason: "Quiet", message } as const;
    const status = withCondition(record.service.status, condition, this.#clock.wallMs());
    const score = this.#settings.flap.reuseBelow;
    runtime.flapAtMs = this.#clock.monotonicMs();
    this.#ledger.commit({
      id: record.service.metadata.id,
      record: withParts(record, { service: { ...record.service, status: { ...status, flapScore: score } } }),
      events: [
        recordDraft("ConditionChanged", "Recovery", { metadata: { reason: message, condition: "Stable" } }),
      ],
    });
  }

  /** It has been well for long enough: its failures are forgotten, and its faults age. */
  healthyCycle(record: ServiceRecord, runtime: ServiceRuntime): void {
    runtime.agedAtMs = this.#clock.monotonicMs();
    const { service, recovery } = record;
    const { faults: old = [], ...status } = service.status;
    const faults = noteHealthyCycle(old, this.#settings.faults);
    const reason = recovery !== undefined
      ? "It has been well for long enough: its failures are forgotten"
      : "It has been well for long enough again: its faults age";
    this.#ledger.commit({
      id: service.metadata.id,
      record: withParts(record, {
        service: { ...service, status: faults.length === 0 ? status : { ...status, faults } },
        recovery: null,
      }),
      events: [recordDraft("StatusObserved", "Recovery", { metadata: { reason } })],
    });
  }

  #wellAgain(service: ServiceState, runtime: ServiceRuntime): readonly AlertDraft[] {
    const { brokenSinceMs } = runtime;
    if (brokenSinceMs === undefined) return [];
    runtime.brokenSinceMs = undefined;
    const tookMs = this.#clock.monotonicMs() - brokenSinceMs;
    const { criticality } = service.spec;
    if (!this.#meter.record(criticality, tookMs)) return [];
    const budget = this.#meter.budgetText(criticality);
    const message = `It took ${Math.round(tookMs)} ms to be well again; ${budget}`;
    const resourceId = service.metadata.id;
    return [{ resourceId, severity: "Warning", reason: "RecoveryBudgetExceeded", message }];
  }

  #flapped(service: ServiceState, runtime: ServiceRuntime): HealthStep {
    const nowMs = this.#clock.monotonicMs();
    const { flap } = this.#settings;
    const flapScore = penaltyAfterFlap(service.status.flapScore ?? 0, nowMs - runtime.flapAtMs, flap);
    runtime.flapAtMs = nowMs;
    const flapped = withStatus(service, { flapScore });
    if (isDamped(service)) {
      runtime.dampedUntilMs = nowMs + dampedForMs(flapScore, flap);
      return { service: flapped, drafts: [], alerts: [] };
    }
    if (!isFlapping(flapScore, flap)) return { service: flapped, drafts: [], alerts: [] };
    return this.#damp(flapped, runtime, flapScore);
  }

  /** I1. */
  #damp(service: ServiceState, runtime: ServiceRuntime, penalty: number): HealthStep {
    const forMs = dampedForMs(penalty, this.#settings.flap);
    runtime.dampedUntilMs = this.#clock.monotonicMs() + forMs;
    const message = `It went down too often (penalty ${penalty.toFixed(1)}) and is left alone for ${
      Math.round(forMs / 1_000)
    } s`;
    const condition = { type: "Stable", status: "False", reason: "Flapping", message } as const;
    const issue: ServiceIssue = { type: "Flapping", evidence: message, causation: [] };
    const status = withCondition(service.status, condition, this.#clock.wallMs());
    const resourceId = service.metadata.id;
    return {
      service: { ...service, status: this.withFault(status, issue) },
      drafts: [
        recordDraft("ConditionChanged", "Recovery", { metadata: { reason: message, condition: "Stable" } }),
      ],
      alerts: [{ resourceId, severity: "Warning", reason: "ServiceDamped", message, issueType: "Flapping" }],
    };
  }
}
