/**
 * The containers of one node as the driver knows them: what the runtime said of each, kept up by its events, by exits that were noticed
 * and by a look each second.
 *
 * I1: the runtime is asked about one container by one call at a time; what changes meanwhile is asked for once more.
 * I2: an answer that misses containers whose processes live is not believed: the runtime is coming up.
 * I3: one that is being removed is not shown any more, however long the runtime takes for it.
 * I4: the containers of a pod are shown as one instance.
 */
import { delay } from "../../kit/delay.ts";
import type { Clock } from "../../ports/clock.ts";
import { type DriverResult, failed, type Instance, succeeded } from "../driver.ts";
import { findProcess, readProcess } from "../process/proc.ts";
import type { Engine } from "./engine.ts";
import { runCheck } from "./exec.ts";
import { failureOf } from "./failure.ts";
import { listOf, textOf } from "./json.ts";
import { type Marker, nodeFilter } from "./labels.ts";
import { instanceOf } from "./pod/instance.ts";
import { type ContainerSight, readContainer } from "./sight.ts";
import { Tracked } from "./tracked.ts";

export interface FollowedOptions {
  readonly engine: Engine;
  readonly node: string;
  readonly clock: Clock;
  /** Which containers of the node these are. */
  readonly marker: Marker;
  readonly onInstance: (instance: Instance) => void;
  readonly onRemoved: (instanceId: string) => void;
  /** Called for each process that lives, so that its end is noticed. */
  readonly onProcess: (pid: number) => void;
}

/** Calls of one list at a time. */
const AT_ONCE = 4;
/** An exit that the runtime does not know of yet is asked for again. */
const ASK_AGAIN_MS = 10;
const ASK_AGAIN_TIMES = 100;

interface Process {
  readonly pid: number;
  readonly startTicks: string;
}

export class Followed implements Disposable {
  readonly #options: FollowedOptions;
  /** By container id. */
  readonly #known = new Map<string, Tracked>();
  readonly #refreshing = new Map<
    string,
    { isStale: boolean; readonly done: Promise<DriverResult<Tracked>> }
  >();
  /** Of instances that are being removed (I3). */
  readonly #removing = new Set<string>();
  readonly #processes = new Map<string, Process>();
  readonly #ending = new AbortController();

  constructor(options: FollowedOptions) {
    this.#options = options;
  }

