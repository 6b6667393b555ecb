/** A replay from the text of a recording, in one piece for those who compose the program. */
import type { Clock } from "../ports/clock.ts";
import type { ReplayOutcome } from "../ports/replay.ts";
import { readRecording, RecordingError } from "./reading.ts";
import { replay } from "./replay.ts";

export async function replayText(
  text: string,
  options: { readonly clock: Pick<Clock, "monotonicMs">; readonly drained: () => Promise<void> },
): Promise<ReplayOutcome> {
  try {
    const startedMs = options.clock.monotonicMs();
    const recording = readRecording(text);
    const result = await replay(recording, { drained: options.drained });
    const { end, missing } = recording;
    return { kind: "replayed", ...result, end, missing, tookMs: options.clock.monotonicMs() - startedMs };
  } catch (error) {
    if (error instanceof RecordingError) return { kind: "unreadable", problem: error.message };
    throw error;
  }
}
