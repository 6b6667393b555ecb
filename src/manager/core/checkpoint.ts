/**
 * What a manager goes on from, as plain data: the next decisions of a manager that resumes from it, and of the one that it was taken of
 * and that resumes from it as well, follow from the same inputs in the same way (docs/adr/0017).
 *
 * I1: it is taken only while nothing is at work: no reconcile, and nothing that waits for the journal.
 * I2: what is not in it is made anew in both: streams of nodes, the work queue, the health of the controller, and which peers
 *     refuse the term.
 */
import type { RateLimitState } from "../../kit/rate_limit.ts";
import type { AlertReason } from "../../state/alert.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import type { ServiceRuntime } from "../../state/runtime.ts";
import type { StateChange } from "../../state/tracker.ts";
import type { NodeCheckpoint } from "../nodes/node_slot.ts";
import type { Leadership } from "../serve/api.ts";
import type { LedgerCheckpoint } from "./ledger.ts";

export interface EngineCheckpoint {
  readonly runtimes: readonly (readonly [ResourceId, ServiceRuntime])[];
  /** The newest changes of phase of each service, oldest first. */
  readonly phases: readonly (readonly [ResourceId, readonly StateChange[]])[];
  /** Nodes that do not answer. */
  readonly nodes: readonly NodeCheckpoint[];
}

export interface ManagerCheckpoint {
  readonly ledger: LedgerCheckpoint;
  readonly leadership: Leadership;
  /** The nodes that it has, in their order. */
  readonly agents: readonly { readonly node: string; readonly address: string }[];
  readonly alerts: Readonly<Partial<Record<AlertReason, RateLimitState>>>;
  /** Not set = it does not reconcile. */
  readonly engine?: EngineCheckpoint;
}
