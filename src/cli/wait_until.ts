/** Waits until services are as they should be, by following them. */
import { Deadline } from "../kit/deadline.ts";
import { follow } from "../client/follow.ts";
import { ALL_SERVICES } from "../manager/serve/api.ts";
import type { ServiceState } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { ClientContext } from "./context.ts";
import { CliError } from "./errors.ts";
import { notFound } from "./names.ts";
import { showProgress } from "./progress.ts";

/** What is waited for. */
export interface Awaited {
  /** As in "Not WHAT within 60 s". */
  readonly what: string;
  /** Undefined = the service does not exist (any more). */
  isMet(service: ServiceState | undefined): boolean;
  /** The line that says that it is so. */
  text(id: ResourceId): string;
  /** Whether a service that does not exist is worth waiting for. */
  readonly acceptsAbsent: boolean;
}

/** Services that are told at most where the time is over. */
const MAX_TOLD = 5;

/** Resolves when all of them are; rejects at the deadline with those that are not, and why. */
export async function waitUntil(
  context: ClientContext,
  ids: readonly ResourceId[],
  { awaited, timeoutMs }: { readonly awaited: Awaited; readonly timeoutMs: number },
): Promise<void> {
  const { io, client } = context;
  if (ids.length === 0) return;
  const left = new Map<ResourceId, ServiceState | undefined>(ids.map((id) => [id, undefined]));
  using deadline = new Deadline(io.clock, timeoutMs, io.signal);
  using _progress = showProgress(
    io,
    () => `Waiting for ${left.size} of ${ids.length}: ${[...left.keys()][0] ?? ""}`,
  );
  const saw = (id: ResourceId, service: ServiceState | undefined) => {
    if (!left.has(id)) return;
    left.set(id, service);
    if (!awaited.isMet(service)) return;
    left.delete(id);
    io.stdout(`${awaited.text(id)}\n`);
  };
  const { signal } = deadline;
  const filter = { ...ALL_SERVICES, resourceIds: ids };
  const present = new Set<ResourceId>();
  for await (
    const message of follow(client, { filter, start: { kind: "snapshot" }, signal, clock: io.clock })
  ) {
    if (message.kind === "gap" || message.kind === "lost") present.clear();
    if (message.kind === "snapshot") {
      present.add(message.service.metadata.id);
      saw(message.service.metadata.id, message.service);
    }
    if (message.kind === "snapshot-complete") {
      const absent = [...left.keys()].filter((id) => !present.has(id));
      if (!awaited.acceptsAbsent) {
        const [error] = await notFound(context, absent);
        if (error !== undefined) throw error;
      }
      for (const id of absent) saw(id, undefined);
      present.clear();
    }
    if (message.kind === "change") saw(message.event.resourceId, message.service);
    if (left.size === 0) return;
  }
  if (io.signal.aborted) return;
  const told = [...left].slice(0, MAX_TOLD).map(([id, service]) => {
    return service === undefined ? id : `${id} (${service.status.state}: ${service.status.lastReason})`;
  });
  const more = left.size > MAX_TOLD ? ` and ${left.size - MAX_TOLD} more` : "";
  throw new CliError("failed", `Not ${awaited.what} within ${timeoutMs} ms: ${told.join(", ")}${more}`, {
    hint: "statemanagerd explain NAME tells the reason; the State Manager goes on with it.",
  });
}
