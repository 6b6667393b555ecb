/** One container that the driver follows: what the runtime said of it last, what is watched beside that, and how it reads as an `Instance`. */
import { join } from "node:path";
import type { Clock } from "../../ports/clock.ts";
import type { Instance, InstanceState } from "../driver.ts";
import { type CheckResult, type HealthSight, HealthWatch } from "./health.ts";
import { hasOomKill, oomFileOf } from "./oom.ts";
import type { ContainerSight } from "./sight.ts";
import type { CommandHealth } from "../definition/workload.ts";

/** Exists in the directory of an instance that was healthy once. */
const HEALTHY_FILE = "was-healthy";
/** The same of one container of a pod. */
const healthyFile = ({ member }: ContainerSight) =>
  member === "" ? HEALTHY_FILE : `${HEALTHY_FILE}.${member}`;
/** One whose health nothing tells has been up when it has lived for so long: what ends before that has failed to start. */
const SETTLED_AFTER_MS = 1_000;

export interface TrackedOptions {
  readonly clock: Clock;
  readonly check: (containerId: string, rule: CommandHealth, signal: AbortSignal) => Promise<CheckResult>;
  /** Called when `sight` may have changed. */
  readonly onChange: (tracked: Tracked) => void;
}

export class Tracked implements Disposable {
  readonly containerId: string;
  readonly instanceId: string;
  /** Resolves when its main process has ended, or the container is gone. */
  readonly ended: Promise<void>;
  readonly #resolveEnded: () => void;
  readonly #options: TrackedOptions;
  readonly #beganAtMs: number;
  #seen: ContainerSight;
  #health: HealthWatch | undefined;
  #wasHealthy: boolean;
  #oomFile: string | undefined;
  #hadOomKill = false;
  #isHeld = false;
  #isStopping = false;
  #lastSignature = "";

  constructor(seen: ContainerSight, options: TrackedOptions) {
    this.containerId = seen.containerId;
    this.instanceId = seen.labels.instanceId;
    this.#options = options;
    this.#seen = seen;
    this.#beganAtMs = options.clock.monotonicMs();
    this.#wasHealthy = isThere(join(seen.own.directory, healthyFile(seen)));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#resolveEnded = resolve;
    this.#watch();
  }

  get seen(): ContainerSight {
    return this.#seen;
  }

  /** 0 = no process lives. */
  get pid(): number {
    return this.isEnded ? 0 : this.#seen.pid;
  }

  get isEnded(): boolean {
    return this.#seen.state.kind === "ended";
  }

  /** What the runtime says now. */
  note(seen: ContainerSight): void {
    // What its health was just now decides whether it had ever been up.
    this.#judge();
    this.#seen = seen;
    this.#watch();
  }

  /** The process was just seen to end: what only now can be read is read. */
  noteExit(): void {
    if (this.#oomFile !== undefined && hasOomKill(this.#oomFile)) this.#hadOomKill = true;
  }

  markHeld(isHeld: boolean): void {
    this.#isHeld = isHeld;
  }

  markStopping(): void {
    this.#isStopping = true;
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
    const { labels, startedAtMs } = this.#seen;
    const seen = this.#judge();
    return {
      labels,
      state: this.#state(),
      health: seen?.health ?? (this.#wasHealthy ? "lost" : "starting"),
      wasHealthy: this.#wasHealthy,
      startedAtMs,
      message: seen?.message ?? "",
    };
  }

  [Symbol.dispose](): void {
    this.#health?.[Symbol.dispose]();
    this.#resolveEnded();
  }

  #watch(): void {
    if (this.isEnded) {
      this.#health?.[Symbol.dispose]();
      this.#health = undefined;
      this.#resolveEnded();
      return;
    }
    const { pid, own, containerId } = this.#seen;
    if (pid !== 0) this.#oomFile ??= oomFileOf(pid);
    this.#health ??= new HealthWatch(own.health, {
      clock: this.#options.clock,
      wasHealthy: this.#wasHealthy,
      run: (rule, signal) => this.#options.check(containerId, rule, signal),
      onChange: () => this.#options.onChange(this),
    });
  }

  #state(): InstanceState {
    const { state } = this.#seen;
    if (state.kind === "ended") {
      const isResourceExhausted = state.end.isResourceExhausted || this.#hadOomKill;
      return { kind: "ended", end: { ...state.end, isResourceExhausted } };
    }
    if (this.#isStopping) return { kind: "stopping" };
    return state.kind === "running" && this.#isHeld ? { ...state, kind: "held" } : state;
  }

  /** Its health now; undefined = it has ended. */
  #judge(): HealthSight | undefined {
    if (this.isEnded) return undefined;
    const seen = this.#health?.sight;
    const isSettled = this.#options.clock.monotonicMs() - this.#beganAtMs >= SETTLED_AFTER_MS;
    if (seen?.health === "healthy" || (seen?.health === "none" && isSettled)) this.#noteHealthy();
    return seen;
  }

  #noteHealthy(): void {
    if (this.#wasHealthy) return;
    this.#wasHealthy = true;
    try {
      Deno.writeTextFileSync(join(this.#seen.own.directory, healthyFile(this.#seen)), "");
    } catch {
      // Only what was known of its health is lost with a restart of the node.
    }
  }
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
