/** What else stops to work when a service stops: asked before a command takes away what a running service needs. */
import { ALL_SERVICES } from "../manager/serve/api.ts";
import type { ServiceState, ServiceStateType } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import { hasSwitch } from "./arguments.ts";
import { type ClientContext, withDeadline } from "./context.ts";
import { CliError } from "./errors.ts";

const UP: readonly ServiceStateType[] = ["Initializing", "Running", "Degraded"];
/** Names that are told. */
const MAX_TOLD = 5;

/** A service, and those that run and need it. */
export interface Needed {
  readonly id: ResourceId;
  readonly by: readonly ResourceId[];
}

/** Which of the services are needed by others that run; those that go as well need nothing. */
export function neededByRunning(
  ids: readonly ResourceId[],
  services: readonly ServiceState[],
): readonly Needed[] {
  const going = new Set(ids);
  const staying = services.filter(({ metadata, status }) => {
    return !going.has(metadata.id) && UP.includes(status.state);
  });
  return ids.flatMap((id) => {
    const by = staying.filter(({ spec }) =>
      spec.dependencies.some(({ resourceId, condition }) => {
        return resourceId === id && condition !== "Completed";
      })
    ).map(({ metadata }) => metadata.id);
    return by.length === 0 ? [] : [{ id, by }];
  });
}

/** Throws, unless --force was given, where services that run need one of these. */
export async function refuseIfNeeded(
  context: ClientContext,
  ids: readonly ResourceId[],
  verb: string,
): Promise<void> {
  const { client, args, timeoutMs, io } = context;
  if (ids.length === 0) return;
  const { services } = await withDeadline(
    context,
    { timeoutMs, what: "Cannot list services" },
    (signal) => client.listServices(ALL_SERVICES, signal),
  );
  const needed = neededByRunning(ids, services);
  if (needed.length === 0) return;
  const told = needed.map(({ id, by }) => {
    const names = by.slice(0, MAX_TOLD).join(", ");
    const more = by.length > MAX_TOLD ? ` and ${by.length - MAX_TOLD} more` : "";
    return `${names}${more} ${by.length === 1 ? "runs and needs" : "run and need"} ${id}`;
  });
  if (hasSwitch(args, "force")) {
    for (const text of told) io.stderr(`warning: ${text}\n`);
    return;
  }
  throw new CliError("refused", `Nothing was done: ${told.join("; ")}`, {
    hint: `--force ${verb} all the same; what needs it then waits for it.`,
  });
}
