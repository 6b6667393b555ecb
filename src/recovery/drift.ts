/**
 * A difference that returns after it was mended: something else changes the service all the time, and the two must not wear it out.
 *
 * I1: the first few are mended without delay; from then on the wait before the next one grows, up to the cap of the backoff.
 * I2: a series is reported once, and counted among the faults of the service; it ends when the service stayed in sync for long enough.
 */
import { backoffUpperBoundMs } from "../kit/backoff.ts";
import type { StepDraft } from "../reconciliation/apply/step_draft.ts";
import { updateServiceStatus } from "../state/model.ts";
import { noteFault } from "./faults.ts";

/** Differences of a series that are mended without delay. */
const FREE = 4;

/** A running service is not in sync with a spec that it was in sync with; it is about to be mended. */
export function drifted(draft: StepDraft, what: string): void {
  const { nowMs, wallMs, settings } = draft.context;
  const { service } = draft;
  const before = draft.runtime.backoff.drift;
  const isSeries = before !== undefined && nowMs < before.untilMs + settings.healthyAfterMs;
  const times = (isSeries ? before.times : 0) + 1;
  const first = { ...settings.backoff, first: "delayed" } as const;
  const waitMs = times < FREE ? 0 : backoffUpperBoundMs(times - FREE, first);
  draft.know("backoff", { drift: { times, untilMs: nowMs + waitMs } });
  if (times <= FREE) return;
  const evidence = `A difference returned ${times} times after it was mended: ${what}`;
  const issue = { type: "Unknown", evidence } as const;
  const faults = noteFault(service.status.faults ?? [], issue, { wallMs, settings: settings.faults });
  draft.change({ service: updateServiceStatus(service, { ...service.status, faults }) });
  if (times > FREE + 1) return;
  const message = `${evidence}; it is mended less and less often`;
  const { id: resourceId } = service.metadata;
  draft.alert({ resourceId, severity: "Warning", reason: "DifferenceReturns", message });
}
