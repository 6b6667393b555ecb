/**
 * Reads a recording back, or says which line of it cannot be one.
 *
 * I1: what comes out is whole: the header first, what was loaded or the checkpoint, then turns. A file without an `end` line was cut
 *     between two lines, as by the death of the program, or is torn in the middle of its last line, as by the loss of power, and that line
 *     is left out; its last turn may lack its last decisions.
 */
import { messageOf } from "../kit/errors.ts";
import type { EngineCheckpoint, ManagerCheckpoint } from "../manager/core/checkpoint.ts";
import type { StoredState } from "../ports/store.ts";
import {
  type CheckpointLine,
  type Decision,
  type EndReason,
  FIRST_STANDSTILL,
  type Header,
  type Input,
  type Line,
  type Moment,
  RECORDING_VERSION,
  type TurnLine,
} from "./recording.ts";
import { recordingLine } from "./recording_lines.ts";

/** A member with the line that it is on, counted from 1. */
export interface Placed<T> {
  readonly line: number;
  readonly value: T;
}

export interface RecordedTurn {
  readonly line: number;
  readonly moment: Moment;
  /** Whether an earlier turn may have been under way. */
  readonly isMid: boolean;
  readonly inputs: readonly Placed<Input>[];
  readonly decisions: readonly Placed<Decision>[];
}

/** What the manager went on from: the journal, at the start of the program, or a checkpoint. */
export type Origin =
  | { readonly kind: "stored"; readonly stored: StoredState }
  | { readonly kind: "checkpoint"; readonly checkpoint: ManagerCheckpoint };

export interface Recording {
  readonly header: Header;
  readonly origin: Origin;
  readonly turns: readonly RecordedTurn[];
  /** In the order in which they were drawn. */
  readonly ids: readonly string[];
  readonly randoms: readonly number[];
  readonly written: readonly number[];
  /** `cut`: it has no end. `torn`: its last line is not whole. */
  readonly end: EndReason | "cut" | "torn";
  /** Lines that were dropped behind its end. */
  readonly missing: number;
}

/** The text is no recording that this program can replay. */
export class RecordingError extends Error {
  override readonly name = "RecordingError";

  constructor(readonly line: number, problem: string, options?: { readonly cause?: unknown }) {
    super(`line ${line}: ${problem}`, options);
  }
}

interface OpenTurn {
  readonly line: number;
  readonly moment: Moment;
  readonly isMid: boolean;
  readonly inputs: Placed<Input>[];
  readonly decisions: Placed<Decision>[];
}

/** Throws a RecordingError. */
export function readRecording(text: string): Recording {
  const lines = text.split("\n");
  const isTorn = lines.pop() !== "";
  const [first, ...rest] = lines;
  if (first === undefined) throw new RecordingError(1, "is not whole: there is nothing to replay");
  const header = readHeader(first);
  const parts = new Parts(header);
  rest.forEach((line, index) => parts.take(readLine(line, index + 2), index + 2));
  const recording = { header, ...parts.done(lines.length) };
  return isTorn && recording.end === "cut" ? { ...recording, end: "torn" } : recording;
}

class Parts {
  readonly #header: Header;
  readonly #records: StoredState["records"][number][] = [];
  readonly #runtimes: EngineCheckpoint["runtimes"][number][] = [];
  readonly #phases: EngineCheckpoint["phases"][number][] = [];
  readonly #turns: OpenTurn[] = [];
  readonly #ids: string[] = [];
  readonly #randoms: number[] = [];
  readonly #written: number[] = [];
  #loaded: Omit<StoredState, "records"> | undefined;
  #checkpoint: CheckpointLine | undefined;
  #end: EndReason | "cut" = "cut";
  #missing = 0;

  constructor(header: Header) {
    this.#header = header;
  }

  take(value: Line, line: number): void {
    if (this.#end !== "cut") throw new RecordingError(line, "comes after the end");
    switch (value.kind) {
      case "recording":
        throw new RecordingError(line, "is a second header");
      case "record":
        this.#records.push(value.record);
        return;
      case "runtime":
        this.#runtimes.push([value.id, value.runtime]);
        return;
      case "phases":
        this.#phases.push([value.id, value.phases]);
        return;
      case "checkpoint":
        this.#checkpoint = value;
        return;
      case "loaded":
        if (value.records !== this.#records.length) throw new RecordingError(line, "counts other records");
        this.#loaded = { revision: value.revision, term: value.term, reserved: value.reserved };
        return;
      case "turn":
        this.#begin(value, line);
        return;
      case "commit":
      case "call":
        this.#turn(line).decisions.push({ line, value });
        return;
      case "id":
        this.#ids.push(value.id);
        return;
      case "random":
        this.#randoms.push(value.random);
        return;
      case "written":
        this.#written.push(value.bytes);
        return;
      case "end":
        this.#end = value.reason;
        this.#missing = value.missing;
        return;
      default:
        this.#turn(line).inputs.push({ line, value });
    }
  }

  done(lines: number): Omit<Recording, "header"> {
    return {
      origin: this.#origin(lines),
      turns: this.#turns,
      ids: this.#ids,
      randoms: this.#randoms,
      written: this.#written,
      end: this.#end,
      missing: this.#missing,
    };
  }

  #origin(lines: number): Origin {
    const records = this.#records;
    if (this.#loaded !== undefined) return { kind: "stored", stored: { ...this.#loaded, records } };
    // A turn is what comes after the whole of a checkpoint.
    if (this.#checkpoint === undefined || this.#turns.length === 0) {
      throw new RecordingError(lines, "ends before all is there that the run goes on from");
    }
    const { ledger, leadership, alerts, nodes } = this.#checkpoint;
    const checkpoint = {
      ...{ leadership, alerts, agents: this.#header.nodes, ledger: { ...ledger, records } },
      ...(nodes === undefined ? {} : { engine: { nodes, runtimes: this.#runtimes, phases: this.#phases } }),
    };
    return { kind: "checkpoint", checkpoint };
  }

  #begin({ kind: _kind, isMid = false, ...told }: TurnLine, line: number): void {
    const before = this.#turns.at(-1)?.moment ?? FIRST_STANDSTILL;
    this.#turns.push({ line, moment: { ...before, ...told }, isMid, inputs: [], decisions: [] });
  }

  #turn(line: number): OpenTurn {
    const turn = this.#turns.at(-1);
    if (turn === undefined) throw new RecordingError(line, "comes before the first turn");
    return turn;
  }
}

function readHeader(line: string): Header {
  const value = parse(line, 1);
  if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "recording") {
    throw new RecordingError(1, "is not the header of a recording");
  }
  if (!("version" in value) || value.version !== RECORDING_VERSION) {
    const version = "version" in value ? String(value.version) : "unknown";
    throw new RecordingError(1, `is of version ${version}; this program reads version ${RECORDING_VERSION}`);
  }
  const header = readLine(line, 1);
  if (header.kind !== "recording") throw new RecordingError(1, "is not the header of a recording");
  return header;
}

function readLine(line: string, number: number): Line {
  const value = parse(line, number);
  try {
    return recordingLine(value, "");
  } catch (cause) {
    throw new RecordingError(number, messageOf(cause), { cause });
  }
}

function parse(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new RecordingError(number, "is not JSON", { cause });
  }
}
