/** Checks each line of an exported journal against the lines before it (I1 of `transfer_reader.ts`). */
import { DecodeError } from "../records/decoder.ts";
import type { TransferEvent, TransferHeader, TransferLine, TransferService } from "./transfer_format.ts";

/** The state of one service while the lines are read. */
interface Position {
  readonly service: TransferService;
  events: number;
}

/** Checks lines one after the other. */
export class LineOrder {
  readonly #services = new Map<string, Position>();
  #header: TransferHeader | undefined;
  #revision = 0n;
  #events = 0;
  /** Of the newest entry of the audit trail; not set = its anchor has not come. */
  #auditSequence: bigint | undefined;
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
      case "audit-anchor":
      case "audit":
        return this.#checkAudit(line);
      case "end":
        this.isAtEnd = true;
        if (line.services !== this.#services.size || line.events !== this.#events) {
          const counted = `${this.#services.size} services and ${this.#events} events`;
          throw new DecodeError("", `a true count: there are ${counted}`);
        }
    }
  }

  /** The chain itself is not proved here: a trail that is broken is imported as it is, and stays so. */
  #checkAudit(line: Extract<TransferLine, { readonly kind: "audit" | "audit-anchor" }>): void {
    const isFirst = this.#auditSequence === undefined;
    if (line.kind === "audit-anchor") {
      if (!isFirst) throw new DecodeError("", "before the first entry of the audit trail");
      this.#auditSequence = -1n;
      return;
    }
    if (isFirst) throw new DecodeError("", "behind the anchor of the audit trail");
    const { sequence } = line.row;
    if (sequence <= (this.#auditSequence ?? -1n)) {
      throw new DecodeError("sequence", "above that of the entry before it");
    }
    this.#auditSequence = sequence;
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
    // Older ones than the newest that is missing may be there.
    const { revision: newest } = position.service;
    if (revision > newest) throw new DecodeError("event.revision", `at most ${newest}`);
    this.#revision = revision;
    this.#events += 1;
    position.events += 1;
    if (position.events > (this.#header?.ringSize ?? 0)) {
      throw new DecodeError("event", `within the ${this.#header?.ringSize} of its service`);
    }
  }
}
