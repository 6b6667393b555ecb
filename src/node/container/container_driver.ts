/**
 * The driver for containers of podman and docker, and for pods of podman, over their REST API (docs/adr/0024). What is different for a
 * pod, which is several containers as one instance, is in its scheme.
 *
 * I1: a container has the labels of its instance and a name made of them: a second start of the same instance meets the name, and runs
 *     nothing twice.
 * I2: the runtime restarts nothing and checks no health: that is for the node.
 * I3: what failed to start is removed before the failure is told; while a start is under way nothing of it is told.
 * I4: while the runtime does not answer, that is said once, and it is asked again less and less often, up to every two seconds.
 */
import { delay, every, type Timer } from "../../kit/delay.ts";
import { messageOf } from "../../kit/errors.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Log } from "../../ports/log.ts";
import type { Workload } from "../definition/workload.ts";
import {
  type Driver,
  type DriverFailure,
  type DriverListener,
  type DriverResult,
  type Instance,
  type InstanceEnd,
  type StartRequest,
  type StopMode,
  succeeded,
} from "../driver.ts";
import { Engine } from "./engine.ts";
import { ExitWatch } from "./exits.ts";
import { failure, failureOf } from "./failure.ts";
import { Followed } from "./followed.ts";
import type { LogReading, LogSource, LogSubject } from "../logs/source.ts";
import { containersLogs } from "./logs.ts";
import { textOf } from "./json.ts";
import { nodeFilter } from "./labels.ts";
import { CONTAINERS, type Scheme } from "./scheme.ts";
import type { Tracked } from "./tracked.ts";

export interface ContainerDriverOptions {
  readonly node: string;
  /** Path of the runtime's Unix socket. */
  readonly socket: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Where conmon writes exits, besides where it is found to; default: podman's own. */
  readonly exitDirectories?: readonly string[];
}

const LOOK_MS = 1_000;
const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 2_000;

export class ContainerDriver implements Driver {
  readonly kind: Scheme["kind"];
  readonly #options: ContainerDriverOptions;
  readonly #scheme: Scheme;
  readonly #engine: Engine;
  readonly #followed: Followed;
  readonly #exits: ExitWatch;
  readonly #looks: Timer;
  readonly #starting = new Map<string, Promise<DriverResult<Instance>>>();
  #listener: DriverListener | undefined;
  /** Whether the listener knows what is there. */
  #isPresent = false;

