/** Reads `runtime.container`, `runtime.unit` and `runtime.pod` of a definition. */
import { boolean, integer, oneOf, text } from "../../platform/config/kinds.ts";
import type { Place } from "../../platform/config/yaml_reader.ts";
import { podProblems } from "./pod_problems.ts";
import { DEFAULT_STOP, type DefinitionReader, healthDraft } from "./reader.ts";
import {
  type CommandHealth,
  type ContainerRuntime,
  type Device,
  type Mount,
  MOUNT_KINDS,
  type PodRuntime,
  type PortMapping,
  PULL_POLICIES,
  type UnitRuntime,
} from "./workload.ts";

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const YES_OR_NO = boolean();
const MOUNT_KIND = oneOf(MOUNT_KINDS);
const PULL = oneOf(PULL_POLICIES);
const PROTOCOL = oneOf(["tcp", "udp"]);
const PORT = integer({ min: 1, max: 65_535 });
const HOST_PORT = integer({ min: 0, max: 65_535 });
const CAPABILITY = text({
  type: "capability",
  accepted: "for example NET_ADMIN, or ALL",
  isAccepted: (name) => /^[A-Z_]{2,40}$/.test(name),
});
const ACCESS = text({
  type: "access",
  accepted: "of the letters r, w and m",
  isAccepted: (letters) => /^r?w?m?$/.test(letters) && letters !== "",
});
const UNIT = /^[A-Za-z0-9:_.@${}\\-]{1,255}\.(service|target|scope)$/;

export function readContainer(reader: DefinitionReader, place: Place): ContainerRuntime | undefined {
  const { yaml } = reader;
  const runtime: Writable<ContainerRuntime> = {
    kind: "container",
    image: "",
    pull: "missing",
    entrypoint: [],
    command: [],
    environment: {},
    workingDirectory: "",
    user: "",
    mounts: [],
    devices: [],
    ports: [],
    network: "",
    addCapabilities: [],
    dropCapabilities: [],
    isReadOnly: false,
    isPrivileged: false,
    stop: DEFAULT_STOP,
  };
  const isGroup = yaml.fields(place, {
    image: (at) => runtime.image = reader.text(at) ?? "-",
    pull: (at) => runtime.pull = yaml.value(at, PULL) ?? runtime.pull,
    entrypoint: (at) => runtime.entrypoint = reader.texts(at),
    command: (at) => runtime.command = reader.texts(at),
    environment: (at) => runtime.environment = reader.environment(at),
    working_directory: (at) => {
      runtime.workingDirectory = reader.path(at, { isRelativeAllowed: false }) ?? "";
    },
    user: (at) => runtime.user = reader.text(at) ?? "",
    mounts: (at) => runtime.mounts = reader.list(at, (item) => readMount(reader, item)),
    devices: (at) => runtime.devices = reader.list(at, (item) => readDevice(reader, item)),
    ports: (at) => runtime.ports = reader.list(at, (item) => readPort(reader, item)),
    network: (at) => runtime.network = reader.text(at) ?? "",
    add_capabilities: (at) => runtime.addCapabilities = reader.values(at, CAPABILITY),
    drop_capabilities: (at) => runtime.dropCapabilities = reader.values(at, CAPABILITY),
    read_only: (at) => runtime.isReadOnly = yaml.value(at, YES_OR_NO) ?? false,
    privileged: (at) => runtime.isPrivileged = yaml.value(at, YES_OR_NO) ?? false,
    health: (at) => {
      const health = readHealth(reader, at);
      if (health !== undefined) runtime.health = health;
    },
    stop: (at) => runtime.stop = reader.stop(at),
  });
  if (!isGroup) return undefined;
  if (runtime.image === "") {
    yaml.report(place, "image is missing; accepted: for example example.com/lidar:${version}");
  }
  return runtime;
}

function readHealth(reader: DefinitionReader, place: Place): CommandHealth | undefined {
  const health = healthDraft();
  const known = reader.yaml.problems.length;
  const isGroup = reader.yaml.fields(place, reader.healthFields(health, { isProgramAbsolute: false }));
  if (isGroup && health.command.length === 0 && reader.yaml.problems.length === known) {
    reader.yaml.report(place, "command is missing; accepted: the program and its arguments");
  }
  return isGroup ? health : undefined;
}

