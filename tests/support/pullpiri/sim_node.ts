/**
 * A node of Pullpiri as it was measured: containers, an agent that looks at them in rounds, tells lists, heals by its own rules and
 * forgets, and the MonitoringServer's copy of its lists in the store.
 *
 * I1: a list is told when it differs from the one before, once: what is not taken is never told again.
 * I2: the agent heals the first container of the models that it remembers: at once, after 20, 40, 80, 160 s, and never once 300 s have
 *     passed since its last restart. A missing one it makes anew.
 * I3: an agent that starts again tells its list at once and remembers nothing.
 */
import { delay } from "../../../src/kit/delay.ts";
import type { Clock } from "../../../src/ports/clock.ts";
import type { ContainerInfo } from "../../../src/pullpiri/words.ts";
import type { SimStore } from "./sim_store.ts";

const ROUND_MS = 1_050;
const NEVER = "0001-01-01T00:00:00Z";

/** What is started: the pod, with the labels that the ActionController gives it. */
export interface SimPod {
  readonly model: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly { readonly name: string; readonly image: string }[];
  readonly restartPolicy: string;
}

interface SimContainer {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly createdAt: string;
  status: string;
  startedAt: string;
  finishedAt: string;
  exitCode: number;
  isOutOfMemory: boolean;
  pid: number;
}

interface Remembered {
  readonly pod: SimPod;
  restarts: number;
  restartedAtMs: number;
}

/** Where the agent tells its lists; rejects when nobody takes them. */
export type TellList = (node: string, list: readonly ContainerInfo[]) => Promise<void>;

export interface SimNodeOptions {
  readonly clock: Clock;
  readonly store: SimStore;
  readonly tell: TellList;
}

let nextId = 0;

export class SimNode {
  readonly host: string;
  readonly containers = new Map<string, SimContainer>();
  /** Restarts by the agent itself. */
  readonly healed: string[] = [];
  /** A copy of every start of a container: name and time. */
  readonly started: { readonly name: string; readonly atMs: number }[] = [];
  isPodmanAway = false;
  /** It tells no lists: somebody else does. */
  answersOnly = false;
  /** The container engine's programs end at once with this code. */
  crashWith: (container: { readonly model: string; readonly image: string }) => number | undefined = () =>
    undefined;
  readonly #options: SimNodeOptions;
  #remembered = new Map<string, Remembered>();
  #life: AbortController | undefined;
  #told = "";
  #stored = new Set<string>();

  constructor(host: string, options: SimNodeOptions) {
    this.host = host;
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#life !== undefined;
  }

  /** The agent starts (I3). */
  start(): void {
    this.stopAgent();
    this.#life = new AbortController();
    this.#remembered = new Map();
    this.#told = "";
    void this.#run(this.#life.signal);
  }

  /** The agent is gone; its containers run on, as far as anybody is told. */
  stopAgent(): void {
    this.#life?.abort();
    this.#life = undefined;
  }

  /** START as the agent does it. Throws when the name is taken, and forgets the model then. */
  startPod(pod: SimPod): void {
    if (this.isPodmanAway) throw new Error("Failed to start container: podman does not answer");
    for (const { name, image } of pod.containers) {
      const full = `${pod.model}_${name}`;
      if (this.#named(full) !== undefined) {
        this.#remembered.delete(pod.model);
        throw new Error("Failed to start container: Failed to get container ID");
      }
      this.#create(pod, { full, image });
    }
    this.#remembered.set(pod.model, { pod, restarts: 0, restartedAtMs: 0 });
  }

  /** STOP: success also when nothing is there. */
  stopPod(model: string): void {
    this.#remembered.delete(model);
    for (const [id, container] of this.containers) if (container.model === model) this.containers.delete(id);
  }

