/** Reads the manifests of the files that a command is given with -f. */
import type { ResourceId } from "../../state/resource_id.ts";
import { DEFAULT_NAMESPACE } from "../command_table.ts";
import { namespaceOf, textOptions } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { usage } from "../errors.ts";
import { readInput } from "../input.ts";
import { type Manifest, parseManifests } from "./manifest.ts";

/** Every manifest of every file. Throws when anything in any of them is wrong, after reporting all of it. */
export async function readManifests(
  { io, args }: CommandContext,
  command: { readonly name: string; readonly done: string },
): Promise<readonly Manifest[]> {
  const files = textOptions(args, "filename");
  if (files.length === 0) {
    const hint = `statemanagerd ${command.name} -f FILE, or -f - for standard input.`;
    throw usage(`${command.name} needs a file`, hint);
  }
  if (files.filter((file) => file === "-").length > 1) throw usage("-f - is given twice");
  const namespace = namespaceOf(args) ?? DEFAULT_NAMESPACE;
  const manifests = new Map<ResourceId, Manifest>();
  let problems = 0;
  for (const file of files) {
    const read = parseManifests(await readInput(io, file), namespace);
    for (const { line, column, key, problem } of read.problems) {
      io.stderr(`error: ${file}:${line}:${column}: ${key === "" ? "" : `${key}: `}${problem}\n`);
    }
    problems += read.problems.length;
    for (const manifest of read.manifests) {
      if (manifests.has(manifest.id)) throw usage(`${manifest.id} is in two of the files`);
      manifests.set(manifest.id, manifest);
    }
  }
  if (problems > 0) {
    throw usage(`Nothing was ${command.done}: ${problems} ${problems === 1 ? "problem" : "problems"}`);
  }
  return [...manifests.values()];
}
