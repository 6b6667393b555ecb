/** The manager of the daemon: recorded where the configuration asks for it (docs/adr/0013). */
import { messageOf } from "../errors.ts";
import { StateManager, type StateManagerOptions } from "../manager.ts";
import type { Config } from "../platform/config.ts";
import { inNextTask } from "../platform/next_task.ts";
import { openRecordingFile, type RecordingFile } from "../platform/recording_file.ts";
import { VERSION } from "../platform/version.ts";
import type { Log } from "../ports.ts";
import { lineText } from "../recorder/recording.ts";
import { RecordingManager } from "../recorder/recording_manager.ts";

/** The file to record to; not set = nothing is recorded. A file that cannot be made keeps nobody from starting. */
export function openRecording(config: Config, log: Log): RecordingFile | undefined {
  if (!config.recorder.enabled) return undefined;
  try {
    return openRecordingFile({
      stateDir: config.stateDir,
      sizeBytes: config.recorder.sizeBytes,
      log,
      endLine: (reason, missing) => lineText({ kind: "end", reason, missing }),
    });
  } catch (error) {
    log.warn("Cannot record", { error: messageOf(error) });
    return undefined;
  }
}

export function newManager(options: StateManagerOptions, recording: RecordingFile | undefined): StateManager {
  if (recording === undefined) return new StateManager(options);
  return new RecordingManager(options, { sink: recording, defer: inNextTask, program: VERSION });
}
