/** `statemanagerd apply`: what a file wants becomes what is wanted. */
import { DEFAULT_NAMESPACE } from "../command_table.ts";
import { hasSwitch, namespaceOf, textOptions } from "../arguments.ts";
import { type ClientContext, type CommandContext, reportError, withDeadline } from "../context.ts";
import { EXIT_CODES, isUserError, usage } from "../errors.ts";
import { readInput } from "../input.ts";
import { changeOf, type Manifest, orderManifests, parseManifests } from "../manifest/manifest.ts";

/** Told to the State Manager, for the history. */
const REASON = "statemanagerd apply";

/** Runs it; resolves to the exit code. */
export async function runApply(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const manifests = await readManifests(context);
  const order = orderManifests(manifests);
  if ("cycle" in order) {
    throw usage(`The dependencies go round: ${order.cycle.join(" -> ")}`, "Take one of them out.");
  }
  if (hasSwitch(args, "dry-run")) {
    for (const { id } of order.ordered) io.stdout(`${id} valid (dry run)\n`);
    return EXIT_CODES.ok;
  }
  let exitCode: number = EXIT_CODES.ok;
  for (const manifest of order.ordered) {
    try {
      io.stdout(`${manifest.id} ${await applyOne(context, manifest)}\n`);
    } catch (error) {
      if (!(isUserError(error))) throw error;
      const code = reportError(io, error);
      if (exitCode === EXIT_CODES.ok) exitCode = code;
      // The others would not be heard either.
      if (error.reason === "unreachable") break;
    }
  }
  return exitCode;
}

async function applyOne(context: ClientContext, manifest: Manifest): Promise<string> {
  const { client, timeoutMs } = context;
  const what = `Cannot apply ${manifest.id}`;
  const { service, isChanged } = await withDeadline(
    context,
    { timeoutMs, what },
    (signal) => client.updateState(changeOf(manifest, REASON), signal),
  );
  if (!isChanged) return "unchanged";
  return service.metadata.generation === 1n
    ? "created"
    : `configured (generation ${service.metadata.generation})`;
}

/** Reads every file. Throws when anything in any of them is wrong, after telling all of it. */
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
