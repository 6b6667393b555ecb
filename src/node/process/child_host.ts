/**
 * Processes as children of this program, in a session of their own.
 *
 * I1  The end of a child is reported by the kernel; one that an earlier run began is looked for.
 */
import type { Clock } from "../../ports/clock.ts";
import { type DriverResult, type InstanceEnd, type StopMode, succeeded } from "../driver.ts";
import { endBySignals, endRest } from "./end_by_signals.ts";
import { GoneWatch } from "./gone_watch.ts";
import { type ProcessHost, type ProcessOrder, UNSEEN_END } from "./host.ts";
import { type ProcessId, type ProcessSight, readProcess } from "./proc.ts";
import { spawnProcess } from "./spawn.ts";
import type { Tracked } from "./tracked.ts";

interface Child {
  /** Set when it has ended before anybody followed it. */
  end?: InstanceEnd;
  onEnd?: (end: InstanceEnd) => void;
}

export class ChildHost implements ProcessHost {
  readonly #clock: Clock;
  /** By instance: those that this run began. */
  readonly #children = new Map<string, Child>();
  /** By instance: those that an earlier run began. */
  readonly #adopted = new Map<string, (end: InstanceEnd) => void>();
  readonly #gone: GoneWatch;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#gone = new GoneWatch(clock);
  }

  async begin({ record, runtime, resources }: ProcessOrder): Promise<DriverResult<ProcessId>> {
    const child: Child = {};
    const { environment, workingDirectory, logPath } = record;
    const spawned = await spawnProcess({
      ...{ runtime, resources, environment, workingDirectory, logPath },
      onExit: (exit) => {
        child.end = { ...exit, isResourceExhausted: false, message: "" };
        child.onEnd?.(child.end);
      },
    });
    if (!spawned.ok) return spawned;
    this.#children.set(record.labels.instanceId, child);
    const pid = spawned.value;
    // The runtime collects an ended child only after this turn, so this is its own entry even if it has ended.
    return succeeded({ pid, startTicks: readProcess(pid)?.startTicks ?? "" });
  }

  follow(tracked: Tracked, onEnd: (end: InstanceEnd) => void): void {
    const child = this.#children.get(tracked.id);
    if (child === undefined) {
      this.#adopted.set(tracked.id, onEnd);
      this.#gone.watch(tracked.id, tracked.process.pid, () => this.noteGone(tracked, undefined));
      return;
    }
    child.onEnd = onEnd;
    if (child.end !== undefined) onEnd(child.end);
  }

  noteGone(tracked: Tracked, sight: ProcessSight | undefined): void {
    // The end of a child is reported with its exit code a moment later.
    if (this.#children.has(tracked.id)) return;
    this.#adopted.get(tracked.id)?.(endOf(sight));
    this.#leave(tracked);
  }

  end(tracked: Tracked, mode: StopMode): Promise<DriverResult<undefined>> {
    return endBySignals(tracked, mode, this.#clock);
  }

  clear(tracked: Tracked): Promise<void> {
    endRest(tracked);
    this.#leave(tracked);
    this.#children.delete(tracked.id);
    return Promise.resolve();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#gone[Symbol.dispose]();
    for (const child of this.#children.values()) delete child.onEnd;
    return Promise.resolve();
  }

  #leave({ id }: Tracked): void {
    this.#adopted.delete(id);
    this.#gone.leave(id);
  }
}

/** How an adopted process ended: while it is a zombie that can still be read. */
function endOf(sight: ProcessSight | undefined): InstanceEnd {
  return sight?.exit === undefined ? UNSEEN_END : { ...sight.exit, isResourceExhausted: false, message: "" };
}