function readMount(reader: DefinitionReader, place: Place): Mount | undefined {
  const { yaml } = reader;
  const mount: Writable<Mount> = { kind: "bind", source: "", target: "", isReadOnly: false };
  const known = yaml.problems.length;
  yaml.fields(place, {
    kind: (at) => mount.kind = yaml.value(at, MOUNT_KIND) ?? mount.kind,
    source: (at) => mount.source = reader.text(at) ?? "",
    target: (at) => mount.target = reader.path(at, { isRelativeAllowed: false }) ?? "",
    read_only: (at) => mount.isReadOnly = yaml.value(at, YES_OR_NO) ?? false,
  });
  if (yaml.problems.length > known) return undefined;
  const isSourceRight = mount.kind === "tmpfs"
    ? mount.source === ""
    : mount.kind === "bind"
    ? mount.source.startsWith("/") || mount.source.startsWith("${directory}")
    : /^[A-Za-z0-9$]/.test(mount.source);
  if (mount.target === "") yaml.report(place, "target is missing; accepted: an absolute path");
  else if (!isSourceRight) {
    yaml.report(place, "source; accepted: an absolute path for bind, a name for volume, nothing for tmpfs");
  }
  return mount;
}

function readDevice(reader: DefinitionReader, place: Place): Device | undefined {
  const device: Writable<Device> = { source: "", target: "", access: "rwm" };
  const known = reader.yaml.problems.length;
  reader.yaml.fields(place, {
    source: (at) => device.source = reader.path(at, { isRelativeAllowed: false }) ?? "",
    target: (at) => device.target = reader.path(at, { isRelativeAllowed: false }) ?? "",
    access: (at) => device.access = reader.yaml.value(at, ACCESS) ?? device.access,
  });
  if (reader.yaml.problems.length > known) return undefined;
  if (device.source === "") reader.yaml.report(place, "source is missing; accepted: an absolute path");
  return { ...device, target: device.target === "" ? device.source : device.target };
}

function readPort(reader: DefinitionReader, place: Place): PortMapping | undefined {
  const { yaml } = reader;
  const port: Writable<PortMapping> = { container: 0, host: 0, address: "", protocol: "tcp" };
  const known = yaml.problems.length;
  yaml.fields(place, {
    container: (at) => port.container = yaml.value(at, PORT) ?? 0,
    host: (at) => port.host = yaml.value(at, HOST_PORT) ?? 0,
    address: (at) => port.address = yaml.text(at) ?? "",
    protocol: (at) => port.protocol = yaml.value(at, PROTOCOL) ?? port.protocol,
  });
  if (yaml.problems.length > known) return undefined;
  if (port.container === 0) yaml.report(place, "container is missing; accepted: 1 to 65,535");
  return port;
}

export function readUnit(reader: DefinitionReader, place: Place): UnitRuntime | undefined {
  let name: string | undefined;
  const known = reader.yaml.problems.length;
  const isGroup = reader.yaml.fields(place, {
    name: (at) => {
      const given = reader.text(at);
      if (given === undefined) return;
      if (UNIT.test(given)) name = given;
      else {
        reader.yaml.report(
          at,
          `${
            JSON.stringify(given)
          } is no unit; accepted: for example lidar.service or lidar@\${replica}.service`,
        );
      }
    },
  });
  if (isGroup && name === undefined && reader.yaml.problems.length === known) {
    reader.yaml.report(place, "name is missing; accepted: for example lidar.service");
  }
  return name === undefined ? undefined : { kind: "unit", name };
}

export function readPod(reader: DefinitionReader, place: Place): PodRuntime | undefined {
  const runtime: Writable<PodRuntime> = { kind: "pod", manifest: {}, network: "", stop: DEFAULT_STOP };
  let isGiven = false;
  const isGroup = reader.yaml.fields(place, {
    manifest: (at) => {
      isGiven = true;
      runtime.manifest = reader.tree(at) ?? {};
      if (Object.keys(runtime.manifest).length === 0) return;
      for (const problem of podProblems(runtime.manifest)) reader.yaml.report(at, problem);
    },
    network: (at) => runtime.network = reader.text(at) ?? "",
    stop: (at) => runtime.stop = reader.stop(at),
  });
  if (!isGroup) return undefined;
  if (!isGiven) reader.yaml.report(place, "manifest is missing; accepted: a Kubernetes Pod");
  return runtime;
}
