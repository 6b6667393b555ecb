/**
 * The services of the demo's car, and what is wanted of each at any moment: the yardstick for everything that is checked.
 *
 * What is wanted and what is expected differ while a version or a configuration is held back: then the State Manager keeps
 * the last good one in force, and that is what must run.
 */
import type { RecoveryStrategy } from "../../src/grpc/gen/piccolo/common/v1/RecoveryStrategy.ts";
import type { ServiceSpec } from "../../src/grpc/gen/piccolo/common/v1/ServiceSpec.ts";

export interface WantedService {
  /** `namespace/name` */
  readonly resource: string;
  readonly replicas: number;
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
  readonly criticality: "QM" | "A" | "B" | "C" | "D";
  readonly dependsOn: readonly string[];
  /** In order of preference. */
  readonly nodes: readonly string[];
  /** Default: as the State Manager has them. */
  readonly recovery?: readonly RecoveryStrategy[];
}

/** What must really run: the wanted service, except for what is held back. */
export interface ExpectedService extends WantedService {
  /** Its node is away and it may run nowhere else: it cannot run now. */
  readonly isOut: boolean;
}

type Expectation = Partial<Pick<ExpectedService, "version" | "config" | "isOut">>;

/** The third one has nothing to do until the storm. */
export const STORM_NODE = "trunk";
export const NODES = ["front", "rear", STORM_NODE] as const;

export function service(
  resource: string,
  criticality: WantedService["criticality"],
  { dependsOn = [], nodes = ["front", "rear"], replicas = 1, version = "1.0.0", config = {}, recovery }:
    Partial<Pick<WantedService, "dependsOn" | "nodes" | "replicas" | "version" | "config" | "recovery">>,
): WantedService {
  const wanted = { resource, criticality, dependsOn, nodes, replicas, version, config };
  return recovery === undefined ? wanted : { ...wanted, recovery };
}

/** Restarted as often as it goes down, without escalation: nothing but the damping protects it from itself. */
const RESTARTED_FOR_EVER: readonly RecoveryStrategy[] = (["CRASH", "CRASH_LOOP"] as const).map((issue) => ({
  issueType: `ISSUE_TYPE_${issue}`,
  maxRetryCount: 100,
  backoffDelayMs: 1,
  escalationThreshold: 100,
  actions: ["RECOVERY_ACTION_RESTART", "RECOVERY_ACTION_NOTIFY"],
}));

/** Twelve services in five layers; `diag/logger` and `diag/recorder` are bound to the rear node. */
export const SERVICES: readonly WantedService[] = [
  service("vehicle/can-bus", "D", { nodes: ["front"] }),
  service("vehicle/gateway", "D", { dependsOn: ["vehicle/can-bus"], nodes: ["front"] }),
  service("sensor/lidar", "B", { dependsOn: ["vehicle/gateway"], config: { rate_hz: "20" } }),
  service("sensor/camera", "B", { dependsOn: ["vehicle/gateway"], replicas: 2 }),
  service("sensor/radar", "B", { dependsOn: ["vehicle/gateway"], nodes: ["rear", "front"] }),
  service("drive/fusion", "C", { dependsOn: ["sensor/lidar", "sensor/camera", "sensor/radar"] }),
  service("drive/planner", "D", { dependsOn: ["drive/fusion"], config: { slow_start_ms: "1200" } }),
  service("cabin/hmi", "QM", {
    dependsOn: ["vehicle/gateway"],
    nodes: ["rear", "front"],
    config: { theme: "dark" },
  }),
  service("cabin/climate", "QM", { dependsOn: ["vehicle/can-bus"], nodes: ["rear", "front"] }),
  service("diag/logger", "QM", { nodes: ["rear"] }),
  service("diag/recorder", "QM", {
    dependsOn: ["diag/logger"],
    nodes: ["rear"],
    recovery: RESTARTED_FOR_EVER,
  }),
  service("diag/updater", "A", { dependsOn: ["vehicle/gateway"] }),
];

export class Fleet {
  readonly #wanted: Map<string, WantedService>;
  readonly #expectations = new Map<string, Expectation>();

  constructor(services: readonly WantedService[]) {
    this.#wanted = new Map(services.map((wanted) => [wanted.resource, wanted]));
  }

  get resources(): string[] {
    return [...this.#wanted.keys()];
  }

  wanted(resource: string): WantedService {
    const wanted = this.#wanted.get(resource);
    if (wanted === undefined) throw new Error(`the demo has no service ${resource}`);
    return wanted;
  }

  add(wanted: WantedService): void {
    this.#wanted.set(wanted.resource, wanted);
  }

  /** It is not wanted any more. */
  remove(resource: string): void {
    this.#wanted.delete(resource);
    this.#expectations.delete(resource);
  }

  /** What must run now. */
  expected(resource: string): ExpectedService {
    return { isOut: false, ...this.wanted(resource), ...this.#expectations.get(resource) };
  }

  /** Changes what is wanted; what was held back is so no longer. */
  want(resource: string, change: Partial<Omit<WantedService, "resource">>): WantedService {
    const wanted = { ...this.wanted(resource), ...change };
    this.#wanted.set(resource, wanted);
    this.#expectations.delete(resource);
    return wanted;
  }

  /** Says that something else than what is wanted must run; nothing = what is wanted. */
  expect(resource: string, expectation: Expectation): void {
    this.#expectations.set(resource, expectation);
  }
}

export function toSpec(wanted: WantedService): ServiceSpec {
  return {
    replicas: wanted.replicas,
    version: wanted.version,
    config: { ...wanted.config },
    dependencies: wanted.dependsOn.map((resource) => ({
      resourceId: toId(resource),
      condition: "DEPENDENCY_CONDITION_RUNNING",
    })),
    state: "SERVICE_STATE_TYPE_RUNNING",
    criticality: `CRITICALITY_${wanted.criticality}`,
    nodes: [...wanted.nodes],
    recovery: [...wanted.recovery ?? []],
  };
}

export function toId(resource: string): { namespace: string; name: string } {
  const [namespace = "", name = ""] = resource.split("/");
  return { namespace, name };
}
