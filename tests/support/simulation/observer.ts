/** What the invariants see of a run: everything that goes into a manager, comes out of it, or happens to it. */
import type { Committed } from "../../../src/manager/serve/api.ts";
import type { StateManager } from "../../../src/manager.ts";
import type { ActionResult } from "../../../src/state/action.ts";
import type { StateAlert } from "../../../src/state/alert.ts";
import type { PlannedAction } from "../../../src/state/plan.ts";
import type { StateDiff } from "../../../src/state/diff.ts";
import type { ServiceState } from "../../../src/state/model.ts";
import type { ResourceId } from "../../../src/state/resource_id.ts";
import type { SimDisk } from "./disk.ts";
import type { Life } from "./life.ts";

/** One run of one manager. */
export interface Run {
  readonly instance: string;
  /** Counts the runs of the instance. */
  readonly number: number;
  readonly manager: StateManager;
  readonly life: Life;
  readonly disk: SimDisk;
  /** It works on services: with several instances, only the one that leads. */
  readonly isActing: boolean;
  /** Since when; monotonic. */
  readonly actingSinceMs: number;
}

/** How a run ended: by itself, with what the journal had, and perhaps with memory one commit ahead; or with the power. */
export type Ending = "kill" | "mid-commit" | "power-cut";

export interface Observer {
  /** The journal is loaded, nothing else has happened. */
  started?(run: Run): void;
  /** It works on services from now on, with a new engine. */
  acting?(run: Run): void;
  committed?(run: Run, step: Committed): void;
  /** An action is about to leave. */
  sent?(run: Run, action: PlannedAction): void;
  answered?(run: Run, action: PlannedAction, result: ActionResult): void;
  /** Something really happened on a node. */
  executed?(action: PlannedAction): void;
  arrived?(run: Run, diff: StateDiff, epoch: number): void;
  /** A node is sent the desired state of a service. */
  asked?(run: Run, node: string, id: ResourceId): void;
  alerted?(run: Run, alert: StateAlert): void;
  /** Just before the end of a run; its memory is still there. */
  ended?(run: Run, how: Ending): void;
  /** A client was told that its change is stored. */
  acknowledged?(run: Run, service: ServiceState): void;
  /** Time has passed. */
  stepped?(): void;
  /** All faults are over, and everything had its time. */
  settled?(): void;
}

export interface Invariant extends Observer {
  readonly name: string;
}
