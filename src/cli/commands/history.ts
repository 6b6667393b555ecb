/** `statemanagerd history`: what happened, oldest first, and with -w what goes on happening. */
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import { didYouMean } from "../../platform/config/suggest.ts";
import type { EventPage } from "../../ports/store.ts";
import { MAX_INT64 } from "../../records/checks.ts";
import { EVENT_TYPES, type EventType, type StateEvent } from "../../state/event_model.ts";
import type { ResourceId } from "../../state/resource_id.ts";
import { durationOf, hasSwitch, integerOf, resourceIdsOf, textOptions } from "../arguments.ts";
import { type ClientContext, reportError, tableStyle, withDeadline } from "../context.ts";
import { CliError, EXIT_CODES, usage } from "../errors.ts";
import { follow } from "../../client/follow.ts";
import { eventColumns, eventRow, spansDays } from "../format/event_table.ts";
import { eventValue, type Plain } from "../format/manifest_value.ts";
import { columnWidths, tableHead, tableRow } from "../format/table.ts";
import { SINCE } from "../format/since.ts";
import { notFound } from "../names.ts";
import { type ListFormat, listFormatOf, printList, streamTextOf } from "../output.ts";
import { hasFilters, selectedIds } from "../selection.ts";

const MAX_LIMIT = 1_000n;

/** What is asked for. */
interface HistoryRequest {
  /** Empty = all services. */
  readonly ids: readonly ResourceId[];
  readonly after: bigint | undefined;
  readonly limit: number;
  /** Wall time; undefined = all. */
  readonly sinceMs: number | undefined;
  /** Empty = all. */
  readonly types: readonly EventType[];
}

/** Runs it; resolves to the exit code. */
export async function runHistory(context: ClientContext): Promise<number> {
  const { args, timeoutMs } = context;
  const format = listFormatOf(args);
  const request = await requestOf(context);
  const { ids, after, limit } = request;
  const { page, revision, absent } = await withDeadline(
    context,
    { timeoutMs, what: "Cannot read the history" },
    (signal) => readPage(context, request, signal),
  );
  const isWatching = hasSwitch(args, "watch");
  if (!isWatching && absent.length > 0) {
    const [first, ...others] = await notFound(context, absent);
    for (const error of others) reportError(context.io, error);
    if (first !== undefined) throw first;
  }
  const textOf = await streamTextOf(format);
  const printer = new EventPrinter(context, { format, textOf, withService: ids.length !== 1, isWatching });
  await printer.printPage(page, after);
  if (isWatching) {
    const last = page.events.at(-1)?.revision ?? 0n;
    // A page that is full may end before `revision`: then the rest comes from its end on.
    const isFull = after !== undefined && page.events.length === limit;
    await watch(context, printer, { request, from: isFull || last > revision ? last : revision });
  }
  return EXIT_CODES.ok;
}

async function requestOf(context: ClientContext): Promise<HistoryRequest> {
  const { args, io } = context;
  const after = integerOf(args, "after", { min: 1n, max: MAX_INT64 });
  const since = durationOf(args, "since", { kind: SINCE, examples: "10m or 2h" });
  const limit = integerOf(args, "limit", { min: 1n, max: MAX_LIMIT });
  const ids = hasFilters(args) ? await selectedIds(context) : resourceIdsOf(args);
  if (hasFilters(args) && ids.length === 0) throw new CliError("notFound", "There is nothing to tell");
  return {
    ...{ ids, after },
    limit: Number(limit ?? (since === undefined ? 100n : MAX_LIMIT)),
    sinceMs: since === undefined ? undefined : io.nowMs() - since,
    types: textOptions(args, "type").flatMap((text) => text.split(",")).map(eventTypeOf),
  };
}

function eventTypeOf(word: string): EventType {
  const type = EVENT_TYPES.find((known) => known.toLowerCase() === word.toLowerCase());
  if (type !== undefined) return type;
  throw usage(
    `--type: there is no "${word}"${didYouMean(word, EVENT_TYPES)}`,
    `There are: ${EVENT_TYPES.join(", ")}.`,
  );
}

