/**
 * The text form of a journal: readable JSON lines that another version can import.
 *
 * A header, then the services (existing ones, then ended ones), then the events in order of revision, then the audit trail, then an end line with the
 * counts, by which a truncated file is recognised.
 *
 * I1  Writing what `transfer_reader.ts` read gives the same bytes again.
 */
import type { AuditRow } from "./audit_chain.ts";
import { visibleLines } from "../kit/visible_text.ts";

export const TRANSFER_FORMAT = "piccolo-statemanager-journal";
/** Grows when an old program must not read what a new one writes. */
export const TRANSFER_VERSION = 1;

/** The first line. */
export interface TransferHeader {
  /** Events kept per service. */
  readonly ringSize: number;
  /** Term and revision of the newest commit. */
  readonly term: bigint;
  readonly revision: bigint;
  /** Newest revision of the forgotten services. */
  readonly forgotten: bigint;
  /** A run that ended uncleanly may have published revisions up to this one without storing them; not set = none beyond `revision`. */
  readonly reserved?: bigint;
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
  /** The hash before the first entry of the audit trail that is kept. */
  | { readonly kind: "audit-anchor"; readonly hash: string }
  | { readonly kind: "audit"; readonly row: AuditRow }
  | { readonly kind: "end"; readonly services: number; readonly events: number };

/** One line with its line feed, and nothing in it that a terminal would obey: the value of the JSON is the same. */
export function formatLine(line: TransferLine): string {
  return visibleLines(rawLine(line));
}

function rawLine(line: TransferLine): string {
  switch (line.kind) {
    case "header": {
      const { ringSize, term, revision, forgotten, reserved } = line.header;
      const header = {
        format: TRANSFER_FORMAT,
        version: TRANSFER_VERSION,
        ...{ ringSize, term: `${term}`, revision: `${revision}`, forgotten: `${forgotten}` },
        ...(reserved === undefined ? {} : { reserved: `${reserved}` }),
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
      // The record is JSON already, and stays as it is (I1).
      return `${JSON.stringify(head).slice(0, -1)},"record":${record ?? "null"}}\n`;
    }
    case "event":
      return `{"kind":"event","event":${line.event.json}}\n`;
    case "audit-anchor":
      return `${JSON.stringify({ kind: "audit-anchor", hash: line.hash })}\n`;
    case "audit": {
      const { sequence, hash, entry } = line.row;
      return `${
        JSON.stringify({ kind: "audit", sequence: `${sequence}`, hash }).slice(0, -1)
      },"entry":${entry}}\n`;
    }
    case "end":
      return `${JSON.stringify({ kind: "end", services: line.services, events: line.events })}\n`;
  }
}
