/** What the runtime is asked to make of a workload: the body of `POST /containers/create`. */
import type { ResourceRequirements } from "../../state/model.ts";
import type { ContainerRuntime, JsonValue, Workload } from "../definition/workload.ts";

const NANOS_PER_MILLI_CPU = 1_000_000;

export interface CreateOptions {
  readonly workload: Workload;
  readonly runtime: ContainerRuntime;
  readonly resources: ResourceRequirements;
  readonly labels: Readonly<Record<string, string>>;
}

/** The runtime's own supervision is off: no restart policy, no health check of its own. */
export function createBody({ workload, runtime, resources, labels }: CreateOptions): JsonValue {
  return {
    Image: runtime.image,
    Env: Object.entries(runtime.environment).map(([name, value]) => `${name}=${value}`),
    Labels: { ...labels },
    Healthcheck: { Test: ["NONE"] },
    StopSignal: runtime.stop.signal,
    ...(runtime.entrypoint.length === 0 ? {} : { Entrypoint: runtime.entrypoint }),
    ...(runtime.command.length === 0 ? {} : { Cmd: runtime.command }),
    ...(runtime.workingDirectory === "" ? {} : { WorkingDir: runtime.workingDirectory }),
    ...(runtime.user === "" ? {} : { User: runtime.user }),
    ExposedPorts: Object.fromEntries(runtime.ports.map((port) => [portKey(port), {}])),
    HostConfig: hostConfig(workload, runtime, resources),
  };
}

function hostConfig(
  { configFile }: Workload,
  runtime: ContainerRuntime,
  { cpuMillis, memoryBytes }: ResourceRequirements,
): { readonly [key: string]: JsonValue } {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const port of runtime.ports) {
    const binding = { HostIp: port.address, HostPort: port.host === 0 ? "" : String(port.host) };
    (bindings[portKey(port)] ??= []).push(binding);
  }
  return {
    RestartPolicy: { Name: "no" },
    Mounts: mountsOf(runtime, configFile),
    Devices: runtime.devices.map(({ source, target, access }) => ({
      PathOnHost: source,
      PathInContainer: target,
      CgroupPermissions: access,
    })),
    PortBindings: bindings,
    CapAdd: runtime.addCapabilities,
    CapDrop: runtime.dropCapabilities,
    ReadonlyRootfs: runtime.isReadOnly,
    Privileged: runtime.isPrivileged,
    ...(runtime.network === "" ? {} : { NetworkMode: runtime.network }),
    ...(memoryBytes === 0n ? {} : { Memory: Number(memoryBytes), MemorySwap: Number(memoryBytes) }),
    ...(cpuMillis === 0 ? {} : { NanoCpus: cpuMillis * NANOS_PER_MILLI_CPU }),
  };
}

function mountsOf(runtime: ContainerRuntime, configFile: Workload["configFile"]): readonly JsonValue[] {
  const mounts: JsonValue[] = runtime.mounts.map(({ kind, source, target, isReadOnly }) => ({
    Type: kind,
    ...(kind === "tmpfs" ? {} : { Source: source }),
    Target: target,
    ReadOnly: isReadOnly,
  }));
  if (configFile === undefined) return mounts;
  return [...mounts, { Type: "bind", Source: configFile.hostPath, Target: configFile.path, ReadOnly: true }];
}

function portKey({ container, protocol }: { readonly container: number; readonly protocol: string }): string {
  return `${container}/${protocol}`;
}
