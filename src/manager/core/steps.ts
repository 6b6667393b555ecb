/**
 * Takes steps: the one place where what `apply` answers becomes true.
 *
 * I1: the runtime facts and the record of a step become true together; its alerts are raised after that, then its times are measured.
 * I2: what remains to be done to the world is given back, and is carried out by whoever asked.
 */
import { apply } from "../../reconciliation/apply/apply.ts";
import type { Step, StepInput } from "../../reconciliation/apply/step.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { Alerts } from "./alerts.ts";
import type { Facts, StepSources } from "./facts.ts";
import type { Ledger } from "./ledger.ts";
import type { Meters } from "./meters.ts";
import type { Runtimes } from "./runtimes.ts";

export interface StepDeps {
  readonly ledger: Ledger;
  readonly runtimes: Runtimes;
  readonly facts: Facts;
  readonly alerts: Alerts;
  readonly meters: Meters;
  readonly sources: StepSources;
}

export class Steps {
  readonly #deps: StepDeps;

  constructor(deps: StepDeps) {
    this.#deps = deps;
  }

  /** Undefined = the service does not exist. Throws a StateManagerError when an operator asks for what cannot be done now. */
  take(id: ResourceId, input: StepInput): Step | undefined {
    const { ledger, runtimes, facts, sources } = this.#deps;
    const record = ledger.get(id);
    if (record === undefined) return undefined;
    const step = apply(input, record, runtimes.of(id), facts.context(id, sources));
    this.#commit(id, step);
    return step;
  }

  /** I1. */
  #commit(id: ResourceId, { record, runtime, events, alerts, measurements }: Step): void {
    const { ledger, runtimes } = this.#deps;
    const [first, ...others] = events;
    if (record !== undefined) runtimes.set(id, runtime);
    if (first !== undefined) ledger.commit({ id, record, events: [first, ...others] });
    for (const alert of alerts) this.#deps.alerts.raise({ ...alert, revision: ledger.revision });
    for (const measurement of measurements) {
      const alert = this.#deps.meters.measure(id, measurement);
      if (alert !== undefined) this.#deps.alerts.raise(alert);
    }
  }
}
