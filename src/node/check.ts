/** `node check`: the workload definitions of a node, judged before anything is started from them. */
import { join } from "node:path";
import { messageOf } from "../kit/errors.ts";
import { parseName, type ResourceId, resourceId } from "../state/resource_id.ts";
import { describeProblems } from "./definition/library.ts";
import { literalOf, neededKeys } from "./definition/placeholders.ts";
import { readDefinition } from "./definition/read.ts";
import type { Definition } from "./definition/workload.ts";
import { programProblem } from "./process/program.ts";

export interface DefinitionVerdict {
  readonly isValid: boolean;
  /** Lines for people. */
  readonly lines: readonly string[];
}

/** Checks the definitions of a directory, or single files, whose last two parts name the service. Never throws. */
export function checkDefinitions(
  directory: string,
  { files, drivers }: { readonly files: readonly string[]; readonly drivers: readonly string[] },
): DefinitionVerdict {
  const found = files.length > 0 ? { paths: files, lines: [] } : pathsIn(directory);
  const verdicts = found.paths.map((path) => checkFile(path, drivers));
  const isValid = found.lines.length === 0 && verdicts.every((verdict) => verdict.isValid);
  const lines = [...found.lines, ...verdicts.flatMap((verdict) => verdict.lines)];
  if (lines.length > 0) return { isValid, lines };
  return { isValid: true, lines: [`There are no definitions in ${directory}`] };
}

function checkFile(path: string, drivers: readonly string[]): DefinitionVerdict {
  const id = idOf(path);
  if (id === undefined) {
    return wrong(`${path}: the path does not name a service; accepted: <namespace>/<name>.yaml`);
  }
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    return wrong(`${path}: cannot be read: ${messageOf(error)}`);
  }
  const read = readDefinition(text, id);
  if (!read.ok) return wrong(...describeProblems(path, read.problems).split("\n"));
  const { definition } = read;
  const problems = problemsHere(definition, drivers).map((problem) => `${path}: ${problem}`);
  if (problems.length > 0) return wrong(...problems);
  const keys = [...new Set(textsOf(definition).flatMap(neededKeys))];
  const needs = keys.length === 0 ? "" : `; needs the configuration ${keys.sort().join(", ")}`;
  return { isValid: true, lines: [`valid: ${id} (${definition.runtime.kind})${needs}`] };
}

/** What is wrong on this machine with a definition that is right by itself. */
function problemsHere({ runtime }: Definition, drivers: readonly string[]): readonly string[] {
  if (!drivers.includes(runtime.kind)) {
    return [`runtime.${runtime.kind}: node.drivers has only ${drivers.join(", ") || "nothing"}`];
  }
  if (runtime.kind !== "process") return [];
  const program = literalOf(runtime.command[0] ?? "");
  const problem = program === undefined ? undefined : programProblem(program);
  return problem === undefined || problem.ok ? [] : [`runtime.process.command: ${problem.failure.message}`];
}

/** Every text in which a placeholder may stand. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

function idOf(path: string): ResourceId | undefined {
  const [, namespace = "", name = ""] = /([^/]+)\/([^/]+)\.yaml$/.exec(path) ?? [];
  try {
    return resourceId(parseName(namespace, "namespace"), parseName(name, "name"));
  } catch {
    return undefined;
  }
}

/** Definitions of a directory in order of their names, and what else is in it and never read. */
function pathsIn(
  directory: string,
): { readonly paths: readonly string[]; readonly lines: readonly string[] } {
  const paths: string[] = [];
  const lines: string[] = [];
  try {
    for (const namespace of sorted(directory)) {
      if (!namespace.isDirectory) continue;
      for (const { name } of sorted(join(directory, namespace.name))) {
        const path = join(directory, namespace.name, name);
        if (name.endsWith(".yaml")) paths.push(path);
        else if (name.endsWith(".yml")) lines.push(`${path}: is never read; accepted: <name>.yaml`);
      }
    }
  } catch (error) {
    lines.push(`${directory}: cannot be read: ${messageOf(error)}; node.workloads names another directory`);
  }
  return { paths, lines };
}

function sorted(directory: string): readonly Deno.DirEntry[] {
  return [...Deno.readDirSync(directory)].sort((left, right) => left.name < right.name ? -1 : 1);
}

function wrong(...lines: readonly string[]): DefinitionVerdict {
  return { isValid: false, lines };
}
