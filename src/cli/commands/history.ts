/** `statemanagerd history`: what happened, oldest first, and with -w what goes on happening. */
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import type { EventPage } from "../../ports/store.ts";
import { MAX_INT64 } from "../../records/checks.ts";
import type { StateEvent } from "../../state/events.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { formatOf, hasSwitch, integerOf, type OutputFormat, resourceIdsOf } from "../arguments.ts";
import { type ClientContext, jsonText, streamText, tableStyle, withDeadline } from "../context.ts";
import { EXIT_CODES } from "../errors.ts";
import { follow } from "../../client/follow.ts";
import { eventColumns, eventRow, spansDays } from "../format/event_table.ts";
import { eventValue, type Plain } from "../format/manifest_value.ts";
import { columnWidths, tableHead, tableRow } from "../format/table.ts";
import { notFound } from "./get.ts";

/** Runs it; resolves to the exit code. */
export async function runHistory(context: ClientContext): Promise<number> {
  const { client, args, timeoutMs } = context;
  const format = formatOf(args);
  const [id] = resourceIdsOf(args);
  const after = integerOf(args, "after", { min: 1n, max: MAX_INT64 });
  const limit = Number(integerOf(args, "limit", { min: 1n, max: 1_000n }) ?? 100n);
  const filter = id === undefined ? ALL_SERVICES : { ...ALL_SERVICES, resourceIds: [id] };
  const { page, revision, exists } = await withDeadline(
    context,
    { timeoutMs, what: "Cannot read the history" },
    async (signal) => {
      // The revision first: what is recorded between the two calls is in the page, or follows it.
      const list = await client.listServices(filter, signal);
      const query = {
        ...(id === undefined ? {} : { resourceId: id }),
        afterRevision: after ?? 0n,
        limit,
        which: after === undefined ? "newest" as const : "oldest" as const,
      };
      const read = await client.readHistory(query, signal);
      return {
        page: read,
        revision: list.revision,
        exists: list.services.length > 0 || read.events.length > 0,
      };
    },
  );
  const isWatching = hasSwitch(args, "watch");
  if (id !== undefined && !exists && !isWatching) throw notFound(id);
  const textOf = await streamText(format);
  const printer = new EventPrinter(context, { format, textOf, withService: id === undefined, isWatching });
  printer.printPage(page, after);
  if (isWatching) {
    const last = page.events.at(-1)?.revision ?? 0n;
    // A page that is full may end before `revision`: then the rest comes from its end on.
    const isFull = after !== undefined && page.events.length === limit;
    await watch(context, printer, { id, from: isFull || last > revision ? last : revision });
  }
  return EXIT_CODES.ok;
}

async function watch(
  { io, client }: ClientContext,
  printer: EventPrinter,
  { id, from }: { readonly id: ResourceId | undefined; readonly from: bigint },
): Promise<void> {
  const filter = id === undefined ? ALL_SERVICES : { ...ALL_SERVICES, resourceIds: [id] };
  const start = { kind: "after", afterRevision: from } as const;
  for await (const message of follow(client, { filter, start, signal: io.signal, clock: io.clock })) {
    if (message.kind === "change") printer.print(message.event);
    else if (message.kind === "gap") io.stderr(`Events were lost: ${message.reason}.\n`);
    else if (message.kind === "lost") {
      io.stderr(`Connection lost: ${message.why}; trying again in ${message.retryInMs} ms.\n`);
    }
  }
}

/** Prints events as they come, in the format asked for. */
class EventPrinter {
  readonly #context: ClientContext;
  readonly #format: OutputFormat;
  readonly #textOf: ((value: Plain) => string) | undefined;
  readonly #withService: boolean;
  readonly #isWatching: boolean;
  #withDate: boolean;
  #widths: readonly number[] = [];

  constructor(
    context: ClientContext,
    options: {
      readonly format: OutputFormat;
      /** Of an event; undefined = a row of the table. */
      readonly textOf: ((value: Plain) => string) | undefined;
      readonly withService: boolean;
      readonly isWatching: boolean;
    },
  ) {
    this.#context = context;
    this.#format = options.format;
    this.#textOf = options.textOf;
    this.#withService = options.withService;
    this.#isWatching = options.isWatching;
    this.#withDate = options.format === "wide";
  }

  printPage({ events, evictedRevision }: EventPage, after: bigint | undefined): void {
    const { io } = this.#context;
    if (evictedRevision > (after ?? evictedRevision)) {
      io.stderr(`Events up to revision ${evictedRevision} may have been overwritten.\n`);
    }
    if (this.#format === "json" && !this.#isWatching) {
      const value = {
        kind: "EventList",
        evictedRevision: `${evictedRevision}`,
        events: events.map(eventValue),
      };
      return io.stdout(jsonText(value));
    }
    if (this.#format === "table" || this.#format === "wide") {
      if (events.length === 0 && !this.#isWatching) return io.stderr("Nothing happened.\n");
      this.#withDate ||= spansDays(events, io.nowMs());
      const rows = events.map((event) => this.#cells(event));
      this.#widths = columnWidths(this.#columns, rows, this.#style);
      io.stdout(`${tableHead(this.#columns, { widths: this.#widths, style: this.#style })}\n`);
    }
    for (const event of events) this.print(event);
  }

  print(event: StateEvent): void {
    const { io } = this.#context;
    if (this.#textOf !== undefined) return io.stdout(this.#textOf(eventValue(event)));
    const layout = { widths: this.#widths, style: this.#style };
    io.stdout(`${tableRow(this.#cells(event), this.#columns, layout)}\n`);
  }

  get #columns() {
    return eventColumns(this.#withService);
  }

  get #style() {
    const style = tableStyle(this.#context.io, { isCut: this.#format !== "wide" });
    return { ...style, isGrowing: this.#isWatching };
  }

  #cells(event: StateEvent) {
    return eventRow(event, { withService: this.#withService, withDate: this.#withDate });
  }
}
