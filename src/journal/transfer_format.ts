/**
 * The text form of a journal: JSON lines that a person can read and another version can take in.
 *
 * A header, then the services (those that exist, then those that ended), then the events in order of revision, then an end
 * line with the counts, by which a file that was cut off is told from a whole one.
 *
 * I1  A file is taken whole or not at all: every line is checked, also against the ones before it.
 * I2  Writing what was read gives the same bytes again.
 */
import { messageOf } from "../errors.ts";
import { decodeEvent, decodeRecord } from "../records/codec.ts";
import { DecodeError, integer, literal, object, string, unsigned64 } from "../records/decoder.ts";
import { parseResourceId } from "../state/resource_id.ts";
import { SLOTS_PER_SERVICE } from "./schema.ts";

export const TRANSFER_FORMAT = "piccolo-statemanager-journal";
/** Grows when an old program must not read what a new one writes. */
export const TRANSFER_VERSION = 1;
/** Wrong lines that are told of, at most. */
const MAX_PROBLEMS = 20;

/** The first line. */
export interface TransferHeader {
  /** Events kept per service. */
  readonly ringSize: number;
  /** Of the newest commit. */
  readonly term: bigint;
  readonly revision: bigint;
  /** Newest revision of what was forgotten. */
  readonly forgotten: bigint;
}

export interface TransferService {
  readonly resource: string;
  readonly revision: bigint;
  readonly evicted: bigint;
  /** 0 = it exists. */
  readonly removed: bigint;
  /** JSON; undefined once it ended. */
  readonly record: string | undefined;
}

export interface TransferEvent {
  readonly resource: string;
  readonly revision: bigint;
  readonly type: string;
  readonly json: string;
}

export type TransferLine =
  | { readonly kind: "header"; readonly header: TransferHeader }
  | { readonly kind: "service"; readonly service: TransferService }
  | { readonly kind: "event"; readonly event: TransferEvent }
  | { readonly kind: "end"; readonly services: number; readonly events: number };

/** One line, ended. */
export function formatLine(line: TransferLine): string {
  switch (line.kind) {
    case "header": {
      const { ringSize, term, revision, forgotten } = line.header;
      const header = {
        format: TRANSFER_FORMAT,
        version: TRANSFER_VERSION,
        ...{ ringSize, term: `${term}`, revision: `${revision}`, forgotten: `${forgotten}` },
      };
      return `${JSON.stringify(header)}\n`;
    }
    case "service": {
      const { resource, revision, evicted, removed, record } = line.service;
      const head = {
        kind: "service",
        resource,
        revision: `${revision}`,
        evicted: `${evicted}`,
        removed: `${removed}`,
      };
      // The record is JSON already, and stays as it is (I2).
      return `${JSON.stringify(head).slice(0, -1)},"record":${record ?? "null"}}\n`;
    }
    case "event":
      return `{"kind":"event","event":${line.event.json}}\n`;
    case "end":
      return `${JSON.stringify({ kind: "end", services: line.services, events: line.events })}\n`;
  }
}

/** Something is wrong with a file that was to be taken in. */
export class TransferError extends Error {
  override readonly name = "TransferError";

