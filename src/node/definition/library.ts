/**
 * The workload definitions of a node: one file a service, `<directory>/<namespace>/<name>.yaml`.
 *
 * I1  A file is read again when it has changed; what is asked for is never older than the file.
 * I2  A file that is wrong is no definition: nothing of it is used, and its problems are told.
 */
import { join } from "node:path";
import { messageOf } from "../../kit/errors.ts";
import type { YamlProblem } from "../../platform/config/yaml_reader.ts";
import { type ResourceId, splitResourceId } from "../../state/resource_id.ts";
import { readDefinition } from "./read.ts";
import type { Definition } from "./workload.ts";

export type FoundDefinition =
  | { readonly kind: "found"; readonly definition: Definition }
  | { readonly kind: "missing"; readonly path: string }
  /** `problem`: all that is wrong, a line each, with file and line. */
  | { readonly kind: "wrong"; readonly path: string; readonly problem: string };

interface Cached {
  /** Of the file's identity, size and time. */
  readonly stamp: string;
  readonly found: FoundDefinition;
}

/** Largest definition, bytes. */
const MAX_SIZE_BYTES = 1_048_576;

export class DefinitionLibrary {
  readonly directory: string;
  readonly #cache = new Map<ResourceId, Cached>();

  constructor(directory: string) {
    this.directory = directory;
  }

  pathOf(id: ResourceId): string {
    const { namespace, name } = splitResourceId(id);
    return join(this.directory, namespace, `${name}.yaml`);
  }

  /** The definition as its file says it now (I1). */
  find(id: ResourceId): FoundDefinition {
    const path = this.pathOf(id);
    const stamp = stampOf(path);
    const cached = this.#cache.get(id);
    if (cached?.stamp === stamp) return cached.found;
    const found = load(path, id);
    this.#cache.set(id, { stamp, found });
    return found;
  }

  /** Whether the file has changed since it was last asked for. */
  hasChanged(id: ResourceId): boolean {
    const cached = this.#cache.get(id);
    return cached !== undefined && cached.stamp !== stampOf(this.pathOf(id));
  }

  forget(id: ResourceId): void {
    this.#cache.delete(id);
  }
}

function load(path: string, id: ResourceId): FoundDefinition {
  let text: string;
  try {
    const { size } = Deno.statSync(path);
    if (size > MAX_SIZE_BYTES) {
      return { kind: "wrong", path, problem: `${path}: ${size} bytes are too much; accepted: 1 MiB` };
    }
    text = Deno.readTextFileSync(path);
  } catch (error) {
    return isMissing(error)
      ? { kind: "missing", path }
      : { kind: "wrong", path, problem: `${path}: cannot be read: ${messageOf(error)}` };
  }
  const read = readDefinition(text, id);
  if (read.ok) return { kind: "found", definition: read.definition };
  return { kind: "wrong", path, problem: describeProblems(path, read.problems) };
}

/** A line for each problem: file, line, column, key and what is wrong. */
export function describeProblems(path: string, problems: readonly YamlProblem[]): string {
  return problems.map(({ line, column, key, problem }) =>
    `${path}:${line}:${column}: ${key === "" ? "" : `${key}: `}${problem}`
  ).join("\n");
}

function stampOf(path: string): string {
  try {
    const { ino, size, mtime } = Deno.statSync(path);
    return `${ino} ${size} ${mtime?.getTime()}`;
  } catch (error) {
    return isMissing(error) ? "missing" : messageOf(error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
}
