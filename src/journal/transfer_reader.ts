/**
 * Reads an exported journal (`transfer_format.ts`).
 *
 * I1  A file is accepted as a whole or not at all: every line is checked, also against the lines before it.
 */
import { messageOf } from "../kit/errors.ts";
import { decodeEvent, decodeRecord } from "../records/codec.ts";
import { jsonText } from "../kit/visible_text.ts";
import { DecodeError, integer, literal, object, optional, string, unsigned64 } from "../records/decoder.ts";
import { parseResourceId } from "../state/resource_id.ts";
import { SLOTS_PER_SERVICE } from "./schema.ts";
import { LineOrder } from "./transfer_order.ts";

import {
  TRANSFER_FORMAT,
  TRANSFER_VERSION,
  type TransferHeader,
  type TransferLine,
  type TransferService,
} from "./transfer_format.ts";

/** Wrong lines that are reported, at most. */
const MAX_PROBLEMS = 20;

/** The file to import is invalid. */
export class TransferError extends Error {
  override readonly name = "TransferError";

  /** One sentence per wrong line, with its number. */
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** Lines of a file, checked (I1). Throws a TransferError at the end when any was wrong. */
export function* readLines(lines: Iterable<string>): Generator<TransferLine> {
  const checker = new LineOrder();
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
      // Without a valid header the other lines cannot be interpreted.
      if (number === 1) break;
    }
  }
  if (number === 0) problems.push("the file is empty");
  else if (problems.length === 0 && !checker.isAtEnd) {
    problems.push("the end line is missing: the file is truncated");
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
  reserved: optional(unsigned64),
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
const anchorLine = object<{ readonly hash: string }>({ hash: string });
const auditLine = object<{ readonly sequence: bigint; readonly hash: string; readonly entry: unknown }>({
  sequence: unsigned64,
  hash: string,
  entry: (value) => value,
});
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
    case "audit-anchor":
      return { kind, ...anchorLine(value, "") };
    case "audit": {
      const { sequence, hash, entry } = auditLine(value, "");
      return { kind, row: { sequence, hash, entry: jsonText(entry) } };
    }
    case "end":
      return { kind, ...endLine(value, "") };
    default:
      throw new DecodeError("kind", "service, event, audit-anchor, audit or end");
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
