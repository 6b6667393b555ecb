/** The journal as a recorded manager sees it: what was loaded is written down, and every commit with it. */
import { messageOf } from "../kit/errors.ts";
import type { CommitBatch, EventPage, EventQuery, StoredState, StorePort } from "../ports/store.ts";
import { FLUSH_WORDS } from "./calls.ts";
import { markOf } from "./canonical.ts";
import type { CommitDecision } from "./recording.ts";
import type { Turns } from "./turns.ts";

export class RecordingStore implements StorePort {
  readonly #store: StorePort;
  readonly #turns: Turns;

  constructor(store: StorePort, turns: Turns) {
    this.#store = store;
    this.#turns = turns;
  }

  load(): StoredState {
    const stored = this.#store.load();
    const { revision, term, reserved, records } = stored;
    for (const record of records) this.#turns.note({ kind: "record", record });
    this.#turns.note({ kind: "loaded", revision, term, reserved, records: records.length });
    return stored;
  }

  commit(batch: CommitBatch): void {
    const decision = commitDecision(batch);
    try {
      this.#store.commit(batch);
    } catch (error) {
      this.#turns.note({ ...decision, failure: messageOf(error) });
      throw error;
    }
    this.#turns.note(decision);
  }

  flush(): Promise<void> {
    return this.#turns.call({
      ...FLUSH_WORDS,
      make: () => this.#store.flush(),
      answerOf: () => ({ kind: "nothing" }),
    });
  }

  /** For those who ask; no decision depends on it. */
  readEvents(query: EventQuery): EventPage {
    return this.#store.readEvents(query);
  }

  writtenBytes(): number {
    const bytes = this.#store.writtenBytes();
    this.#turns.note({ kind: "written", bytes });
    return bytes;
  }
}

export function commitDecision(
  { revision, term, reserved, records, removed, events }: CommitBatch,
): CommitDecision {
  const marks = records.map((record) => ({ id: record.service.metadata.id, mark: markOf(record) }));
  return {
    kind: "commit",
    revision,
    term,
    ...(reserved === undefined ? {} : { reserved }),
    records: marks,
    removed,
    events,
  };
}