  /** Aborts when the driver lets go of everything. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  /** The container of an instance, or those of its pod. */
  find(instanceId: string): readonly Tracked[] {
    return [...this.#known.values()].filter((tracked) => tracked.instanceId === instanceId);
  }

  knows(containerId: string): boolean {
    return this.#known.has(containerId);
  }

  /** I3. */
  markRemoving(containerId: string): void {
    this.#removing.add(containerId);
  }

  /** Everything under the node's label, from the runtime. */
  async list(signal: AbortSignal): Promise<DriverResult<readonly Tracked[]>> {
    const { engine, node, marker } = this.#options;
    const what = `Cannot list the containers of node ${node}`;
    const query = { all: "true", filters: JSON.stringify(nodeFilter(node, marker)) };
    const answer = await engine.get("/containers/json", { signal, query });
    const failure = failureOf(answer, what, engine.socket);
    if (failure !== undefined || answer.kind !== "answered") {
      return { ok: false, failure: failure ?? { kind: "runtime-away", message: what } };
    }
    const ids = listOf(answer.body).map((one) => textOf(one, "Id")).filter((id) => id !== "");
    const unbelieved = this.#missing(new Set(ids));
    if (unbelieved.length > 0) {
      return failed(
        "runtime-away",
        `The container runtime at ${engine.socket} does not list ${unbelieved.length} containers whose processes live; it is coming up`,
      );
    }
    return await this.#refreshAll(ids);
  }

  /** Asks for one container, shows what changed, and answers with it. A container that is gone is "not-found". */
  refresh(containerId: string): Promise<DriverResult<Tracked>> {
    const running = this.#refreshing.get(containerId);
    if (running !== undefined) {
      running.isStale = true;
      return running.done;
    }
    const done = this.#refreshUntilFresh(containerId);
    this.#refreshing.set(containerId, { isStale: false, done });
    return done;
  }

  /** An exit was noticed: the runtime is asked until it knows of it. */
  async exited(containerId: string): Promise<void> {
    const tracked = this.#known.get(containerId);
    if (tracked === undefined) return;
    tracked.noteExit();
    for (let times = 0; times < ASK_AGAIN_TIMES; times++) {
      const found = await this.refresh(containerId);
      if (!found.ok || found.value.isEnded) return;
      await delay(this.#options.clock, ASK_AGAIN_MS, this.ending);
      if (this.ending.aborted) return;
    }
  }

  /** A look at every process: held by a signal, gone without an exit file, healthy for long enough. */
  look(): void {
    for (const tracked of this.#known.values()) {
      const process = this.#processes.get(tracked.containerId);
      if (tracked.isEnded || process === undefined) continue;
      const sight = findProcess(process);
      tracked.markHeld(sight?.isHeld ?? false);
      if (sight?.isAlive === true) this.#show(tracked);
      else void this.exited(tracked.containerId);
    }
  }

  shown(): readonly Instance[] {
    const ids = new Set([...this.#known.values()].map(({ instanceId }) => instanceId));
    return [...ids].flatMap((instanceId) => this.shownOf(instanceId) ?? []);
  }

  /** An instance as it is shown (I4); undefined = there is none, or it is being removed. */
  shownOf(instanceId: string): Instance | undefined {
    const present = this.find(instanceId).filter(({ containerId }) => !this.#removing.has(containerId));
    for (const tracked of present) tracked.changed();
    return instanceOf(present);
  }

  show(tracked: Tracked): void {
    this.#show(tracked);
  }

  /** The runtime has no such container any more. */
  forget(containerId: string): void {
    const tracked = this.#known.get(containerId);
    this.#known.delete(containerId);
    this.#processes.delete(containerId);
    this.#removing.delete(containerId);
    if (tracked === undefined) return;
    tracked[Symbol.dispose]();
    const rest = this.shownOf(tracked.instanceId);
    if (rest === undefined) this.#options.onRemoved(tracked.instanceId);
    else this.#options.onInstance(rest);
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
    for (const tracked of this.#known.values()) tracked[Symbol.dispose]();
    this.#known.clear();
  }

  async #refreshAll(ids: readonly string[]): Promise<DriverResult<readonly Tracked[]>> {
    const waiting = [...ids];
    const found: Tracked[] = [];
    let failure: DriverResult<never> | undefined;
    const work = async () => {
      for (let id = waiting.shift(); id !== undefined && failure === undefined; id = waiting.shift()) {
        const result = await this.refresh(id);
        if (result.ok) found.push(result.value);
        else if (result.failure.kind !== "not-found") failure = result;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (failure !== undefined) return failure;
    const present = new Set(ids);
    for (const id of [...this.#known.keys()]) if (!present.has(id)) this.forget(id);
    return succeeded(found);
  }

  /** I1. */
  async #refreshUntilFresh(containerId: string): Promise<DriverResult<Tracked>> {
    // The entry of this call is made after this function began.
    await Promise.resolve();
    const entry = this.#refreshing.get(containerId);
    try {
      while (true) {
        if (entry !== undefined) entry.isStale = false;
        const result = await this.#ask(containerId);
        if (entry?.isStale !== true) return result;
      }
    } finally {
      this.#refreshing.delete(containerId);
    }
  }

  async #ask(containerId: string): Promise<DriverResult<Tracked>> {
    const { engine } = this.#options;
    const what = `Cannot inspect container ${containerId.slice(0, 12)}`;
    if (this.ending.aborted) return failed("runtime-away", `${what}: the driver has ended`);
    const answer = await engine.get(`/containers/${containerId}/json`, {
      signal: new AbortController().signal,
    });
    const failure = failureOf(answer, what, engine.socket);
    if (failure?.kind === "not-found") this.forget(containerId);
    if (failure !== undefined) return { ok: false, failure };
    const sight = answer.kind === "answered" ? readContainer(answer.body, this.#options.marker) : undefined;
    if (sight === undefined || sight.labels.node !== this.#options.node) {
      this.forget(containerId);
      return failed("not-found", `${what}: it has not the labels of this node`);
    }
    return succeeded(this.#note(sight));
  }

  #note(sight: ContainerSight): Tracked {
    const { clock, engine, onProcess } = this.#options;
    let tracked = this.#known.get(sight.containerId);
    if (tracked === undefined) {
      tracked = new Tracked(sight, {
        clock,
        check: (containerId, rule, signal) => runCheck(engine, containerId, { rule, signal, clock }),
        onChange: (changed) => this.#show(changed),
      });
      this.#known.set(sight.containerId, tracked);
    } else {
      tracked.note(sight);
    }
    this.#noteProcess(tracked, onProcess);
    this.#show(tracked);
    return tracked;
  }

  #noteProcess(tracked: Tracked, onProcess: (pid: number) => void): void {
    const { containerId, pid } = tracked;
    if (pid === 0) {
      this.#processes.delete(containerId);
      return;
    }
    if (this.#processes.get(containerId)?.pid === pid) return;
    const process = processOf(pid);
    if (process !== undefined) this.#processes.set(containerId, process);
    onProcess(pid);
  }

  #show(tracked: Tracked): void {
    if (this.#removing.has(tracked.containerId) || tracked.changed() === undefined) return;
    const instance = this.shownOf(tracked.instanceId);
    if (instance !== undefined) this.#options.onInstance(instance);
  }

  /** I2: known containers that are not among these, and whose processes live. */
  #missing(present: ReadonlySet<string>): readonly string[] {
    return [...this.#processes].filter(([containerId, process]) =>
      !present.has(containerId) && findProcess(process)?.isAlive === true
    ).map(([containerId]) => containerId);
  }
}

/** Undefined = /proc may not be read, or it is gone. */
function processOf(pid: number): Process | undefined {
  try {
    return readProcess(pid);
  } catch {
    return undefined;
  }
}
