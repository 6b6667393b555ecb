/** A recorded manager with everything around it in memory: each start of it, and each segment, is a recording of its own. */
import type { ManagerSettings } from "../../../src/manager/core/settings.ts";
import { inNextTask, nextTask } from "../../../src/platform/process/next_task.ts";
import type { Recording } from "../../../src/recorder/reading.ts";
import { readRecording } from "../../../src/recorder/reading.ts";
import { recordManager } from "../../../src/recorder/recorded_manager.ts";
import { lineText, type RecordingSink } from "../../../src/recorder/recording.ts";
import type { ReplayResult } from "../../../src/ports/replay.ts";
import { replay } from "../../../src/recorder/replay.ts";
import { type NewManager, Rig, type RigOptions } from "../engine/rig.ts";
import { VirtualClock } from "../engine/virtual_clock.ts";

/** Time stands still until the manager rests. */
class TurnClock extends VirtualClock {
  isPending: () => boolean = () => false;

  override async settle(): Promise<void> {
    do {
      await nextTask();
      await nextTask();
    } while (this.isPending());
  }
}

export interface RecordedRigOptions extends RigOptions {
  /** Lines after which a segment is due; default: none is. */
  readonly segmentLines?: number;
  /** Where the recording goes instead of `recordings`. */
  readonly sink?: RecordingSink;
}

export class RecordedRig extends Rig {
  /** The lines of each segment of each run, oldest first. */
  readonly recordings: readonly (readonly string[])[];

  constructor({ segmentLines = Infinity, sink, ...options }: RecordedRigOptions = {}) {
    const recordings: string[][] = [];
    const clock = new TurnClock();
    const newManager: NewManager = (parts) => {
      const { manager, isPending } = recordManager(parts, {
        sink: sink ?? newSink(recordings, segmentLines),
        defer: inNextTask,
        program: "test",
      });
      clock.isPending = isPending;
      return manager;
    };
    super(options, { clock, newManager });
    this.recordings = recordings;
  }

  /** What was recorded in the nth segment. */
  text(segment: number): string {
    return (this.recordings[segment] ?? []).map((line) => `${line}\n`).join("");
  }

  recording(segment: number): Recording {
    return readRecording(this.text(segment));
  }

  replay(segment: number, settings: Partial<ManagerSettings> = {}): Promise<ReplayResult> {
    return replay(this.recording(segment), { drained: nextTask, settings });
  }
}

function newSink(recordings: string[][], segmentLines: number): RecordingSink {
  let lines: string[] = [];
  let headLines = 0;
  recordings.push(lines);
  return {
    write: (line) => void lines.push(line),
    get isSegmentDue() {
      return lines.length - headLines >= segmentLines;
    },
    beginSegment: (head) => {
      lines.push(lineText({ kind: "end", reason: "continued", missing: 0 }));
      lines = [...head];
      headLines = lines.length;
      recordings.push(lines);
      return true;
    },
  };
}
