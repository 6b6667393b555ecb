/**
 * What the node's container runtime would keep: which replicas a node has, in files.
 *
 *     DIR/nodes/NODE/down                                the node is away
 *     DIR/nodes/NODE/changes                             grows with each change of any record below
 *     DIR/nodes/NODE/services/NAMESPACE/NAME/replicas.json   the records, replaced as a whole
 *     DIR/nodes/NODE/services/NAMESPACE/NAME/R.ID/       working directory of one instance of replica R
 *
 * The ActionController alone writes records; a NodeAgent reads them, and the rest from the processes. In an instance folder
 * the process writes `config`, `version` and `heartbeat` itself.
 *
 * I1: a reader sees the old records or the new ones, never a part (write beside, then rename).
 */
import type { ProcessId } from "./process_table.ts";

export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/** What is going on with a replica: nothing, its replacement, or its end. */
export type ReplicaPhase = "up" | "restarting" | "stopping";

export interface ReplicaRecord extends ProcessId {
  readonly replica: number;
  /** Folder name of the instance, `replica.unique`. */
  readonly instance: string;
  readonly phase: ReplicaPhase;
  /** What it was started with. */
  readonly version: string;
  readonly config: Readonly<Record<string, string>>;
}

export function formatName({ namespace, name }: ServiceName): string {
  return `${namespace}/${name}`;
}

export class NodeStore {
  readonly dir: string;
  readonly node: string;
  readonly #root: string;

  constructor(vehicleDir: string, node: string) {
    this.dir = vehicleDir;
    this.node = node;
    this.#root = `${vehicleDir}/nodes/${node}`;
  }

  create(): void {
    Deno.mkdirSync(`${this.#root}/services`, { recursive: true });
    Deno.writeTextFileSync(`${this.#root}/changes`, "", { append: true });
  }

  exists(): boolean {
    return statOf(this.#root) !== undefined;
  }

  isDown(): boolean {
    return statOf(`${this.#root}/down`) !== undefined;
  }

  setDown(isDown: boolean): void {
    if (isDown) Deno.writeTextFileSync(`${this.#root}/down`, "");
    else removeIfThere(`${this.#root}/down`);
  }

  /** What a reboot does to a runtime's volatile records. */
  forgetAll(): void {
    removeIfThere(`${this.#root}/services`);
    this.create();
    this.#markChanged();
  }

  /** Grows when any record changed; one cheap call. */
  changeCount(): number {
    return statOf(`${this.#root}/changes`)?.size ?? 0;
  }

  services(): ServiceName[] {
    const services: ServiceName[] = [];
    for (const namespace of namesIn(`${this.#root}/services`)) {
      for (const name of namesIn(`${this.#root}/services/${namespace}`)) services.push({ namespace, name });
    }
    return services;
  }

  records(id: ServiceName): readonly ReplicaRecord[] {
    const text = readIfThere(`${this.#serviceDir(id)}/replicas.json`);
    // Written by this class only.
    return text === undefined ? [] : JSON.parse(text) as ReplicaRecord[];
  }

  writeRecords(id: ServiceName, records: readonly ReplicaRecord[]): void {
    const dir = this.#serviceDir(id);
    if (records.length === 0) {
      removeIfThere(dir);
      removeIfEmpty(`${this.#root}/services/${id.namespace}`);
    } else {
      Deno.mkdirSync(dir, { recursive: true });
      Deno.writeTextFileSync(`${dir}/replicas.json.new`, JSON.stringify(records));
      Deno.renameSync(`${dir}/replicas.json.new`, `${dir}/replicas.json`);
    }
    this.#markChanged();
  }

  /** Makes the working directory of a new instance and returns its name. */
  createInstance(id: ServiceName, replica: number, config: Readonly<Record<string, string>>): string {
    const dir = this.#serviceDir(id);
    // Never a name that was used before: what an older process of this replica left or still writes is not mistaken for ours.
    const instance = `${replica}.${crypto.randomUUID().slice(0, 8)}`;
    Deno.mkdirSync(`${dir}/${instance}`, { recursive: true });
    Deno.writeTextFileSync(`${dir}/${instance}/config.in`, encodeConfig(config));
    return instance;
  }

  removeInstance(id: ServiceName, instance: string): void {
    removeIfThere(this.instanceDir(id, instance));
  }

  instanceDir(id: ServiceName, instance: string): string {
    return `${this.#serviceDir(id)}/${instance}`;
  }

  readInstanceFile(id: ServiceName, instance: string, file: string): string | undefined {
    return readIfThere(`${this.instanceDir(id, instance)}/${file}`);
  }

  #serviceDir({ namespace, name }: ServiceName): string {
    return `${this.#root}/services/${namespace}/${name}`;
  }

  #markChanged(): void {
    Deno.writeTextFileSync(`${this.#root}/changes`, ".", { append: true });
  }
}

/** One line a key: key and value percent-encoded, so that a shell can read it line by line. */
export function encodeConfig(config: Readonly<Record<string, string>>): string {
  return Object.entries(config)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}\n`)
    .join("");
}

export function decodeConfig(text: string): Record<string, string> {
  const config: Record<string, string> = {};
  for (const line of text.split("\n")) {
    const at = line.indexOf("=");
    if (at > 0) config[decodeURIComponent(line.slice(0, at))] = decodeURIComponent(line.slice(at + 1));
  }
  return config;
}

export function statOf(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

function removeIfEmpty(path: string): void {
  if (statOf(path) !== undefined && namesIn(path).length === 0) removeIfThere(path);
}

function namesIn(path: string): string[] {
  try {
    return [...Deno.readDirSync(path)].filter((entry) => entry.isDirectory).map((entry) => entry.name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}
