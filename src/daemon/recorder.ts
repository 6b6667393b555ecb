/** The manager of a daemon that records its inputs (docs/adr/0013). */
import type { Buffered } from "../kit/buffer_level.ts";
import { messageOf } from "../kit/errors.ts";
import type { StateManager, StateManagerOptions } from "../manager.ts";
import type { Config } from "../platform/config/config.ts";
import { inNextTask } from "../platform/process/next_task.ts";
import { openRecordingFile, type RecordingFile } from "../platform/process/recording_file.ts";
import { VERSION } from "../platform/process/version.ts";
import type { Log } from "../ports/log.ts";
import { lineText } from "../recorder/recording.ts";
import { RecordingManager } from "../recorder/recording_manager.ts";

export interface RecordedManager extends Buffered, AsyncDisposable {
  readonly manager: StateManager;
}

/** Undefined = the recording file cannot be created. */
export function openRecordedManager(
  parts: StateManagerOptions,
  config: Config,
  log: Log,
): RecordedManager | undefined {
  const file = openFile(config, log);
  if (file === undefined) return undefined;
  return {
    manager: new RecordingManager(parts, { sink: file, defer: inNextTask, program: VERSION }),
    buffers: () => file.buffers(),
    [Symbol.asyncDispose]: () => file[Symbol.asyncDispose](),
  };
}

function openFile(config: Config, log: Log): RecordingFile | undefined {
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
