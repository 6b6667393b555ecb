/**
 * The services of the demo's car, and what is wanted of each at any moment: the yardstick for everything that is checked.
 *
 * Desired and expected state differ while a version or a configuration is overridden: then the State Manager keeps the last good one
 * in force, and that is what must run.
 */
import type { IssueType, RecoveryStrategy } from "../../src/state/issue.ts";
import { type Criticality, DEFAULT_SPEC, type ServiceSpec } from "../../src/state/model.ts";
import { parseResourceId } from "../../src/state/resource_id.ts";

export interface WantedService {
  /** `namespace/name` */
  readonly resource: string;
  readonly spec: ServiceSpec;
}

/** What must really run: what is wanted, except for what is overridden. */
export interface ExpectedService extends Pick<ServiceSpec, "replicas" | "version" | "config" | "nodes"> {
  /** Its node is away and it may run nowhere else: it cannot run now. */
  readonly isOut: boolean;
}

type Expectation = Partial<Pick<ExpectedService, "version" | "config" | "isOut">>;

/** The third one has nothing to do until the storm. */
export const STORM_NODE = "trunk";
export const NODES = ["front", "rear", STORM_NODE] as const;

export function service(
  resource: string,
  criticality: Criticality,
  { dependsOn = [], ...spec }: Partial<ServiceSpec> & { readonly dependsOn?: readonly string[] } = {},
): WantedService {
  const dependencies = dependsOn.map((on) => ({
    resourceId: parseResourceId(on),
    condition: "Running" as const,
  }));
  const plain = { version: "1.0.0", nodes: ["front", "rear"], criticality, dependencies };
  return { resource, spec: { ...DEFAULT_SPEC, ...plain, ...spec } };
}

/** Restarted as often as it goes down, without escalation: nothing but the damping protects it from itself. */
const RESTARTED_FOR_EVER: RecoveryStrategy = {
  maxRetryCount: 100,
  backoffDelayMs: 1,
  escalationThreshold: 100,
  actions: ["Restart", "Notify"],
};

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
    recovery: strategies(RESTARTED_FOR_EVER, "Crash", "CrashLoop"),
  }),
  service("diag/updater", "A", { dependsOn: ["vehicle/gateway"] }),
];

/** The same strategy for each of these issues. */
export function strategies(
  strategy: RecoveryStrategy,
  ...issues: readonly IssueType[]
): ServiceSpec["recovery"] {
  return Object.fromEntries(issues.map((issue) => [issue, strategy]));
}

export class Fleet {
  readonly #wanted: Map<string, ServiceSpec>;
  readonly #expectations = new Map<string, Expectation>();

  constructor(services: readonly WantedService[]) {
    this.#wanted = new Map(services.map(({ resource, spec }) => [resource, spec]));
  }

  get resources(): string[] {
    return [...this.#wanted.keys()];
  }

  wanted(resource: string): ServiceSpec {
    const wanted = this.#wanted.get(resource);
    if (wanted === undefined) throw new Error(`the demo has no service ${resource}`);
    return wanted;
  }

  add({ resource, spec }: WantedService): void {
    this.#wanted.set(resource, spec);
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

  /** Changes what is wanted; what was overridden is so no longer. */
  want(resource: string, change: Partial<ServiceSpec>): ServiceSpec {
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
