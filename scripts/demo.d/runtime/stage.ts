/**
 * What the demo of a runtime plays on, whoever runs the workloads: a program with a node in it, services, and the
 * means to break them. Everything about processes comes from /proc, never from the State Manager or the runtime.
 */
import type { StateEvent } from "../../../src/state/event_model.ts";
import type { ServiceSpec, ServiceStatus } from "../../../src/state/model.ts";
import type { Follower, SeenEvent } from "../../../tests/support/instances/follower.ts";
import type { Instance } from "../../../tests/support/instances/instance.ts";
import type { RunningInstance, Wanted } from "./wanted.ts";

export const RUNTIMES = ["podman", "systemd"] as const;
export type RuntimeName = typeof RUNTIMES[number];

/** A runtime on this machine with a State Manager over it. Whatever it started ends with it. */
export interface Stage extends AsyncDisposable {
  readonly runtime: RuntimeName;
  readonly manager: Instance;
  /** The main processes of a service that live now. */
  instances(resource: string): readonly RunningInstance[];
  /** The runtime is away, and there again; the workloads live on. */
  loseRuntime(): Promise<void>;
  regainRuntime(): Promise<void> | void;
  /** The ECU loses its power, and boots: neither the runtime nor the State Manager has to be started after that. */
  reboot(): Promise<void>;
  /** Faults that this machine cannot show, by name, with the reason; asked while every service runs. */
  readonly impossible: Readonly<Record<string, string>>;
  /** Faults whose cause the runtime cannot tell here, by name, with the reason. */
  readonly unexplained: Readonly<Record<string, string>>;
}

/** A moment: how much there was. */
export interface Moment {
  readonly events: number;
  /** Wall time, milliseconds since 1970. */
  readonly atMs: number;
}

export class Play {
  readonly stage: Stage;
  readonly follower: Follower;
  readonly wanted: Wanted;

  constructor(
    { stage, follower, wanted }: {
      readonly stage: Stage;
      readonly follower: Follower;
      readonly wanted: Wanted;
    },
  ) {
    this.stage = stage;
    this.follower = follower;
    this.wanted = wanted;
  }

  get manager(): Instance {
    return this.stage.manager;
  }

  async apply(resource: string, change: Partial<ServiceSpec>, reason: string): Promise<void> {
    await this.manager.apply(resource, this.wanted.want(resource, change), reason);
  }

  /** The first main process of a service. */
  instance(resource: string): RunningInstance {
    const [first] = this.stage.instances(resource);
    if (first === undefined) throw new Error(`no process of ${resource} runs`);
    return first;
  }

  /** A signal to the first main process of a service; kill -9 by default. */
  kill(resource: string, signal: Deno.Signal = "SIGKILL"): void {
    Deno.kill(this.instance(resource).pid, signal);
  }

  status(resource: string): ServiceStatus | undefined {
    return this.follower.services.get(resource)?.status;
  }

  now(): Moment {
    return { events: this.follower.events.length, atMs: Date.now() };
  }

  eventsSince({ events }: Moment, resource?: string): SeenEvent[] {
    return this.follower.events.slice(events).filter(({ event }) =>
      resource === undefined || event.resourceId === resource
    );
  }

  /** What the history has since then: a subscriber may miss what a State Manager that was killed had only observed. */
  async historySince({ atMs }: Moment, ...resources: readonly string[]): Promise<readonly StateEvent[]> {
    const histories = await Promise.all(resources.map((resource) => this.manager.history(resource)));
    return histories.flat().filter(({ timestampMs }) => timestampMs >= atMs)
      .sort((left, right) => left.timestampMs - right.timestampMs);
  }

  /** `recovery Restart vehicle/lidar` for what recovery decided, `Restart vehicle/lidar` for what was carried out, in order. */
  async actionsSince(since: Moment): Promise<readonly string[]> {
    const events = await this.historySince(since, ...this.wanted.resources);
    return events.flatMap(({ eventType, metadata, resourceId }) => {
      const isBegun = eventType === "RecoveryAttempted" && metadata["result"] === "started";
      if (!isBegun && eventType !== "ActionExecuted") return [];
      return [`${isBegun ? "recovery " : ""}${metadata["action"]} ${resourceId}`];
    });
  }

  /** Everything wrong, by the State Manager's word and by the processes; empty = all as wanted. */
  faults(): readonly string[] {
    return this.wanted.resources.flatMap((resource) => [
      ...this.#faultsSaid(resource),
      ...this.wanted.faultsOf(resource, this.stage.instances(resource)),
    ]);
  }

  #faultsSaid(resource: string): readonly string[] {
    const service = this.follower.services.get(resource);
    if (service === undefined) return [`${resource}: the State Manager does not know it`];
    const { status, metadata: { generation } } = service;
    if (status.state !== "Running") return [`${resource}: is ${status.state} (${status.lastReason})`];
    if (status.observedGeneration !== generation) return [`${resource}: the newest spec is not observed yet`];
    return [];
  }
}
