/** `statemanagerd delete`: services are stopped, then forgotten. */
import type { ResourceId } from "../../state/resource_id.ts";
import { hasSwitch, textOptions, timeoutMsOf } from "../arguments.ts";
import { type ClientContext, reportError, withDeadline } from "../context.ts";
import { refuseIfNeeded } from "../dependents.ts";
import { EXIT_CODES, isUserError, usage } from "../errors.ts";
import { readManifests } from "../manifest/read_manifests.ts";
import { about } from "../names.ts";
import { showProgress } from "../progress.ts";
import { hasFilters, selectedIds } from "../selection.ts";
import { waitUntil } from "../wait_until.ts";
import { GONE } from "./wait.ts";

const DEFAULT_WAIT_MS = 60_000;

/** Runs it; resolves to the exit code. */
export async function runDelete(context: ClientContext): Promise<number> {
  const { args } = context;
  const ids = await idsOf(context);
  await refuseIfNeeded(context, ids, "deletes them");
  const { asked, exitCode } = await deleteAll(context, ids);
  if (hasSwitch(args, "wait")) {
    const timeoutMs = timeoutMsOf(args, DEFAULT_WAIT_MS);
    await waitUntil(context, asked, { awaited: GONE, timeoutMs });
  }
  return exitCode;
}

async function idsOf(context: ClientContext): Promise<readonly ResourceId[]> {
  const { args } = context;
  if (textOptions(args, "filename").length === 0) return await selectedIds(context);
  if (args.positionals.length > 0 || hasFilters(args)) {
    throw usage("Names and filters exclude files", "Name the services, select them, or give files with -f.");
  }
  const manifests = await readManifests(context, { name: "delete", done: "deleted" });
  return manifests.map(({ id }) => id);
}

/** Each by itself: that one does not exist keeps no other. */
async function deleteAll(
  context: ClientContext,
  ids: readonly ResourceId[],
): Promise<{ readonly asked: readonly ResourceId[]; readonly exitCode: number }> {
  const { io } = context;
  const asked: ResourceId[] = [];
  let exitCode: number = EXIT_CODES.ok;
  using _progress = showProgress(io, () => `Deleted ${asked.length} of ${ids.length} services`);
  for (const id of ids) {
    try {
      await about(context, id, () => deleteOne(context, id));
      asked.push(id);
      io.stdout(`${id} is being stopped\n`);
    } catch (error) {
      if (!(isUserError(error))) throw error;
      const code = reportError(io, error);
      if (exitCode === EXIT_CODES.ok) exitCode = code;
      if (error.reason === "unreachable") break;
    }
  }
  return { asked, exitCode };
}

async function deleteOne(context: ClientContext, id: ResourceId): Promise<void> {
  const { client, timeoutMs } = context;
  const change = { resourceId: id, labels: {}, expectedGeneration: 0n, reason: "statemanagerd delete" };
  await withDeadline(
    context,
    { timeoutMs, what: `Cannot delete ${id}` },
    (signal) => client.updateState(change, signal),
  );
}
