/** A replay from the text of a recording, in one piece for those who compose the program. */
import type { Clock } from "../ports.ts";
import { readRecording, type Recording, RecordingError } from "./reading.ts";
import { replay, type ReplayResult } from "./replay.ts";

export type ReplayedText =
  | { readonly kind: "unreadable"; readonly problem: string }
  | (
    & { readonly kind: "replayed"; readonly tookMs: number }
    & ReplayResult
    & Pick<Recording, "end" | "missing">
  );

export async function replayText(
  text: string,
  options: { readonly clock: Pick<Clock, "monotonicMs">; readonly drained: () => Promise<void> },
): Promise<ReplayedText> {
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
