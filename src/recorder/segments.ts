/**
 * The segments of a recorded run: each can be replayed alone, so that the oldest can be forgotten (docs/adr/0017).
 *
 * A run cannot be written down in the middle, because half of it is promises under way. So a segment begins where none is: the manager
 * rests, its checkpoint is written down, and the manager goes on from that checkpoint as a replay will.
 *
 * I1: another segment begins only when the sink asks for one and the manager rests, at most one in MIN_SEGMENT_MS: each one opens the
 *     streams of the nodes again.
 * I2: what the live manager and a replay go on from is the same; what a checkpoint does not hold is made anew in both.
 */
import { RateLimit } from "../kit/rate_limit.ts";
import type { StateManager, StateManagerOptions } from "../manager.ts";
import type { ManagerCheckpoint } from "../manager/core/checkpoint.ts";
import {
  type Input,
  type Line,
  lineText,
  type RecordedNode,
  RECORDING_VERSION,
  type RecordingSink,
} from "./recording.ts";
import type { Turns } from "./turns.ts";

const MIN_SEGMENT_MS = 10_000;
/** A manager that does not rest, or whose journal cannot be written, is asked again after this. */
const RETRY_MS = 1_000;

export interface RecorderOptions {
  readonly sink: RecordingSink;
  /** Calls back in a task of its own, after every promise that is settled now was heard. */
  readonly defer: (callback: () => void) => void;
  /** The program and its version. */
  readonly program: string;
}

export interface SegmentDeps {
  readonly parts: StateManagerOptions;
  readonly recorder: RecorderOptions;
  readonly turns: Turns;
  readonly manager: StateManager;
}

export class Segments {
  readonly #deps: SegmentDeps;
  readonly #attempts = new RateLimit(RETRY_MS);
  #begunAtMs: number;
  /** What waited for the journal was stored just now, for the segment that is to begin. */
  #isSettled = false;

  /** The first one begins with the program. */
  constructor(deps: SegmentDeps) {
    const { parts, recorder } = deps;
    this.#deps = deps;
    this.#begunAtMs = parts.clock.monotonicMs();
    recorder.sink.write(lineText(this.#header(parts.agents)));
  }

  /** The manager rests: another segment may begin (I1). */
  rest(): void {
    const { parts, recorder, manager, turns } = this.#deps;
    const nowMs = parts.clock.monotonicMs();
    if (!recorder.sink.isSegmentDue || nowMs - this.#begunAtMs < MIN_SEGMENT_MS) return;
    if (!this.#isSettled && this.#attempts.pass(nowMs) === undefined) return;
    if (!this.#isSettled && manager.hasUnsaved) {
      this.#isSettled = true;
      turns.now(SETTLE, () => manager.settle());
      return;
    }
    this.#isSettled = false;
    const checkpoint = manager.checkpoint();
    if (checkpoint === undefined || !recorder.sink.beginSegment(this.#head(checkpoint))) return;
    this.#begunAtMs = nowMs;
    turns.beginSegment();
    // I2.
    turns.now(RESUME, () => manager.resume(checkpoint));
  }

  *#head({ ledger: { records, ...ledger }, engine, ...checkpoint }: ManagerCheckpoint): Generator<string> {
    yield lineText(this.#header(checkpoint.agents));
    const { leadership, alerts } = checkpoint;
    const nodes = engine === undefined ? {} : { nodes: engine.nodes };
    yield lineText({ kind: "checkpoint", ledger, leadership, alerts, ...nodes });
    for (const record of records) yield lineText({ kind: "record", record });
    for (const [id, runtime] of engine?.runtimes ?? []) yield lineText({ kind: "runtime", id, runtime });
    for (const [id, phases] of engine?.phases ?? []) yield lineText({ kind: "phases", id, phases });
  }

  #header(agents: readonly RecordedNode[]): Line {
    const { parts, recorder } = this.#deps;
    return {
      kind: "recording",
      version: RECORDING_VERSION,
      program: recorder.program,
      startedAtMs: parts.clock.wallMs(),
      settings: parts.settings,
      nodes: agents.map(({ node, address }) => ({ node, address })),
      isGated: parts.gate !== undefined,
    };
  }
}

const SETTLE: Input = { kind: "request", request: { kind: "settle", details: {} } };
const RESUME: Input = { kind: "request", request: { kind: "resume", details: {} } };
