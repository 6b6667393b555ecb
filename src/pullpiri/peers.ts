/** The peers of Pullpiri as the adapter calls them, without the transport. */
import type { Entry } from "./artifacts.ts";
import type { OffloadOutcome } from "./offload.ts";
import type { FaultReport, OffloadRequest } from "./peer_requests.ts";

/** The store. Every call rejects when it does not answer in time, or refuses. */
export interface KeyValueStore {
  /** Everything under a prefix; the store walks all of its keys for it. */
  getByPrefix(prefix: string, signal: AbortSignal): Promise<readonly Entry[]>;
  /** All of them, or it rejects. */
  put(entries: readonly Entry[], signal: AbortSignal): Promise<void>;
}

/** The agent of one node. */
export interface AgentCalls extends AsyncDisposable {
  /** Whether it answered. Never rejects. */
  heartbeat(signal: AbortSignal): Promise<boolean>;
}

/** The ActionController. Never rejects. */
export interface ControllerCalls {
  offload(request: OffloadRequest, options: { readonly deadlineMs: number }): Promise<OffloadOutcome>;
}

/** The PolicyManager. Never rejects. */
export interface PolicyCalls {
  reportFault(report: FaultReport, signal: AbortSignal): Promise<"reported" | "not-known" | "failed">;
}
