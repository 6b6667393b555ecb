/** `statemanagerd delete`: services are stopped, then forgotten. */
import { Deadline } from "../../kit/deadline.ts";
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { hasSwitch, resourceIdsOf, timeoutMsOf } from "../arguments.ts";
import { type ClientContext, reportError, withDeadline } from "../context.ts";
import { CliError, EXIT_CODES, isUserError } from "../errors.ts";
import { follow } from "../../client/follow.ts";

const DEFAULT_WAIT_MS = 60_000;

/** Runs it; resolves to the exit code. */
export async function runDelete(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const asked: ResourceId[] = [];
  let exitCode: number = EXIT_CODES.ok;
  for (const id of resourceIdsOf(args)) {
    try {
      await deleteOne(context, id);
      asked.push(id);
      io.stdout(`${id} is being stopped\n`);
    } catch (error) {
      if (!(isUserError(error))) throw error;
      const code = reportError(io, error);
      if (exitCode === EXIT_CODES.ok) exitCode = code;
      if (error.reason === "unreachable") break;
    }
  }
  if (hasSwitch(args, "wait") && asked.length > 0) await waitUntilGone(context, asked);
  return exitCode;
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

/** Resolves when none of them is left; rejects at the deadline with the names of those that are. */
async function waitUntilGone(context: ClientContext, ids: readonly ResourceId[]): Promise<void> {
  const { io, client, args } = context;
  const left = new Set(ids);
  const timeoutMs = timeoutMsOf(args, DEFAULT_WAIT_MS);
  using deadline = new Deadline(io.clock, timeoutMs, io.signal);
  const filter = { ...ALL_SERVICES, resourceIds: ids };
  const present = new Set<ResourceId>();
  const { signal } = deadline;
  for await (
    const message of follow(client, { filter, start: { kind: "snapshot" }, signal, clock: io.clock })
  ) {
    if (message.kind === "gap" || message.kind === "lost") present.clear();
    if (message.kind === "snapshot") present.add(message.service.metadata.id);
    if (message.kind === "snapshot-complete") {
      for (const id of [...left]) if (!present.has(id)) gone(context, left, id);
      present.clear();
    }
    if (message.kind === "change" && message.service === undefined) {
      gone(context, left, message.event.resourceId);
    }
    if (left.size === 0) return;
  }
  if (io.signal.aborted) return;
  throw new CliError("failed", `Not deleted within ${timeoutMs} ms: ${[...left].join(", ")}`, {
    hint: "statemanagerd describe shows the reason; the State Manager keeps stopping them.",
  });
}

function gone({ io }: ClientContext, left: Set<ResourceId>, id: ResourceId): void {
  if (left.delete(id)) io.stdout(`${id} is gone\n`);
}
