/**
 * Bears witness to what the journal holds: reports at the start what was lost of it, and keeps the mark beside it (`journal/mark.ts`).
 *
 * I1: a loss is reported once, in the log and by an alert, and by `doctor` for as long as it lasts.
 */
import { messageOf } from "../kit/errors.ts";
import type { OpenOutcome } from "../journal/journal.ts";
import { nextMark, readMark, writeMark } from "../journal/mark.ts";
import type { Committed } from "../manager/serve/api.ts";
import { type JournalMark, lossOf } from "../ports/journal_tools.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { AlertDraft } from "../state/alert.ts";

/** Services that come and go together change the mark once. */
const NOTED_AFTER_MS = 5_000;

/** The part of the manager that is needed. */
interface Witnessed {
  records(): Iterable<unknown>;
  onCommitted(listener: (step: Committed) => void): () => void;
  alert(draft: AlertDraft): void;
}

export interface JournalWitnessDeps {
  readonly path: string;
  readonly opened: OpenOutcome;
  /** Initialized. */
  readonly manager: Witnessed;
  readonly clock: Clock;
  readonly log: Log;
  /** Where else the specs are; completes the sentence "the specs ...". */
  readonly specs: string;
}

export class JournalWitness implements AsyncDisposable {
  readonly #deps: JournalWitnessDeps;
  #mark: JournalMark | undefined;
  readonly #unlisten: () => void;
  #timer: Timer | undefined;
  #noting: Promise<void> = Promise.resolve();

  /** Reports what was lost. */
  constructor(deps: JournalWitnessDeps) {
    this.#deps = deps;
    this.#mark = readMark(deps.path);
    this.#report();
    this.#unlisten = deps.manager.onCommitted(({ events }) => {
      if (events.some(({ eventType }) => eventType === "SpecChanged" || eventType === "Terminated")) {
        this.#noteSoon();
      }
    });
  }

  /** What the journal holds now is noted, once it is durable. Never rejects. */
  note(): Promise<void> {
    this.#noting = this.#noting.then(() => this.#note());
    return this.#noting;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unlisten();
    this.#timer?.cancel();
    await this.note();
  }

  #noteSoon(): void {
    this.#timer ??= this.#deps.clock.schedule(NOTED_AFTER_MS, () => {
      this.#timer = undefined;
      void this.note();
    });
  }

  async #note(): Promise<void> {
    const { path, opened, clock, log } = this.#deps;
    if (opened.kind === "volatile") return;
    // What only memory has is not promised.
    const held = this.#held();
    try {
      await opened.journal.flush();
      const mark = nextMark(this.#mark, held, clock.wallMs());
      if (this.#mark?.loss !== undefined && mark.loss === undefined) {
        log.info("As many services are known again as before the loss of the journal", {
          services: mark.services,
        });
      }
      this.#mark = mark;
      writeMark(path, mark);
    } catch (error) {
      log.warn("Cannot note what the journal holds", { error: messageOf(error) });
    }
  }

  #held(): Pick<JournalMark, "revision" | "services"> {
    const { manager, opened } = this.#deps;
    let services = 0;
    for (const _record of manager.records()) services += 1;
    return { revision: opened.journal.revision, services };
  }

  /** I1. */
  #report(): void {
    const { path, opened, manager, clock, log, specs } = this.#deps;
    const alert = (message: string) =>
      manager.alert({ severity: "Critical", reason: "JournalFailed", message });
    if (opened.kind === "volatile") {
      return alert(
        `The journal cannot be used, nothing survives the end of this process: ${opened.error.message}`,
      );
    }
    const loss = lossOf(this.#mark, this.#held(), clock.wallMs());
    if (opened.kind === "quarantined") {
      const { reason, message, movedTo } = opened;
      alert(
        `The journal is ${reason}, and is now ${movedTo}; this run began with an empty one: ${message}. ${specs}`,
      );
    } else if (loss !== undefined) {
      log.error("The journal was lost", { path, what: loss.what, services: loss.services });
      alert(`${loss.what}. ${specs}`);
    }
  }
}
