/**
 * Reads a recording back, or says which line of it cannot be one.
 *
 * I1: what comes out is whole: the header first, what was loaded, then turns. A file without an `end` line was cut off between two lines,
 *     as by the death of the program; its last turn may lack its last decisions.
 */
import { messageOf } from "../kit/errors.ts";
import type { StoredState } from "../ports/store.ts";
import {
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

export interface Recording {
  readonly header: Header;
  readonly stored: StoredState;
  readonly turns: readonly RecordedTurn[];
  /** In the order in which they were drawn. */
  readonly ids: readonly string[];
  readonly randoms: readonly number[];
  readonly written: readonly number[];
  /** `cut`: it has no end. */
  readonly end: EndReason | "cut";
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
  if (lines.pop() !== "") {
    throw new RecordingError(lines.length + 1, "is cut off; without it the file is whole up to there");
  }
  const [first, ...rest] = lines;
  const header = readHeader(first ?? "");
  const parts = new Parts();
  rest.forEach((line, index) => parts.take(readLine(line, index + 2), index + 2));
  return { header, ...parts.done(lines.length) };
}

class Parts {
  readonly #records: StoredState["records"][number][] = [];
  readonly #turns: OpenTurn[] = [];
  readonly #ids: string[] = [];
  readonly #randoms: number[] = [];
  readonly #written: number[] = [];
  #loaded: Omit<StoredState, "records"> | undefined;
  #end: EndReason | "cut" = "cut";
  #missing = 0;

  take(value: Line, line: number): void {
    if (this.#end !== "cut") throw new RecordingError(line, "comes after the end");
    switch (value.kind) {
      case "recording":
        throw new RecordingError(line, "is a second header");
      case "record":
        this.#records.push(value.record);
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
    if (this.#loaded === undefined) throw new RecordingError(lines, "ends before anything was loaded");
    return {
      stored: { ...this.#loaded, records: this.#records },
      turns: this.#turns,
      ids: this.#ids,
      randoms: this.#randoms,
      written: this.#written,
      end: this.#end,
      missing: this.#missing,
    };
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
