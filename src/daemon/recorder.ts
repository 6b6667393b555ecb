/** The manager of a daemon that records its inputs (docs/adr/0013, 0017). */
import type { Buffered } from "../kit/buffer_level.ts";
import { messageOf } from "../kit/errors.ts";
import type { Manager, StateManagerOptions } from "../manager.ts";
import type { Config } from "../platform/config/config.ts";
import { inNextTask } from "../platform/process/next_task.ts";
import { openRecordingRing, type RecordingRing } from "../platform/process/recording_ring.ts";
import { VERSION } from "../platform/process/version.ts";
import type { Log } from "../ports/log.ts";
import { lineText } from "../recorder/recording.ts";
import { recordManager } from "../recorder/recorded_manager.ts";

export interface RecordedManager extends Buffered, AsyncDisposable {
  readonly manager: Manager;
}

/** Undefined = no recording can be created. */
export function openRecordedManager(
  parts: StateManagerOptions,
  config: Config,
  log: Log,
): RecordedManager | undefined {
  const ring = openRing(config, log);
  if (ring === undefined) return undefined;
  const { manager } = recordManager(parts, { sink: ring, defer: inNextTask, program: VERSION });
  return {
    manager,
    buffers: () => ring.buffers(),
    [Symbol.asyncDispose]: () => ring[Symbol.asyncDispose](),
  };
}

function openRing(config: Config, log: Log): RecordingRing | undefined {
  try {
    return openRecordingRing({
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
