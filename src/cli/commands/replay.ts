/** `journal replay`: recordings, through the manager again. */
import { messageOf } from "../../kit/errors.ts";
import { type CommandContext, reportError } from "../context.ts";
import { CliError, EXIT_CODES, usage } from "../errors.ts";
import type { ReplayDifference, ReplayOutcome } from "../../ports/replay.ts";

const ENDS: Readonly<Record<Extract<ReplayOutcome, { kind: "replayed" }>["end"], string>> = {
  stopped: "",
  continued: "",
  full:
    "the recording ends where its file was full; the manager was not at rest, so that no other one could begin",
  dropped: "the recording ends where the disk did not keep up",
  cut: "the recording has no end: its program was killed, or still runs",
  torn: "the last line of the recording is torn and was left out: power was lost, or it is being written",
};

/**
 * Resolves to the exit code: 0 = it decided the same in all files, 6 = it did not in one of them, 2 = it did where it could be told, and
 * one is no recording.
 */
export async function runJournalReplay(context: CommandContext): Promise<number> {
  const files = context.args.positionals;
  const codes: number[] = [];
  for (const file of files) codes.push(await replayFile(context, file, files.length === 1));
  return codes.includes(EXIT_CODES.unsound) ? EXIT_CODES.unsound : Math.max(...codes);
}

/** Resolves to the exit code of this file. */
async function replayFile({ io, deps }: CommandContext, file: string, isAlone: boolean): Promise<number> {
  if (deps.replay === undefined) throw new Error("This program cannot replay");
  const outcome = await deps.replay(await read(io.readFile, file));
  if (outcome.kind === "unreadable") {
    return reportError(io, usage(`${file}, ${outcome.problem}`, "It was not replayed."));
  }
  const prefix = isAlone ? "" : `${file}: `;
  const { difference, inputs, commits, calls, tookMs, midTurns, end, missing } = outcome;
  if (difference !== undefined) io.stdout(differenceText(file, difference));
  const verdict = difference === undefined ? "identical" : "different";
  const seconds = (tookMs / 1_000).toFixed(2);
  io.stdout(
    `${prefix}${verdict}: ${inputs} inputs, ${commits} commits and ${calls} calls replayed in ${seconds} s\n`,
  );
  if (ENDS[end] !== "") {
    io.stderr(`${prefix}note: ${ENDS[end]}${missing > 0 ? `; ${missing} lines are missing` : ""}\n`);
  }
  if (midTurns > 0) {
    io.stderr(
      `${prefix}note: ${midTurns} times something came while the manager was at work; the order is not certain there\n`,
    );
  }
  return difference === undefined ? EXIT_CODES.ok : EXIT_CODES.unsound;
}

async function read(readFile: (path: string) => Promise<string>, file: string): Promise<string> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new CliError("usage", `Cannot read ${file}: ${messageOf(cause)}`, { cause });
  }
}

function differenceText(file: string, difference: ReplayDifference): string {
  const { line, input, atMs, service, recorded, decided } = difference;
  const place = [
    `${file}, line ${line}: ${input}`,
    `  at       ${new Date(atMs).toISOString()}`,
    `  service  ${service === "" ? "none" : service}`,
  ];
  const side = (name: string, lines: readonly string[]) =>
    lines.map((text, index) => `  ${(index === 0 ? name : "").padEnd(8)} ${text}`);
  return `${[...place, ...side("recorded", recorded), ...side("now", decided)].join("\n")}\n`;
}
