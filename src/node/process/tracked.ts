/** One instance that the process driver follows: what is recorded of it, what is seen of it, and how that reads as an `Instance`. */
import type { Clock } from "../../ports/clock.ts";
import type { Instance, InstanceEnd, InstanceState } from "../driver.ts";
import { HealthWatch } from "./health.ts";
import type { ProcessId } from "./proc.ts";
import { type ProcessRecord, writeRecord } from "./record.ts";

export interface TrackedOptions {
  readonly clock: Clock;
  readonly directory: string;
  /** Called when what `sight` answers may have changed. */
  readonly onChange: (tracked: Tracked) => void;
}

export class Tracked {
  readonly directory: string;
  /** Resolves when its main process has ended. */
  readonly ended: Promise<void>;
  readonly #resolveEnded: () => void;
  readonly #health: HealthWatch | undefined;
  #record: ProcessRecord;
  #isHeld = false;
  #isStopping = false;
  #lastSignature = "";

  constructor(record: ProcessRecord, options: TrackedOptions) {
    this.directory = options.directory;
    this.#record = record;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    if (record.end !== undefined) resolve();
    else {
      this.#health = new HealthWatch(record.health, {
        clock: options.clock,
        directory: options.directory,
        workingDirectory: record.workingDirectory,
        environment: record.environment,
        wasHealthy: record.wasHealthy,
        onChange: () => options.onChange(this),
      });
    }
  }

  get id(): string {
    return this.#record.labels.instanceId;
  }

  get record(): ProcessRecord {
    return this.#record;
  }

  get process(): ProcessId {
    return this.#record;
  }

  get isAlive(): boolean {
    return this.#record.end === undefined;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  markHeld(isHeld: boolean): void {
    this.#isHeld = isHeld;
  }

  markStopping(): void {
    this.#isStopping = true;
  }

  /** The end, once. */
  markEnded(end: InstanceEnd): void {
    if (!this.isAlive) return;
    // What its health was just now decides whether it had ever been up.
    this.#noteHealth();
    this.#health?.stop();
    this.#record = { ...this.#record, end };
    this.#keepRecord();
    this.#resolveEnded();
  }

  /** In how many milliseconds it has to be looked at again. */
  nextLookMs(): number {
    return this.isAlive ? this.#health?.nextLookMs() ?? Infinity : Infinity;
  }

  /** As it is shown; undefined = nothing has changed since the last call. */
  changed(): Instance | undefined {
    const sight = this.sight();
    const signature = JSON.stringify(sight);
    if (signature === this.#lastSignature) return undefined;
    this.#lastSignature = signature;
    return sight;
  }

  sight(): Instance {
    const { labels, startedAtMs } = this.#record;
    const seen = this.isAlive ? this.#noteHealth() : undefined;
    const { wasHealthy } = this.#record;
    return {
      labels,
      state: this.#state(),
      health: seen?.health ?? (wasHealthy ? "lost" : "starting"),
      wasHealthy,
      startedAtMs,
      message: seen?.message ?? "",
    };
  }

  /** Nothing is watched any more; the process lives on. */
  release(): void {
    this.#health?.stop();
  }

  #noteHealth(): ReturnType<HealthWatch["look"]> | undefined {
    const seen = this.#health?.look();
    if (seen?.health === "healthy" && !this.#record.wasHealthy) {
      this.#record = { ...this.#record, wasHealthy: true };
      this.#keepRecord();
    }
    return seen;
  }

  /** On a full disk the next run of the node knows less of it, and this one goes on. */
  #keepRecord(): void {
    try {
      writeRecord(this.directory, this.#record);
    } catch {
      // What is in it is found out again, or lost with the exit code.
    }
  }

  #state(): InstanceState {
    const { end, pid } = this.#record;
    if (end !== undefined) return { kind: "ended", end };
    if (this.#isStopping) return { kind: "stopping" };
    return { kind: this.#isHeld ? "held" : "running", pid };
  }
}
