/** A recorded manager with everything around it in memory: each start of it is a recording of its own. */
import type { ManagerSettings } from "../../../src/manager/core/settings.ts";
import { inNextTask, nextTask } from "../../../src/platform/process/next_task.ts";
import type { Recording } from "../../../src/recorder/reading.ts";
import { readRecording } from "../../../src/recorder/reading.ts";
import { RecordingManager } from "../../../src/recorder/recording_manager.ts";
import type { ReplayResult } from "../../../src/ports/replay.ts";
import { replay } from "../../../src/recorder/replay.ts";
import { type NewManager, Rig, type RigOptions } from "../engine/rig.ts";
import { VirtualClock } from "../engine/virtual_clock.ts";

/** Time stands still until nothing waits for its turn. */
class TurnClock extends VirtualClock {
  isPending: () => boolean = () => false;

  override async settle(): Promise<void> {
    do {
      await nextTask();
      await nextTask();
    } while (this.isPending());
  }
}

export class RecordedRig extends Rig {
  /** The text of each run, oldest first. */
  readonly recordings: readonly (readonly string[])[];

  constructor(options: RigOptions = {}) {
    const recordings: string[][] = [];
    const clock = new TurnClock();
    const newManager: NewManager = (parts) => {
      const lines: string[] = [];
      recordings.push(lines);
      const manager = new RecordingManager(parts, {
        sink: { write: (line) => void lines.push(line) },
        defer: inNextTask,
        program: "test",
      });
      clock.isPending = () => manager.isPending;
      return manager;
    };
    super(options, { clock, newManager });
    this.recordings = recordings;
  }

  /** What was recorded in the nth run. */
  text(run: number): string {
    return (this.recordings[run] ?? []).map((line) => `${line}\n`).join("");
  }

  recording(run: number): Recording {
    return readRecording(this.text(run));
  }

  replay(run: number, settings: Partial<ManagerSettings> = {}): Promise<ReplayResult> {
    return replay(this.recording(run), { drained: nextTask, settings });
  }
}
