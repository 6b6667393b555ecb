/** The budgets of reaction and recovery: what steps took is measured, and an alert says what took too long. */
import type { Measurement } from "../../reconciliation/apply/step.ts";
import type { AlertDraft } from "../../state/alert.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { BudgetMeter } from "./budget_meter.ts";
import type { ManagerSettings } from "./settings.ts";

type BudgetSettings = Pick<
  ManagerSettings,
  "reactionCriticalMs" | "reactionQmMs" | "recoveryCriticalMs" | "recoveryQmMs"
>;

export class Meters {
  readonly #reaction: BudgetMeter;
  readonly #recovery: BudgetMeter;

  constructor(settings: BudgetSettings) {
    this.#reaction = BudgetMeter.forReactions({
      criticalMs: settings.reactionCriticalMs,
      qmMs: settings.reactionQmMs,
    });
    this.#recovery = BudgetMeter.forRecoveries({
      criticalMs: settings.recoveryCriticalMs,
      qmMs: settings.recoveryQmMs,
    });
  }

  /** Counts it; the answer is the alert when it exceeds its budget. */
  measure(resourceId: ResourceId, measurement: Measurement): AlertDraft | undefined {
    const { criticality, tookMs } = measurement;
    const isReaction = measurement.kind === "reaction";
    const meter = isReaction ? this.#reaction : this.#recovery;
    if (!meter.record(criticality, tookMs)) return undefined;
    const ms = Math.round(tookMs);
    const what = measurement.kind === "reaction"
      ? `${measurement.action.step.kind} left ${ms} ms after the diff`
      : `The service was healthy again after ${ms} ms`;
    return {
      resourceId,
      severity: "Warning",
      reason: isReaction ? "ReactionBudgetExceeded" : "RecoveryBudgetExceeded",
      message: `${what}; ${meter.budgetText(criticality)}`,
    };
  }

  counters(): Record<string, number> {
    return { ...this.#reaction.counters(), ...this.#recovery.counters() };
  }
}
