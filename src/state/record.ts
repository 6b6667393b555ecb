/** Everything that is kept of one service. */
import type { RecoveryRecord } from "./issue.ts";
import type { ServiceState } from "./model.ts";
import type { PlanRecord } from "./plan.ts";

/** What is kept of one service. */
export interface ServiceRecord {
  readonly service: ServiceState;
  /** Term of its last change; with the revision it says which of two records is the newer one. */
  readonly term: bigint;
  readonly recovery?: RecoveryRecord;
  readonly plan?: PlanRecord;
}

/** The record with its parts replaced; `null` takes a part away. */
export function withParts(
  record: ServiceRecord,
  parts: {
    readonly service?: ServiceState;
    readonly recovery?: RecoveryRecord | null;
    readonly plan?: PlanRecord | null;
  },
): ServiceRecord {
  const recovery = parts.recovery === undefined ? record.recovery : parts.recovery ?? undefined;
  const plan = parts.plan === undefined ? record.plan : parts.plan ?? undefined;
  return {
    service: parts.service ?? record.service,
    term: record.term,
    ...(recovery === undefined ? {} : { recovery }),
    ...(plan === undefined ? {} : { plan }),
  };
}
