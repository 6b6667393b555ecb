/** The services of the demo of a runtime, and what must run of each at any moment: the yardstick for everything that is checked. */
import { DEFAULT_SPEC, type ServiceSpec } from "../../../src/state/model.ts";
import type { RecoveryStrategy } from "../../../src/state/issue.ts";
import { parseResourceId } from "../../../src/state/resource_id.ts";

/** The main process of an instance, as /proc shows it. */
export interface RunningInstance {
  readonly pid: number;
  readonly replica: string;
  readonly version: string;
  /** `config.mode` that it was started with. */
  readonly mode: string;
  readonly isHeld: boolean;
}

/** Small enough that one who takes it all is ended soon; a runtime needs some of it for itself when it starts a container. */
export const MEMORY_BYTES = 64n * 1024n * 1024n;

export const GATEWAY = "vehicle/gateway";
export const LIDAR = "sensor/lidar";
export const CAMERA = "sensor/camera";
export const HMI = "cabin/hmi";
export const LOGGER = "diag/logger";

/** It is broken again and again, faster than any fault would come: that is no reason to give it up. */
const RESTARTED_FOR_EVER: RecoveryStrategy = {
  maxRetryCount: 100,
  backoffDelayMs: 50,
  escalationThreshold: 100,
  actions: ["Restart", "Notify"],
};

const SERVICES: Readonly<Record<string, Partial<ServiceSpec>>> = {
  [GATEWAY]: { criticality: "D" },
  [LIDAR]: {
    criticality: "B",
    replicas: 2,
    recovery: {
      Crash: RESTARTED_FOR_EVER,
      CrashLoop: RESTARTED_FOR_EVER,
      Unresponsive: RESTARTED_FOR_EVER,
      StartFailure: RESTARTED_FOR_EVER,
    },
    dependencies: [{ resourceId: parseResourceId(GATEWAY), condition: "Running" }],
  },
  [CAMERA]: { criticality: "B", resources: { cpuMillis: 0, memoryBytes: MEMORY_BYTES } },
  [HMI]: { config: { mode: "plain" } },
  [LOGGER]: {},
};

/** Versions that exist, and one that ends as soon as it is started. */
export const VERSIONS = ["1", "2", "3-crash"] as const;
/** There is no image and no unit of it. */
export const MISSING_VERSION = "9";

interface Expected {
  readonly version?: string;
  readonly mode?: string;
}

export class Wanted {
  readonly #specs = new Map<string, ServiceSpec>(
    Object.entries(SERVICES).map(([name, spec]) => [name, { ...DEFAULT_SPEC, version: "1", ...spec }]),
  );
  /** What recovery holds back. */
  readonly #expected = new Map<string, Expected>();

  get resources(): readonly string[] {
    return [...this.#specs.keys()];
  }

  spec(resource: string): ServiceSpec {
    const spec = this.#specs.get(resource);
    if (spec === undefined) throw new Error(`the demo has no service ${resource}`);
    return spec;
  }

  want(resource: string, change: Partial<ServiceSpec>): ServiceSpec {
    const spec = { ...this.spec(resource), ...change };
    this.#specs.set(resource, spec);
    this.#expected.delete(resource);
    return spec;
  }

  /** Says that something else than what is wanted must run, until the next `want`. */
  expect(resource: string, expected: Expected): void {
    this.#expected.set(resource, expected);
  }

  faultsOf(resource: string, instances: readonly RunningInstance[]): readonly string[] {
    const { replicas, version, config } = this.spec(resource);
    const expected = { version, mode: config["mode"] ?? "plain", ...this.#expected.get(resource) };
    const faults: string[] = [];
    if (instances.length !== replicas) {
      faults.push(`${instances.length} processes live, ${replicas} are wanted`);
    }
    for (const { pid, isHeld, ...seen } of instances) {
      if (isHeld) faults.push(`process ${pid} is held`);
      if (seen.version !== expected.version) {
        faults.push(`process ${pid} has version ${seen.version}, not ${expected.version}`);
      }
      if (seen.mode !== expected.mode) {
        faults.push(`process ${pid} has mode ${seen.mode}, not ${expected.mode}`);
      }
    }
    return faults.map((fault) => `${resource}: ${fault}`);
  }
}
