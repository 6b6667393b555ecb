/** `statemanagerd get -w`: what becomes of services, a row or an object for each change. */
import type { ServiceState } from "../../state/model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { type ClientContext, tableStyle } from "../context.ts";
import { EXIT_CODES } from "../errors.ts";
import { follow } from "../../client/follow.ts";
import { type Plain, serviceValue } from "../format/manifest_value.ts";
import { removedRow, serviceColumns, serviceRow } from "../format/service_table.ts";
import { type Cell, columnWidths, tableHead, tableRow } from "../format/table.ts";
import { type ListFormat, streamTextOf } from "../output.ts";
import type { Selection } from "../selection.ts";

/** Follows until the user has had enough; resolves to the exit code. */
export async function watchServices(
  context: ClientContext,
  selection: Selection,
  format: ListFormat,
): Promise<number> {
  const { io, client } = context;
  const textOf = await streamTextOf(format);
  const view = format.kind === "table" || textOf === undefined
    ? new RowsView(context, format)
    : new StreamView(context, textOf);
  const { filter } = selection;
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
        if (selection.matches(message.service)) view.inSnapshot(message.service);
        break;
      case "snapshot-complete":
        view.snapshotComplete();
        break;
      case "change":
        // What does not match any more leaves the list as what is gone does.
        if (message.service === undefined || !selection.matches(message.service)) {
          view.removed(message.event.resourceId);
        } else view.changed(message.service);
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
  readonly #isHeadless: boolean;
  readonly #shown = new Map<ResourceId, string>();
  #widths: readonly number[] | undefined;

  constructor(context: ClientContext, format: ListFormat) {
    super();
    this.#context = context;
    this.#isWide = format.kind === "table" && format.isWide;
    this.#isHeadless = format.kind === "table" && format.isHeadless;
  }

  protected showAll(services: readonly ServiceState[]): void {
    if (this.#widths === undefined) this.#layOut(services.map((service) => this.#cells(service)));
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

  /** Prints the head, with room for these rows. */
  #layOut(rows: readonly (readonly Cell[])[]): void {
    this.#widths = columnWidths(this.#columns, rows, this.#style);
    if (this.#isHeadless) return;
    this.#context.io.stdout(`${tableHead(this.#columns, { widths: this.#widths, style: this.#style })}\n`);
  }

  #print(cells: readonly Cell[]): void {
    // A name that the table has no room for begins a new one: a name that is cut could be that of another service.
    const wanted = columnWidths(this.#columns, [cells], this.#style)[0] ?? 0;
    if (wanted > (this.#widths?.[0] ?? 0)) this.#layOut([cells]);
    const layout = { widths: this.#widths ?? [], style: this.#style };
    this.#context.io.stdout(`${tableRow(cells, this.#columns, layout)}\n`);
  }
}

/** One JSON object or YAML document for each service as it is after each change. */
class StreamView extends View {
  readonly #context: ClientContext;
  readonly #textOf: (value: Plain, name: string) => string;

  constructor(context: ClientContext, textOf: (value: Plain, name: string) => string) {
    super();
    this.#context = context;
    this.#textOf = textOf;
  }

  protected showAll(services: readonly ServiceState[]): void {
    for (const service of services) this.show(service);
  }

  protected show(service: ServiceState): void {
    this.#context.io.stdout(this.#textOf(serviceValue(service), service.metadata.id));
  }

  protected showRemoved(id: ResourceId): void {
    this.#context.io.stdout(this.#textOf({ kind: "Removed", service: id }, id));
  }
}
