/** Fills a definition in for one replica: what a driver is given. */
import { assertNever } from "../../kit/errors.ts";
import { fillText, type Values } from "./placeholders.ts";
import type {
  CommandHealth,
  ConfigFile,
  ContainerRuntime,
  Definition,
  JsonValue,
  PodRuntime,
  ProcessRuntime,
  Runtime,
  UnitRuntime,
} from "./workload.ts";

export type FilledDefinition =
  | { readonly ok: true; readonly runtime: Runtime; readonly configFile?: ConfigFile }
  /** A sentence for each placeholder that cannot be filled in, with the key that it stands in. */
  | { readonly ok: false; readonly problems: readonly string[] };

/** Fills in every text of the definition. */
export function fillDefinition(definition: Definition, values: Values): FilledDefinition {
  const filler = new Filler(values);
  const { runtime: template, configFile: file } = definition;
  const runtime = fillRuntime(template, filler);
  const configFile = file && { ...file, path: filler.path(file.path, "config_file.path") };
  if (filler.problems.length > 0) return { ok: false, problems: [...new Set(filler.problems)] };
  return { ok: true, runtime, ...(configFile && { configFile }) };
}

function fillRuntime(runtime: Runtime, filler: Filler): Runtime {
  switch (runtime.kind) {
    case "process":
      return fillProcess(runtime, filler);
    case "container":
      return fillContainer(runtime, filler);
    case "unit":
      return fillUnit(runtime, filler);
    case "pod":
      return fillPod(runtime, filler);
    default:
      return assertNever(runtime);
  }
}

function fillProcess(runtime: ProcessRuntime, filler: Filler): ProcessRuntime {
  const { health } = runtime;
  const [program = "", ...rest] = runtime.command;
  return {
    ...runtime,
    command: [filler.path(program, "command[0]"), ...filler.texts(rest, "command", 1)],
    environment: filler.map(runtime.environment, "environment"),
    workingDirectory: filler.path(runtime.workingDirectory, "working_directory"),
    health: health.kind === "heartbeat"
      ? { ...health, file: filler.path(health.file, "health.heartbeat_file") }
      : health.kind === "command"
      ? { ...health, ...fillHealth(health, filler) }
      : health,
  };
}

function fillContainer(runtime: ContainerRuntime, filler: Filler): ContainerRuntime {
  const { health, ...rest } = runtime;
  return {
    ...rest,
    image: filler.text(runtime.image, "image"),
    entrypoint: filler.texts(runtime.entrypoint, "entrypoint"),
    command: filler.texts(runtime.command, "command"),
    environment: filler.map(runtime.environment, "environment"),
    workingDirectory: filler.path(runtime.workingDirectory, "working_directory"),
    user: filler.text(runtime.user, "user"),
    mounts: runtime.mounts.map((mount, at) => ({
      ...mount,
      source: filler.path(mount.source, `mounts[${at}].source`),
      target: filler.path(mount.target, `mounts[${at}].target`),
    })),
    devices: runtime.devices.map((device, at) => ({
      ...device,
      source: filler.path(device.source, `devices[${at}].source`),
      target: filler.path(device.target, `devices[${at}].target`),
    })),
    network: filler.text(runtime.network, "network"),
    ...(health && { health: fillHealth(health, filler) }),
  };
}

function fillHealth(health: CommandHealth, filler: Filler): CommandHealth {
  const [program = "", ...rest] = health.command;
  return {
    ...health,
    command: [filler.path(program, "health.command[0]"), ...filler.texts(rest, "health.command", 1)],
  };
}

function fillUnit(runtime: UnitRuntime, filler: Filler): UnitRuntime {
  return { ...runtime, name: filler.path(runtime.name, "name") };
}

function fillPod(runtime: PodRuntime, filler: Filler): PodRuntime {
  return {
    ...runtime,
    manifest: filler.object(runtime.manifest, "manifest"),
    network: filler.text(runtime.network, "network"),
  };
}

class Filler {
  readonly problems: string[] = [];
  readonly #values: Values;

  constructor(values: Values) {
    this.#values = values;
  }

  text(text: string, key: string): string {
    return this.#fill(text, key, false);
  }

  path(text: string, key: string): string {
    return this.#fill(text, key, true);
  }

  /** `from` = number of the first one, for messages. */
  texts(texts: readonly string[], key: string, from = 0): readonly string[] {
    return texts.map((text, at) => this.text(text, `${key}[${from + at}]`));
  }

  map(map: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
      Object.entries(map).map(([name, text]) => [name, this.text(text, `${key}.${name}`)]),
    );
  }

  object(
    value: { readonly [key: string]: JsonValue },
    key: string,
  ): { readonly [key: string]: JsonValue } {
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, this.json(item, `${key}.${name}`)]),
    );
  }

  json(value: JsonValue, key: string): JsonValue {
    if (typeof value === "string") return this.text(value, key);
    if (isJsonList(value)) return value.map((item, at) => this.json(item, `${key}[${at}]`));
    if (typeof value === "object" && value !== null) return this.object(value, key);
    return value;
  }

  #fill(text: string, key: string, isPath: boolean): string {
    const filled = fillText(text, this.#values, { isPath });
    if (filled.ok) return filled.text;
    this.problems.push(`${key}: ${filled.problem}`);
    return "";
  }
}

function isJsonList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
