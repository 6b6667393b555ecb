/** What the peers of Pullpiri ask for, without the transport: the server hands it in, the adapter answers. */
import type { StateChange } from "./scenario.ts";
import type { ContainerInfo } from "./words.ts";

export interface StateChangeAnswer {
  readonly errorCode: string;
  readonly message: string;
  /** "" = none. */
  readonly errorDetails: string;
}

export interface OffloadRequest {
  readonly scenarioName: string;
  readonly packageName: string;
  readonly modelName: string;
  readonly sourceNode: string;
  readonly targetNode: string;
  readonly policyName: string;
  readonly reason: string;
}

export interface OffloadAnswer {
  readonly isAccepted: boolean;
  readonly message: string;
}

export interface FaultReport {
  readonly workloadId: string;
  readonly nodeId: string;
  readonly taskName: string;
  readonly isDeadlineMiss: boolean;
  /** 0 = not told: peers before 0.7.2. */
  readonly misses: number;
}

/** None of these waits for anything but our own disk: peers wait for the answer without a deadline of their own. */
export interface PeerRequests {
  stateChange(change: StateChange): StateChangeAnswer;
  containerList(node: string, containers: readonly ContainerInfo[]): void;
  offload(request: OffloadRequest): Promise<OffloadAnswer>;
  fault(report: FaultReport): void;
}
