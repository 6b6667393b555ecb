/**
 * How the process of an instance is begun, watched and ended: as a child of this program (`child_host.ts`), or as a unit of its own under
 * systemd (`transient/transient_host.ts`). What is recorded of it, and what it is told, is the same in both.
 *
 * I1  The end of the node ends no process, and what was begun is found again by its record.
 * I2  When the main process has ended, `clear` ends what is left of it, before its replica is started again.
 */
import type { ResourceRequirements } from "../../state/model.ts";
import type { ProcessRuntime } from "../definition/workload.ts";
import type { DriverResult, InstanceEnd, StopMode } from "../driver.ts";
import type { ProcessId, ProcessSight } from "./proc.ts";
import type { ProcessRecord } from "./record.ts";
import type { Tracked } from "./tracked.ts";

/** A process to begin. */
export interface ProcessOrder {
  /** As it lies on the disk already, without a pid: environment, working directory, log, name of the unit. */
  readonly record: ProcessRecord;
  /** Of the instance. */
  readonly directory: string;
  readonly runtime: ProcessRuntime;
  readonly resources: ResourceRequirements;
}

export interface ProcessHost extends AsyncDisposable {
  /** Begins the process; resolves when it runs the program. After a failure nothing of it is left, unless the failure is `timed-out`. */
  begin(order: ProcessOrder): Promise<DriverResult<ProcessId>>;
  /** Reports its end, once, from now on; also one that was before. */
  follow(tracked: Tracked, onEnd: (end: InstanceEnd) => void): void;
  /** /proc has the process no more, or only as a zombie (`sight`): its end is reported if it is not on its way already. */
  noteGone(tracked: Tracked, sight: ProcessSight | undefined): void;
  /** Ends it; resolves when its main process is gone. */
  end(tracked: Tracked, mode: StopMode): Promise<DriverResult<undefined>>;
  /** I2. Its main process is gone. */
  clear(tracked: Tracked): Promise<void>;
}

/** The end of a process of which nobody saw how. */
export const UNSEEN_END: InstanceEnd = {
  isResourceExhausted: false,
  message: "it ended while no node watched it",
};
/** The name by which a process of ours is known in its own environment. */
export const INSTANCE_VARIABLE = "PICCOLO_INSTANCE";
/** The same for its directory, which no instance of another node has. */
export const DIRECTORY_VARIABLE = "PICCOLO_DIRECTORY";
