/** `statemanagerd apply`: what the files want becomes the desired state, all of it or nothing. */
import type { AppliedChange } from "../../manager/serve/api.ts";
import { DEFAULT_NAMESPACE } from "../command_table.ts";
import { hasSwitch, namespaceOf, textOptions } from "../arguments.ts";
import { type ClientContext, type CommandContext, withDeadline } from "../context.ts";
import { EXIT_CODES, usage } from "../errors.ts";
import { readInput } from "../input.ts";
import { changeOf, type Manifest, parseManifests } from "../manifest/manifest.ts";

/** For the history. */
const REASON = "statemanagerd apply";

/** Runs it; resolves to the exit code. */
export async function runApply(context: ClientContext): Promise<number> {
  const { io, args, client, timeoutMs } = context;
  const changes = (await readManifests(context)).map((manifest) => changeOf(manifest, REASON));
  const isDryRun = hasSwitch(args, "dry-run");
  const what = isDryRun ? "Cannot check the changes" : "Cannot apply";
  const applied = await withDeadline(
    context,
    { timeoutMs, what },
    (signal) => client.apply(changes, { isDryRun, signal }),
  );
  const note = isDryRun ? " (dry run)" : "";
  for (const one of applied) io.stdout(`${one.resourceId} ${outcomeOf(one)}${note}\n`);
  return EXIT_CODES.ok;
}

function outcomeOf({ generation, isChanged }: AppliedChange): string {
  if (!isChanged) return "unchanged";
  return generation === 1n ? "created" : `configured (generation ${generation})`;
}

/** Reads every file. Throws when anything in any of them is wrong, after reporting all of it. */
async function readManifests({ io, args }: CommandContext): Promise<readonly Manifest[]> {
  const files = textOptions(args, "filename");
  if (files.length === 0) {
    throw usage("apply needs a file", "statemanagerd apply -f FILE, or -f - for standard input.");
  }
  if (files.filter((file) => file === "-").length > 1) throw usage("-f - is given twice");
  const namespace = namespaceOf(args) ?? DEFAULT_NAMESPACE;
  const manifests: Manifest[] = [];
  let problems = 0;
  for (const file of files) {
    const read = parseManifests(await readInput(io, file), namespace);
    for (const { line, column, key, problem } of read.problems) {
      io.stderr(`error: ${file}:${line}:${column}: ${key === "" ? "" : `${key}: `}${problem}\n`);
    }
    problems += read.problems.length;
    for (const manifest of read.manifests) {
      if (manifests.some((other) => other.id === manifest.id)) {
        throw usage(`${manifest.id} is in two of the files`);
      }
      manifests.push(manifest);
    }
  }
  if (problems > 0) {
    throw usage(`Nothing was applied: ${problems} ${problems === 1 ? "problem" : "problems"}`);
  }
  return manifests;
}
