/** `journal replay`: what was recorded, through the manager again. */
import { messageOf } from "../../kit/errors.ts";
import type { CommandContext } from "../context.ts";
import { CliError, EXIT_CODES, usage } from "../errors.ts";
import type { ReplayDifference, ReplayOutcome } from "../../ports/replay.ts";

const ENDS: Readonly<Record<Extract<ReplayOutcome, { kind: "replayed" }>["end"], string>> = {
  stopped: "",
  full: "the recording ends where its file was full",
  dropped: "the recording ends where the disk did not keep up",
  cut: "the recording has no end: its program was killed, or still runs",
};

/** Resolves to the exit code: 0 = it decided the same, 6 = it did not. */
export async function runJournalReplay({ io, deps, args }: CommandContext): Promise<number> {
  const [file] = args.positionals;
  if (file === undefined) throw usage("journal replay needs a FILE");
  if (deps.replay === undefined) throw new Error("This program cannot replay");
  const outcome = await deps.replay(await read(io.readFile, file));
  if (outcome.kind === "unreadable") throw usage(`${file}, ${outcome.problem}`, "Nothing was replayed.");
  const { difference, inputs, commits, calls, tookMs, midTurns, end, missing } = outcome;
  if (difference !== undefined) io.stdout(differenceText(file, difference));
  const verdict = difference === undefined ? "identical" : "different";
  const seconds = (tookMs / 1_000).toFixed(2);
  io.stdout(`${verdict}: ${inputs} inputs, ${commits} commits and ${calls} calls replayed in ${seconds} s\n`);
  if (ENDS[end] !== "") {
    io.stderr(`note: ${ENDS[end]}${missing > 0 ? `; ${missing} lines are missing` : ""}\n`);
  }
  if (midTurns > 0) {
    io.stderr(
      `note: ${midTurns} times something came while the manager was at work; the order is not certain there\n`,
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
