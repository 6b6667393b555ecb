/** `statemanagerd get`: services as they are, and with -w what becomes of them. */
import { ALL_SERVICES, type ServiceFilter } from "../../manager/serve/api.ts";
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { formatOf, hasSwitch, namespaceOf, type OutputFormat, resourceIdsOf } from "../arguments.ts";
import {
  type ClientContext,
  jsonText,
  reportError,
  streamText,
  tableStyle,
  withDeadline,
} from "../context.ts";
import { CliError, EXIT_CODES } from "../errors.ts";
import { follow } from "../../client/follow.ts";
import { type Plain, serviceValue } from "../format/manifest_value.ts";
import { removedRow, serviceColumns, serviceRow } from "../format/service_table.ts";
import { type Cell, columnWidths, renderTable, tableHead, tableRow } from "../format/table.ts";
import { loadYaml } from "../format/yaml.ts";

/** Runs it; resolves to the exit code. */
export async function runGet(context: ClientContext): Promise<number> {
  const { io, client, args } = context;
  const format = formatOf(args);
  const ids = resourceIdsOf(args);
  const filter = filterOf(ids, namespaceOf(args));
  if (hasSwitch(args, "watch")) return await watch(context, filter, format);
  const options = { timeoutMs: context.timeoutMs, what: "Cannot list services" };
  const { services, revision } = await withDeadline(
    context,
    options,
    (signal) => client.listServices(filter, signal),
  );
  if (format === "json") {
    io.stdout(
      jsonText({ kind: "ServiceList", revision: `${revision}`, services: services.map(serviceValue) }),
    );
  } else if (format === "yaml") io.stdout((await loadYaml())(services.map(serviceValue)));
  else if (services.length > 0) io.stdout(serviceTable(context, services, format));
  else if (ids.length === 0) io.stderr("There are no services.\n");
  const missing = ids.filter((id) => !services.some((service) => service.metadata.id === id));
  for (const id of missing) reportError(io, notFound(id));
  return missing.length === 0 ? EXIT_CODES.ok : EXIT_CODES.notFound;
}

/** What is said of a name that does not exist. */
export function notFound(id: ResourceId): CliError {
  return new CliError("notFound", `${id} does not exist`, { hint: "statemanagerd get lists what there is." });
}

function filterOf(ids: readonly ResourceId[], namespace: string | undefined): ServiceFilter {
  if (ids.length > 0) return { ...ALL_SERVICES, resourceIds: ids };
  return namespace === undefined ? ALL_SERVICES : { ...ALL_SERVICES, namespaces: [namespace] };
}

function serviceTable(
  { io }: ClientContext,
  services: readonly ServiceState[],
  format: OutputFormat,
): string {
  const isWide = format === "wide";
  const rows = services.map((service) => serviceRow(service, { nowMs: io.nowMs(), isWide }));
  return renderTable(serviceColumns(isWide), rows, tableStyle(io, { isCut: !isWide }));
}

async function watch(context: ClientContext, filter: ServiceFilter, format: OutputFormat): Promise<number> {
  const { io, client } = context;
  const textOf = await streamText(format);
  const view = textOf === undefined
    ? new RowsView(context, format === "wide")
    : new StreamView(context, textOf);
  for await (
    const message of follow(client, {
      filter,
      start: { kind: "snapshot" },
      signal: io.signal,
      clock: io.clock,
    })
  ) {
    switch (message.kind) {
      case "snapshot":
        view.inSnapshot(message.service);
        break;
      case "snapshot-complete":
        view.snapshotComplete();
        break;
      case "change":
        if (message.service === undefined) view.removed(message.event.resourceId);
        else view.changed(message.service);
        break;
      case "gap":
        view.restart();
        io.stderr(`Changes were lost (${message.reason}); listing again.\n`);
        break;
      case "lost":
        view.restart();
        io.stderr(`Connection lost: ${message.why}; trying again in ${message.retryInMs} ms.\n`);
        break;
      case "heartbeat":
        break;
    }
  }
  return EXIT_CODES.ok;
}

/** Collects snapshots, so that what is gone is noticed, and shows each thing once. */
abstract class View {
  #snapshot: ServiceState[] = [];
  readonly #known = new Set<ResourceId>();

  protected abstract showAll(services: readonly ServiceState[]): void;
  protected abstract show(service: ServiceState): void;
  protected abstract showRemoved(id: ResourceId): void;

  inSnapshot(service: ServiceState): void {
    this.#snapshot.push(service);
  }

  /** A snapshot that was under way begins again. */
  restart(): void {
    this.#snapshot = [];
  }

  snapshotComplete(): void {
    const services = this.#snapshot;
    this.#snapshot = [];
    const present = new Set(services.map((service) => service.metadata.id));
    for (const id of [...this.#known]) if (!present.has(id)) this.removed(id);
    for (const id of present) this.#known.add(id);
    this.showAll(services);
  }

  changed(service: ServiceState): void {
    this.#known.add(service.metadata.id);
    this.show(service);
  }

  removed(id: ResourceId): void {
    if (this.#known.delete(id)) this.showRemoved(id);
  }
}

/** A table that grows: a row for each change that shows in it. */
class RowsView extends View {
  readonly #context: ClientContext;
  readonly #isWide: boolean;
  readonly #shown = new Map<ResourceId, string>();
  #widths: readonly number[] | undefined;

  constructor(context: ClientContext, isWide: boolean) {
    super();
    this.#context = context;
    this.#isWide = isWide;
  }

  protected showAll(services: readonly ServiceState[]): void {
    if (this.#widths === undefined) {
      const rows = services.map((service) => this.#cells(service));
      this.#widths = columnWidths(this.#columns, rows, this.#style);
      this.#context.io.stdout(`${tableHead(this.#columns, { widths: this.#widths, style: this.#style })}\n`);
    }
    for (const service of services) this.show(service);
  }

  protected show(service: ServiceState): void {
    const cells = this.#cells(service);
    const { id } = service.metadata;
    const shown = cells.filter((_cell, index) => this.#columns[index]?.title !== "AGE").map(({ text }) =>
      text
    ).join("\n");
    if (this.#shown.get(id) === shown) return;
    this.#shown.set(id, shown);
    this.#print(cells);
  }

  protected showRemoved(id: ResourceId): void {
    this.#shown.delete(id);
    this.#print(removedRow(id, this.#columns));
  }

  get #columns() {
    return serviceColumns(this.#isWide);
  }

  get #style() {
    return { ...tableStyle(this.#context.io, { isCut: !this.#isWide }), isGrowing: true };
  }

  #cells(service: ServiceState): readonly Cell[] {
    return serviceRow(service, { nowMs: this.#context.io.nowMs(), isWide: this.#isWide });
  }

  #print(cells: readonly Cell[]): void {
    const layout = { widths: this.#widths ?? [], style: this.#style };
    this.#context.io.stdout(`${tableRow(cells, this.#columns, layout)}\n`);
  }
}

/** One JSON object or YAML document for each service as it is after each change. */
class StreamView extends View {
  readonly #context: ClientContext;
  readonly #textOf: (value: Plain) => string;

  constructor(context: ClientContext, textOf: (value: Plain) => string) {
    super();
    this.#context = context;
    this.#textOf = textOf;
  }

  protected showAll(services: readonly ServiceState[]): void {
    for (const service of services) this.show(service);
  }

  protected show(service: ServiceState): void {
    this.#context.io.stdout(this.#textOf(serviceValue(service)));
  }

  protected showRemoved(id: ResourceId): void {
    this.#context.io.stdout(this.#textOf({ kind: "Removed", service: id }));
  }
}