  constructor(options: ContainerDriverOptions, scheme: Scheme = CONTAINERS) {
    this.#options = options;
    this.#scheme = scheme;
    this.kind = scheme.kind;
    const { node, clock, log, exitDirectories } = options;
    this.#engine = new Engine(options.socket, clock);
    this.#exits = new ExitWatch({
      onExit: (containerId) => void this.#followed.exited(containerId),
      ...(exitDirectories === undefined ? {} : { defaultDirectories: exitDirectories }),
    });
    this.#followed = new Followed({
      ...{ node, clock },
      marker: scheme.marker,
      engine: this.#engine,
      onInstance: (instance) => this.#tellInstance(instance),
      onRemoved: (instanceId) => this.#tell((listener) => listener.onRemoved(instanceId)),
      onProcess: (pid) => this.#exits.learn(pid),
    });
    this.#looks = every(clock, LOOK_MS, {
      call: () => this.#followed.look(),
      onError: (error) => log.warn("Cannot look at the containers", { error: messageOf(error) }),
    });
  }

  async watch(listener: DriverListener, signal: AbortSignal): Promise<void> {
    this.#listener = listener;
    let isToldAway = false;
    let waitMs = FIRST_RETRY_MS;
    while (!signal.aborted) {
      const fromMs = this.#options.clock.monotonicMs();
      const lost = await this.#follow(listener, signal);
      const wasPresent = this.#isPresent;
      this.#isPresent = false;
      if (signal.aborted) break;
      // I4
      if (wasPresent || !isToldAway) listener.onAway(lost);
      isToldAway = true;
      if (this.#options.clock.monotonicMs() - fromMs > LONGEST_RETRY_MS) waitMs = FIRST_RETRY_MS;
      await delay(this.#options.clock, waitMs, signal);
      waitMs = Math.min(2 * waitMs, LONGEST_RETRY_MS);
    }
    this.#listener = undefined;
  }

  async list(signal: AbortSignal): Promise<DriverResult<readonly Instance[]>> {
    const found = await this.#followed.list(signal);
    return found.ok ? succeeded(this.#shown()) : found;
  }

  async inspect(instanceId: string, signal: AbortSignal): Promise<DriverResult<Instance>> {
    const found = await this.#find(instanceId, signal);
    if (!found.ok) return found;
    for (const { containerId } of found.value) {
      const fresh = await this.#followed.refresh(containerId);
      if (!fresh.ok && fresh.failure.kind !== "not-found") return fresh;
    }
    const instance = this.#followed.shownOf(instanceId);
    if (instance !== undefined) return succeeded(instance);
    return { ok: false, failure: failure("not-found", `There is no container of instance ${instanceId}`) };
  }

  async start(request: StartRequest, signal: AbortSignal): Promise<DriverResult<Instance>> {
    const { instanceId } = request.labels;
    const running = this.#starting.get(instanceId);
    if (running !== undefined) return await running;
    const { clock } = this.#options;
    const start = this.#scheme.start(request, {
      engine: this.#engine,
      followed: this.#followed,
      clock,
      signal,
    })
      .finally(() => {
        this.#starting.delete(instanceId);
        const instance = this.#followed.shownOf(instanceId);
        if (instance !== undefined) this.#tellInstance(instance);
      });
    this.#starting.set(instanceId, start);
    return await start;
  }

  async stop(
    instanceId: string,
    mode: StopMode,
    signal: AbortSignal,
  ): Promise<DriverResult<InstanceEnd | undefined>> {
    const found = await this.#find(instanceId, signal);
    if (!found.ok) return found;
    // One that is being removed is stopped already.
    if (this.#followed.shownOf(instanceId) === undefined) return succeeded(undefined);
    const { clock, log } = this.#options;
    const parts = { engine: this.#engine, followed: this.#followed, clock, log, signal };
    return await this.#scheme.stop(found.value, mode, parts);
  }

  async signal(
    instanceId: string,
    signalName: string,
    signal: AbortSignal,
  ): Promise<DriverResult<undefined>> {
    const found = await this.#find(instanceId, signal);
    if (!found.ok) return found;
    const what = `Cannot send ${signalName} to instance ${instanceId}`;
    const alive = found.value.filter((tracked) => !tracked.isEnded);
    if (alive.length === 0) {
      return { ok: false, failure: failure("not-found", `${what}: there is no process of it`) };
    }
    for (const { containerId } of alive) {
      const query = { signal: signalName };
      const answer = await this.#engine.post(`/containers/${containerId}/kill`, { signal, query });
      const problem = failureOf(answer, what, this.#engine.socket);
      if (problem !== undefined) return { ok: false, failure: problem };
    }
    this.#followed.look();
    return succeeded(undefined);
  }

  check(workload: Workload, signal: AbortSignal): Promise<DriverFailure | undefined> {
    return this.#scheme.check(workload, { engine: this.#engine, signal });
  }

  async logs(
    { instanceId = "" }: LogSubject,
    reading: LogReading,
    signal: AbortSignal,
  ): Promise<DriverResult<LogSource>> {
    const found = await this.#find(instanceId, signal);
    if (!found.ok) return found;
    const containerIds = found.value.map(({ containerId }) => containerId);
    return await containersLogs(containerIds, reading, {
      engine: this.#engine,
      clock: this.#options.clock,
      signal,
    });
  }

  /** Lets go of everything; the containers live on. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#looks.cancel();
    this.#exits[Symbol.dispose]();
    this.#followed[Symbol.dispose]();
    await this.#engine[Symbol.asyncDispose]();
  }

  /** One stream of events, from a whole list until it ends; answers with why it did. */
  async #follow(listener: DriverListener, signal: AbortSignal): Promise<DriverFailure> {
    const { node, socket } = this.#options;
    // The stream first: what happens while the list is made is in the one or in the other.
    const ending = new AbortController();
    const end = () => ending.abort();
    signal.addEventListener("abort", end, { once: true });
    const filters = { type: ["container"], ...nodeFilter(node, this.#scheme.marker) };
    const away = (why: string) =>
      failure(
        "runtime-away",
        `The container runtime at ${socket} does not answer (${why}); is its service running?`,
      );
    try {
      const stream = await this.#engine.events(filters, ending.signal);
      if (stream.kind === "away") return away(stream.why);
      const listed = await this.#followed.list(signal);
      if (!listed.ok) return listed.failure;
      this.#isPresent = true;
      listener.onPresent(this.#shown());
      for await (const event of stream.events) {
        const containerId = textOf(event, "Actor", "ID") || textOf(event, "id");
        if (containerId !== "") void this.#followed.refresh(containerId);
      }
      return away("it ended the stream of events");
    } catch (error) {
      return away(messageOf(error));
    } finally {
      signal.removeEventListener("abort", end);
      end();
    }
  }

  /** The containers of an instance, also those that no event told of; empty = there are none. */
  async #find(instanceId: string, signal: AbortSignal): Promise<DriverResult<readonly Tracked[]>> {
    const known = this.#followed.find(instanceId);
    if (known.length > 0) return succeeded(known);
    const listed = await this.#followed.list(signal);
    return listed.ok ? succeeded(this.#followed.find(instanceId)) : listed;
  }

  /** I3. */
  #shown(): readonly Instance[] {
    return this.#followed.shown().filter(({ labels }) => !this.#starting.has(labels.instanceId));
  }

  /** I3. */
  #tellInstance(instance: Instance): void {
    if (this.#starting.has(instance.labels.instanceId)) return;
    this.#tell((listener) => listener.onInstance(instance));
  }

  /** Nothing is told while nothing is known. */
  #tell(call: (listener: DriverListener) => void): void {
    if (this.#listener !== undefined && this.#isPresent) call(this.#listener);
  }
}
