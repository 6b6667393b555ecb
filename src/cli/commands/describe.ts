/** `statemanagerd describe`: everything about a service, for a person. */
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { type ClientContext, reportError, tableStyle, withDeadline } from "../context.ts";
import { EXIT_CODES } from "../errors.ts";
import { describeService, type Description } from "../format/describe.ts";
import { notFound } from "../names.ts";
import { selectedIds } from "../selection.ts";

/** How many of the newest events are told. */
const EVENTS = 20;

/** Runs it; resolves to the exit code. */
export async function runDescribe(context: ClientContext): Promise<number> {
  const { io } = context;
  let exitCode: number = EXIT_CODES.ok;
  let isFirst = true;
  for (const id of await selectedIds(context)) {
    const description = await collectDescription(context, id);
    if (description === undefined) {
      for (const error of await notFound(context, [id])) exitCode = reportError(io, error);
    } else {
      io.stdout((isFirst ? "" : "\n") + describeService(description, tableStyle(io)));
      isFirst = false;
    }
  }
  return exitCode;
}

/** What is told of a service; undefined = it does not exist. */
export function collectDescription(context: ClientContext, id: ResourceId): Promise<Description | undefined> {
  const { io, client, timeoutMs } = context;
  return withDeadline(context, { timeoutMs, what: `Cannot describe ${id}` }, async (signal) => {
    const service = await client.findService(id, signal);
    if (service === undefined) return undefined;
    const resourceIds = service.spec.dependencies.map((dependency) => dependency.resourceId);
    const dependencies = resourceIds.length === 0
      ? []
      : (await client.listServices({ ...ALL_SERVICES, resourceIds }, signal)).services;
    const { events } = await client.readHistory(
      { resourceId: id, afterRevision: 0n, limit: EVENTS, which: "newest" },
      signal,
    );
    const { phases } = await client.explain({ kind: "service", resourceId: id, last: 1 }, signal);
    return { service, dependencies, events, nowMs: io.nowMs(), ...(phases === undefined ? {} : { phases }) };
  });
}