  /** A line each, with its number. */
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** Lines of a file, checked (I1). Throws a TransferError at the end when any was wrong. */
export function* readLines(lines: Iterable<string>): Generator<TransferLine> {
  const checker = new Checker();
  const problems: string[] = [];
  let number = 0;
  let unlisted = 0;
  for (const text of lines) {
    number += 1;
    try {
      const line = parseLine(text, number === 1);
      checker.check(line);
      yield line;
    } catch (error) {
      if (!(error instanceof DecodeError) && !(error instanceof SyntaxError)) throw error;
      const problem = error instanceof SyntaxError ? "it is not JSON" : messageOf(error);
      if (problems.length < MAX_PROBLEMS) problems.push(`line ${number}: ${problem}`);
      else unlisted += 1;
      // Without its header nothing in the file is what it seems.
      if (number === 1) break;
    }
  }
  if (number === 0) problems.push("the file is empty");
  else if (problems.length === 0 && !checker.isAtEnd) {
    problems.push("the end is missing: the file was cut off");
  }
  if (unlisted > 0) problems.push(`and ${unlisted} more lines`);
  if (problems.length > 0) throw new TransferError(problems);
}

const formatMember = object<{ readonly format: typeof TRANSFER_FORMAT }>({
  format: literal(TRANSFER_FORMAT),
});
const versionMember = object<{ readonly version: number }>({ version: integer });
const headerLine = object<TransferHeader>({
  ringSize: integer,
  term: unsigned64,
  revision: unsigned64,
  forgotten: unsigned64,
});
const kindMember = object<{ readonly kind: string }>({ kind: string });
const serviceLine = object<Omit<TransferService, "record">>({
  resource: string,
  revision: unsigned64,
  evicted: unsigned64,
  removed: unsigned64,
});
const recordMember = object<{ readonly record: unknown }>({ record: (value) => value });
const eventMember = object<{ readonly event: unknown }>({ event: (value) => value });
const endLine = object<{ readonly services: number; readonly events: number }>({
  services: integer,
  events: integer,
});

function parseLine(text: string, isFirst: boolean): TransferLine {
  const value: unknown = JSON.parse(text);
  if (isFirst) return { kind: "header", header: parseHeader(value) };
  const { kind } = kindMember(value, "");
  switch (kind) {
    case "service":
      return { kind, service: parseService(value) };
    case "event": {
      const json = JSON.stringify(eventMember(value, "").event);
      const event = decodeEvent(json ?? "");
      return {
        kind,
        event: { resource: event.resourceId, revision: event.revision, type: event.eventType, json },
      };
    }
    case "end":
      return { kind, ...endLine(value, "") };
    default:
      throw new DecodeError("kind", "service, event or end");
  }
}

function parseHeader(value: unknown): TransferHeader {
  try {
    formatMember(value, "");
  } catch (cause) {
    throw new DecodeError("", "the header of an exported journal", { cause });
  }
  const { version } = versionMember(value, "");
  if (version !== TRANSFER_VERSION) {
    throw new DecodeError(
      "version",
      `${TRANSFER_VERSION}, the only one that this program reads; it is ${version}`,
    );
  }
  const header = headerLine(value, "");
  if (header.ringSize < 1 || header.ringSize > SLOTS_PER_SERVICE) {
    throw new DecodeError("ringSize", `within 1 to ${SLOTS_PER_SERVICE}`);
  }
  return header;
}

function parseService(value: unknown): TransferService {
  const service = serviceLine(value, "");
  try {
    parseResourceId(service.resource, "resource");
  } catch (cause) {
    throw new DecodeError("resource", "a resource id", { cause });
  }
  const { record } = recordMember(value, "");
  if (record === null || record === undefined) {
    if (service.removed === 0n) throw new DecodeError("record", "there, although the service exists");
    return { ...service, record: undefined };
  }
  if (service.removed > 0n) throw new DecodeError("record", "null, although the service ended");
  const json = JSON.stringify(record);
  const { metadata } = decodeRecord(json).service;
  if (metadata.id !== service.resource) throw new DecodeError("record", `of ${service.resource}`);
  if (metadata.revision > service.revision) throw new DecodeError("revision", "that of its record, or newer");
  return { ...service, record: json };
}

/** Position of one service while lines go by. */
interface Position {
  readonly service: TransferService;
  events: number;
}

/** What a line must be after the ones before it. */
class Checker {
  readonly #services = new Map<string, Position>();
  #header: TransferHeader | undefined;
  #revision = 0n;
  #events = 0;
  isAtEnd = false;

  /** Throws a DecodeError. */
  check(line: TransferLine): void {
    if (this.isAtEnd) throw new DecodeError("", "allowed after the end line");
    switch (line.kind) {
      case "header":
        this.#header = line.header;
        return;
      case "service":
        return this.#checkService(line.service);
      case "event":
        return this.#checkEvent(line.event);
      case "end":
        this.isAtEnd = true;
        if (line.services !== this.#services.size || line.events !== this.#events) {
          const counted = `${this.#services.size} services and ${this.#events} events`;
          throw new DecodeError("", `a true count: there are ${counted}`);
        }
    }
  }

  #checkService(service: TransferService): void {
    if (this.#events > 0) throw new DecodeError("", "before the first event, where services belong");
    if (service.revision > (this.#header?.revision ?? 0n)) {
      throw new DecodeError("revision", `at most ${this.#header?.revision}, the newest of the header`);
    }
    if (this.#services.has(service.resource)) throw new DecodeError("resource", "given once");
    this.#services.set(service.resource, { service, events: 0 });
  }

  #checkEvent({ resource, revision }: TransferEvent): void {
    const position = this.#services.get(resource);
    if (position === undefined) throw new DecodeError("event.resourceId", "a service of this file");
    if (revision <= this.#revision) {
      throw new DecodeError("event.revision", "above that of the event before it");
    }
    const { evicted, revision: newest } = position.service;
    if (revision <= evicted || revision > newest) {
      throw new DecodeError("event.revision", `above ${evicted} and at most ${newest}`);
    }
    this.#revision = revision;
    this.#events += 1;
    position.events += 1;
    if (position.events > (this.#header?.ringSize ?? 0)) {
      throw new DecodeError("event", `within the ${this.#header?.ringSize} of its service`);
    }
  }
}