/** The events of one service, of all, or of several: those in order of revision. */
async function readPage(
  { client }: ClientContext,
  { ids, after, limit, sinceMs, types }: HistoryRequest,
  signal: AbortSignal,
): Promise<{ readonly page: EventPage; readonly revision: bigint; readonly absent: readonly ResourceId[] }> {
  // The revision first: what is recorded between the two calls is in the page, or follows it.
  const list = await client.listServices({ ...ALL_SERVICES, resourceIds: ids }, signal);
  const query = {
    afterRevision: after ?? 0n,
    limit,
    which: after === undefined ? "newest" as const : "oldest" as const,
    ...(types.length === 0 ? {} : { eventTypes: types }),
  };
  const pages = ids.length === 0
    ? [await client.readHistory(query, signal)]
    : await Promise.all(ids.map((id) => client.readHistory({ ...query, resourceId: id }, signal)));
  const all = pages.flatMap(({ events }) => events).filter(({ timestampMs }) =>
    sinceMs === undefined || timestampMs >= sinceMs
  );
  const events = all.sort((a, b) => a.revision < b.revision ? -1 : 1);
  const evicted = pages.map(({ evictedRevision }) => evictedRevision);
  const known = new Set([
    ...list.services.map(({ metadata }) => metadata.id),
    ...pages.flatMap(({ events: [first] }) => first === undefined ? [] : [first.resourceId]),
  ]);
  return {
    page: {
      events: after === undefined ? events.slice(-limit) : events.slice(0, limit),
      evictedRevision: evicted.reduce((most, one) => one > most ? one : most, 0n),
    },
    revision: list.revision,
    absent: ids.filter((id) => !known.has(id)),
  };
}

async function watch(
  { io, client }: ClientContext,
  printer: EventPrinter,
  { request: { ids, types }, from }: { readonly request: HistoryRequest; readonly from: bigint },
): Promise<void> {
  const filter = { ...ALL_SERVICES, resourceIds: ids };
  const start = { kind: "after", afterRevision: from } as const;
  for await (const message of follow(client, { filter, start, signal: io.signal, clock: io.clock })) {
    if (message.kind === "change") {
      if (types.length === 0 || types.includes(message.event.eventType)) printer.print(message.event);
    } else if (message.kind === "gap") io.stderr(`Events were lost: ${message.reason}.\n`);
    else if (message.kind === "lost") {
      io.stderr(`Connection lost: ${message.why}; trying again in ${message.retryInMs} ms.\n`);
    }
  }
}

/** Prints events as they come, in the format asked for. */
class EventPrinter {
  readonly #context: ClientContext;
  readonly #format: ListFormat;
  readonly #textOf: ((value: Plain, name: string) => string) | undefined;
  readonly #withService: boolean;
  readonly #isWatching: boolean;
  readonly #isWide: boolean;
  #withDate: boolean;
  #widths: readonly number[] = [];

  constructor(
    context: ClientContext,
    options: {
      readonly format: ListFormat;
      /** Of an event; undefined = a row of the table. */
      readonly textOf: ((value: Plain, name: string) => string) | undefined;
      readonly withService: boolean;
      readonly isWatching: boolean;
    },
  ) {
    this.#context = context;
    this.#format = options.format;
    this.#textOf = options.textOf;
    this.#withService = options.withService;
    this.#isWatching = options.isWatching;
    this.#isWide = options.format.kind === "table" && options.format.isWide;
    this.#withDate = this.#isWide;
  }

  async printPage({ events, evictedRevision }: EventPage, after: bigint | undefined): Promise<void> {
    const { io } = this.#context;
    if (evictedRevision > (after ?? evictedRevision)) {
      io.stderr(`Events up to revision ${evictedRevision} may have been overwritten.\n`);
    }
    if (this.#format.kind === "table") return this.#printTable(events, this.#format.isHeadless);
    if (this.#isWatching || this.#format.kind === "yaml") return events.forEach((event) => this.print(event));
    const values = events.map(eventValue);
    await printList(io, this.#format, {
      value: { kind: "EventList", evictedRevision: `${evictedRevision}`, events: values },
      names: [...new Set(events.map(({ resourceId }) => resourceId))],
      table: () => "",
    });
  }

  #printTable(events: readonly StateEvent[], isHeadless: boolean): void {
    const { io } = this.#context;
    if (events.length === 0 && !this.#isWatching) return io.stderr("Nothing happened.\n");
    this.#withDate ||= spansDays(events, io.nowMs());
    const rows = events.map((event) => this.#cells(event));
    this.#widths = columnWidths(this.#columns, rows, this.#style);
    if (!isHeadless) {
      io.stdout(`${tableHead(this.#columns, { widths: this.#widths, style: this.#style })}\n`);
    }
    for (const event of events) this.print(event);
  }

  print(event: StateEvent): void {
    const { io } = this.#context;
    if (this.#textOf !== undefined) return io.stdout(this.#textOf(eventValue(event), event.resourceId));
    const layout = { widths: this.#widths, style: this.#style };
    io.stdout(`${tableRow(this.#cells(event), this.#columns, layout)}\n`);
  }

  get #columns() {
    return eventColumns(this.#withService);
  }

  get #style() {
    const style = tableStyle(this.#context.io, { isCut: !this.#isWide });
    return { ...style, isGrowing: this.#isWatching };
  }

  #cells(event: StateEvent) {
    return eventRow(event, { withService: this.#withService, withDate: this.#withDate });
  }
}
