/** Everything that a fault can touch and a check can ask: the car, its manager, what is wanted, what was seen. */
import { effectiveSpec, findCondition, type ServiceSpec, type ServiceStatus } from "../../src/state/model.ts";
import type { StateAlert__Output } from "../../src/grpc/gen/piccolo/monitoringserver/v1/StateAlert.ts";
import type { Follower, SeenEvent } from "../../tests/support/instances/follower.ts";
import type { Instance } from "../../tests/support/instances/instance.ts";
import type { Execution } from "../../tests/support/vehicle/audit.ts";
import { readAlerts } from "../../tests/support/vehicle/monitoring_server.ts";
import type { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import type { Fleet, WantedService } from "./fleet.ts";
import { faultsOf } from "./reality.ts";

/** A moment: how much of everything there was. */
export interface Moment {
  readonly events: number;
  readonly executions: number;
  readonly alerts: number;
}

export interface WorldParts {
  readonly vehicle: Vehicle;
  readonly manager: Instance;
  readonly follower: Follower;
  readonly fleet: Fleet;
}

export class World {
  readonly vehicle: Vehicle;
  readonly manager: Instance;
  readonly follower: Follower;
  readonly fleet: Fleet;

  constructor({ vehicle, manager, follower, fleet }: WorldParts) {
    this.vehicle = vehicle;
    this.manager = manager;
    this.follower = follower;
    this.fleet = fleet;
  }

  /** Changes what is wanted of a service, here and at the State Manager. */
  async apply(resource: string, change: Partial<ServiceSpec>, reason: string): Promise<void> {
    await this.manager.apply(resource, this.fleet.want(resource, change), reason);
  }

  /** Everything wrong with these services, by the manager's word and by the processes; empty = all as expected. */
  faults(resources: readonly string[]): string[] {
    const said = resources.flatMap((resource) => this.#faultsSaid(resource));
    // /proc is read only when the manager says that all is well: it is by far the dearer question.
    if (said.length > 0) return said;
    const processes = this.vehicle.workloads();
    return resources.flatMap((resource) => {
      const node = this.status(resource)?.node ?? "";
      return faultsOf(resource, { expected: this.fleet.expected(resource), processes, node });
    });
  }

  /** One more service. */
  async add(wanted: WantedService, reason: string): Promise<void> {
    this.fleet.add(wanted);
    await this.manager.apply(wanted.resource, wanted.spec, reason);
  }

  /** Stops services for good and resolves when the State Manager has forgotten them. */
  async remove(resources: readonly string[], reason: string): Promise<void> {
    await Promise.all(resources.map((resource) => {
      const spec = { ...this.fleet.wanted(resource), state: "Terminating" } as const;
      this.fleet.remove(resource);
      return this.manager.apply(resource, spec, reason);
    }));
    await until(() => resources.every((resource) => !this.follower.services.has(resource)), {
      what: `${resources.join(", ")} are gone`,
      timeoutMs: 60_000,
    });
  }

  now(): Moment {
    return {
      events: this.follower.events.length,
      executions: this.vehicle.executions().length,
      alerts: readAlerts(this.vehicle.dir).length,
    };
  }

  eventsSince({ events }: Moment, resource?: string): SeenEvent[] {
    return this.follower.events.slice(events).filter(({ event }) =>
      resource === undefined || event.resourceId === resource
    );
  }

  /** What was carried out since then. */
  executionsSince({ executions }: Moment, resource?: string): Execution[] {
    return this.vehicle.executions().slice(executions).filter((execution) =>
      resource === undefined || execution.resource === resource
    );
  }

  /** The alerts since then; that something took long is left out: it says more of the machine than of the fault. */
  alertsSince({ alerts }: Moment): StateAlert__Output[] {
    return readAlerts(this.vehicle.dir).slice(alerts).filter(({ reason }) =>
      !reason.endsWith("BudgetExceeded")
    );
  }

  status(resource: string): ServiceStatus | undefined {
    return this.follower.services.get(resource)?.status;
  }

  #faultsSaid(resource: string): string[] {
    const expected = this.fleet.expected(resource);
    const service = this.follower.services.get(resource);
    if (service === undefined) return [`${resource}: the State Manager does not know it`];
    const { status, metadata: { generation } } = service;
    const isRunning = status.state === "Running";
    const isConfirmed = (findCondition(status, "Reachable")?.status ?? "True") === "True";
    if (expected.isOut) {
      return isRunning && isConfirmed ? [`${resource}: is said to run, and its node is away`] : [];
    }
    const faults: string[] = [];
    if (!isRunning) faults.push(`is ${status.state} (${status.lastReason})`);
    if (!isConfirmed) faults.push("is not confirmed");
    if (status.observedGeneration !== generation) {
      faults.push(`status speaks of generation ${status.observedGeneration}, not ${generation}`);
    }
    const { version } = effectiveSpec(service);
    if (version !== expected.version) {
      faults.push(`version ${version} is in force, not ${expected.version}`);
    }
    if (status.availableReplicas !== expected.replicas) {
      faults.push(`${status.availableReplicas} of ${expected.replicas} replicas answer`);
    }
    return faults.map((fault) => `${resource}: ${fault}`);
  }
}
