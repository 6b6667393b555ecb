/** `statemanagerd get`: services as they are, and with -w what becomes of them. */
import type { ServiceState } from "../../state/model.ts";
import { hasSwitch } from "../arguments.ts";
import { type ClientContext, reportError, tableStyle, withDeadline } from "../context.ts";
import { EXIT_CODES } from "../errors.ts";
import { serviceValue } from "../format/manifest_value.ts";
import { serviceColumns, serviceRow } from "../format/service_table.ts";
import { renderTable } from "../format/table.ts";
import { notFound, whyEmpty } from "../names.ts";
import { listFormatOf, printList } from "../output.ts";
import { type Selection, selectionOf } from "../selection.ts";
import { watchServices } from "./get_watch.ts";

/** Runs it; resolves to the exit code. */
export async function runGet(context: ClientContext): Promise<number> {
  const { io, client, args } = context;
  const format = listFormatOf(args);
  const selection = selectionOf(args);
  if (hasSwitch(args, "watch")) return await watchServices(context, selection, format);
  const list = await withDeadline(
    context,
    { timeoutMs: context.timeoutMs, what: "Cannot list services" },
    (signal) => client.listServices(selection.filter, signal),
  );
  const services = list.services.filter((service) => selection.matches(service));
  const values = services.map(serviceValue);
  await printList(io, format, {
    value: { kind: "ServiceList", revision: `${list.revision}`, services: values },
    documents: values,
    names: services.map(({ metadata }) => metadata.id),
    table: (options) => services.length === 0 ? "" : serviceTable(context, services, options),
  });
  if (services.length === 0 && selection.ids.length === 0) {
    io.stderr(`${await whyEmpty(context, selection) ?? nothing(selection)}\n`);
  }
  return await reportMissing(context, selection, list.services);
}

function nothing({ hasFilters }: Selection): string {
  return hasFilters ? "No service passes the filters." : "There are no services.";
}

/** Names that do not exist. Those that are there and do not pass a filter are not missing. */
async function reportMissing(
  context: ClientContext,
  { ids, hasFilters }: Selection,
  found: readonly ServiceState[],
): Promise<number> {
  const absent = ids.filter((id) => !found.some((service) => service.metadata.id === id));
  const { io, client, timeoutMs } = context;
  const hidden = hasFilters && absent.length > 0
    ? (await withDeadline(context, { timeoutMs, what: "Cannot list services" }, (signal) => {
      return client.listServices({ namespaces: [], states: [], nodes: [], resourceIds: absent }, signal);
    })).services.map(({ metadata }) => metadata.id)
    : [];
  const missing = await notFound(context, absent.filter((id) => !hidden.includes(id)));
  for (const error of missing) reportError(io, error);
  return missing.length === 0 ? EXIT_CODES.ok : EXIT_CODES.notFound;
}

function serviceTable(
  { io }: ClientContext,
  services: readonly ServiceState[],
  { isWide, isHeadless }: { readonly isWide: boolean; readonly isHeadless: boolean },
): string {
  const rows = services.map((service) => serviceRow(service, { nowMs: io.nowMs(), isWide }));
  return renderTable(serviceColumns(isWide), rows, {
    ...tableStyle(io, { isCut: !isWide }),
    isHeadless,
  });
}