  /** kill -9 of the main process. */
  kill(name: string, exitCode = 137, options: { readonly isOutOfMemory?: boolean } = {}): void {
    const container = this.#named(name);
    if (container === undefined) throw new Error(`no container ${name} on ${this.host}`);
    Object.assign(container, {
      ...{ status: "exited", exitCode, pid: 0, finishedAt: this.#now() },
      isOutOfMemory: options.isOutOfMemory === true,
    });
  }

  remove(name: string): void {
    const container = this.#named(name);
    if (container !== undefined) this.containers.delete(container.id);
  }

  isRunning(name: string): boolean {
    return this.#named(name)?.status === "running";
  }

  imageOf(name: string): string | undefined {
    return this.#named(name)?.image;
  }

  /** As the agent tells them. */
  list(): readonly ContainerInfo[] {
    if (this.isPodmanAway) return [];
    return [...this.containers.values()].map((container) => ({
      id: container.id,
      names: [container.name],
      image: container.image,
      state: {
        ...{ Status: container.status, Running: `${container.status === "running"}`, Paused: "false" },
        ...{ Dead: "false", OOMKilled: `${container.isOutOfMemory}`, Error: "", Pid: `${container.pid}` },
        ExitCode: `${container.status === "running" ? 0 : container.exitCode}`,
        StartedAt: container.startedAt,
        FinishedAt: container.finishedAt,
      },
      config: { Hostname: this.host, Image: container.image },
      annotation: { ...container.labels, "io.kubernetes.cri-o.Created": container.createdAt },
    }));
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    await delay(clock, 71, signal);
    while (!signal.aborted && !this.answersOnly) {
      this.#heal();
      await this.#report();
      await delay(clock, ROUND_MS, signal);
    }
  }

  /** I1. */
  async #report(): Promise<void> {
    const { store, tell } = this.#options;
    const list = this.list();
    const text = JSON.stringify(list);
    if (!store.isAway) this.#writeStore(list);
    if (text === this.#told) return;
    this.#told = text;
    await tell(this.host, list).catch(() => {});
  }

  #writeStore(list: readonly ContainerInfo[]): void {
    const { values } = this.#options.store;
    const keys = new Set(list.map(({ id }) => `/pullpiri/metrics/containers/${id}`));
    for (const key of this.#stored) if (!keys.has(key)) values.delete(key);
    for (const container of list) {
      values.set(`/pullpiri/metrics/containers/${container.id}`, JSON.stringify(container));
    }
    this.#stored = keys;
  }

  /** I2. */
  #heal(): void {
    if (this.isPodmanAway) return;
    const nowMs = this.#options.clock.monotonicMs();
    for (const [model, memory] of this.#remembered) {
      const [first] = memory.pod.containers;
      if (first === undefined) continue;
      const container = this.#named(`${model}_${first.name}`);
      if (container === undefined) {
        this.#makeAnew(memory);
        continue;
      }
      if (container.status !== "exited" && container.status !== "dead") continue;
      const { restartPolicy } = memory.pod;
      if (restartPolicy === "Never" || (restartPolicy !== "Always" && container.exitCode === 0)) continue;
      const sinceMs = nowMs - memory.restartedAtMs;
      const backoffMs = Math.min(20_000 * 2 ** (memory.restarts - 1), 160_000);
      if (memory.restarts > 0 && (sinceMs >= 300_000 || sinceMs < backoffMs)) continue;
      memory.restarts += 1;
      memory.restartedAtMs = nowMs;
      this.healed.push(container.name);
      this.#launch(container);
    }
  }

  /** With two containers the name of the second is taken: it fails each time. */
  #makeAnew({ pod }: Remembered): void {
    for (const { name, image } of pod.containers) {
      const full = `${pod.model}_${name}`;
      if (this.#named(full) !== undefined) return;
      this.healed.push(full);
      this.#create(pod, { full, image });
    }
  }

  #create(pod: SimPod, { full, image }: { readonly full: string; readonly image: string }): void {
    const id = `c${++nextId}`;
    const container: SimContainer = {
      ...{ id, name: full, model: pod.model, image, labels: pod.labels, createdAt: this.#now() },
      ...{
        status: "created",
        startedAt: NEVER,
        finishedAt: NEVER,
        exitCode: 0,
        pid: 0,
        isOutOfMemory: false,
      },
    };
    this.containers.set(id, container);
    this.#launch(container);
  }

  #launch(container: SimContainer): void {
    const { clock } = this.#options;
    this.started.push({ name: container.name, atMs: clock.monotonicMs() });
    Object.assign(container, {
      ...{ status: "running", startedAt: this.#now(), pid: ++nextId, exitCode: 0, isOutOfMemory: false },
    });
    const code = this.crashWith(container);
    if (code === undefined) return;
    const { pid } = container;
    clock.schedule(200, () => {
      if (container.pid === pid) {
        Object.assign(container, { status: "exited", exitCode: code, pid: 0, finishedAt: this.#now() });
      }
    });
  }

  #named(name: string): SimContainer | undefined {
    return [...this.containers.values()].find((container) => container.name === name);
  }

  #now(): string {
    return `${new Date(this.#options.clock.wallMs()).toISOString().slice(0, -1)}000000Z`;
  }
}
