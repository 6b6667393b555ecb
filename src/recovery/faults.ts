/**
 * What has gone wrong with a service before, kept like diagnostic trouble codes (ISO 14229, in spirit): one entry per type of issue,
 * pending at first, confirmed when it comes again, and deleted after a number of healthy cycles of the service. Pure.
 *
 * I1: at most one entry per type of issue.
 * I2: an entry is confirmed from `confirmAfter` occurrences on, and stays so until it is deleted.
 * I3: each healthy cycle counts for all entries; a new occurrence begins the count anew.
 */
import type { ServiceFault } from "../state/model.ts";
import type { ServiceIssue } from "../state/issue.ts";

export interface FaultSettings {
  /** Occurrences that confirm a fault, 1 to 100. Default 2. */
  readonly confirmAfter: number;
  /** Healthy cycles after which it is deleted, 1 to 100. Default 3. */
  readonly clearAfterCycles: number;
}

export const DEFAULT_FAULT_SETTINGS: FaultSettings = { confirmAfter: 2, clearAfterCycles: 3 };

/** The entries after the issue was seen (again), the newest first. */
export function noteFault(
  faults: readonly ServiceFault[],
  issue: Pick<ServiceIssue, "type" | "evidence">,
  options: { readonly wallMs: number; readonly settings: FaultSettings },
): readonly ServiceFault[] {
  const { wallMs, settings } = options;
  const old = faults.find(({ issueType }) => issueType === issue.type);
  const occurrences = (old?.occurrences ?? 0) + 1;
  const fault: ServiceFault = {
    issueType: issue.type,
    occurrences,
    isConfirmed: old?.isConfirmed === true || occurrences >= settings.confirmAfter,
    healthyCycles: 0,
    firstSeenAtMs: old?.firstSeenAtMs ?? wallMs,
    lastSeenAtMs: wallMs,
    evidence: issue.evidence,
  };
  return [fault, ...faults.filter(({ issueType }) => issueType !== issue.type)];
}

/** The entries after one more healthy cycle of the service. */
export function noteHealthyCycle(
  faults: readonly ServiceFault[],
  settings: FaultSettings,
): readonly ServiceFault[] {
  return faults.map((fault) => ({ ...fault, healthyCycles: fault.healthyCycles + 1 }))
    .filter(({ healthyCycles }) => healthyCycles < settings.clearAfterCycles);
}

/** Whether the fault of that type came more than once lately. */
export function isConfirmed(faults: readonly ServiceFault[], type: ServiceFault["issueType"]): boolean {
  return faults.some((fault) => fault.issueType === type && fault.isConfirmed);
}
