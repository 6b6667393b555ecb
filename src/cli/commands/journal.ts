/** The commands for the file of the journal: they need no State Manager, and all but `import` may run beside one. */
import { join, resolve } from "node:path";
import { messageOf } from "../../kit/errors.ts";
import { formatOf, hasSwitch, textOption } from "../arguments.ts";
import { type CommandContext, jsonText, reportError, tableStyle } from "../context.ts";
import { CliError, EXIT_CODES, usage } from "../errors.ts";
import { FINDING_ADVICE, inspectText, inspectValue, unusableError } from "../format/journal_text.ts";
import { loadYaml } from "../format/yaml.ts";
import { JOURNAL_FILE, type JournalSummary } from "../../ports/journal_tools.ts";
import type { JournalDeps } from "../journal_tools.ts";

/** Newest commits that `inspect` shows. */
const SHOWN_EVENTS = 10;

/** `journal inspect`: what is in it. Resolves to the exit code. */
export async function runJournalInspect(context: CommandContext): Promise<number> {
  const { io, deps, args } = context;
  const journal = await deps.journal();
  const format = formatOf(args);
  const path = journalPath(journal, context);
  const found = journal.tools.inspect(path, { depth: "rows", newest: SHOWN_EVENTS });
  const aside = journal.tools.asideFiles(path);
  if (found.kind !== "read") {
    if (format !== "table" && format !== "wide") {
      const value = { kind: "Journal", path, state: found.kind, aside: aside.map(({ name }) => name) };
      io.stdout(format === "json" ? jsonText(value) : (await loadYaml())([value]));
    }
    return reportError(io, unusableError(found, path));
  }
  const facts = { path, summary: found, aside };
  if (format === "json") io.stdout(jsonText(inspectValue(facts)));
  else if (format === "yaml") io.stdout((await loadYaml())([inspectValue(facts)]));
  else {io.stdout(
      inspectText(facts, { nowMs: io.nowMs(), style: tableStyle(io, { isCut: format === "table" }) }),
    );}
  return EXIT_CODES.ok;
}

/** `journal verify`: whether it is sound, and what to do where it is not. Resolves to the exit code. */
export async function runJournalVerify(context: CommandContext): Promise<number> {
  const { io, deps } = context;
  const journal = await deps.journal();
  const path = journalPath(journal, context);
  const found = journal.tools.inspect(path, { depth: "all", newest: 0 });
  if (found.kind !== "read") return reportError(io, unusableError(found, path));
  const { findings } = found;
  if (findings.length === 0) {
    const audit = found.auditEntries === 0
      ? ""
      : `, an unbroken audit trail of ${found.auditEntries} entries`;
    io.stdout(`sound: ${countsText(found)}, revision ${found.revision}${audit}\n`);
    return EXIT_CODES.ok;
  }
  for (const { problem } of findings) io.stdout(`damaged: ${problem}\n`);
  io.stdout("\n");
  for (const kind of new Set(findings.map((finding) => finding.kind))) {
    if (FINDING_ADVICE[kind] !== "") io.stdout(`${FINDING_ADVICE[kind]}\n`);
  }
  return EXIT_CODES.unsound;
}

/** `journal export`: as text. Resolves to the exit code. */
export async function runJournalExport(context: CommandContext): Promise<number> {
  const { io, deps, args } = context;
  const journal = await deps.journal();
  const path = journalPath(journal, context);
  const file = textOption(args, "file");
  const outcome = file === undefined || file === "-"
    ? journal.tools.exportTo(path, io.stdout)
    : asFailure(`Cannot write ${file}`, EXPORT_HINT, () => journal.tools.exportToFile(path, file));
  if (outcome.kind !== "exported") return reportError(io, unusableError(outcome, path));
  io.stderr(`exported: ${countsText(outcome)}\n`);
  if (outcome.leftOutCount === 0) return EXIT_CODES.ok;
  for (const what of outcome.leftOut) io.stderr(`left out: ${what}\n`);
  const error = new CliError("unsound", "What is damaged is not in the export", {
    hint: "The rest is, and can be imported. statemanagerd journal verify says more.",
  });
  return reportError(io, error);
}

/** `journal import`: from text. Resolves to the exit code. */
export async function runJournalImport(context: CommandContext): Promise<number> {
  const { io, deps, args } = context;
  const journal = await deps.journal();
  const file = textOption(args, "file");
  if (file === undefined) throw usage("journal import needs --file", "It is what journal export wrote.");
  const stateDir = stateDirOf(journal, context);
  const path = join(stateDir, JOURNAL_FILE);
  const options = { file, isReplacing: hasSwitch(args, "replace") };
  const locked = journal.withLock(
    stateDir,
    () => asFailure(`Cannot import ${file}`, IMPORT_HINT, () => journal.tools.import(path, options)),
  );
  if (locked.kind !== "done") {
    throw new CliError(locked.kind === "held" ? "refused" : "failed", locked.message, {
      ...(locked.kind === "held" ? { hint: "systemctl stop statemanager stops the State Manager." } : {}),
    });
  }
  const outcome = locked.value;
  switch (outcome.kind) {
    case "imported": {
      io.stdout(
        `imported: ${countsText(outcome)}, ended ${outcome.removedServices}, revision ${outcome.revision}\n`,
      );
      if (outcome.movedTo !== undefined) io.stdout(`the old journal is ${outcome.movedTo}\n`);
      return EXIT_CODES.ok;
    }
    case "invalid":
      for (const problem of outcome.problems) io.stderr(`error: ${file}: ${problem}\n`);
      io.stderr("       Nothing was imported.\n");
      return EXIT_CODES.usage;
    case "occupied":
      throw new CliError("refused", `There is a journal already: ${outcome.message}`, {
        hint: "--replace moves it aside and imports.",
      });
  }
}

function countsText({ services, events }: Pick<JournalSummary, "services" | "events">): string {
  return `${services} ${services === 1 ? "service" : "services"}, ${events} ${
    events === 1 ? "event" : "events"
  }`;
}

/** The file that is asked about: the one given, or that of the state directory. */
function journalPath(journal: JournalDeps, context: CommandContext): string {
  const [file] = context.args.positionals;
  return file === undefined ? join(stateDirOf(journal, context), JOURNAL_FILE) : resolve(file);
}

function stateDirOf(journal: JournalDeps, { args, io }: CommandContext): string {
  const found = journal.stateDirOf(textOption(args, "config"), io.env);
  if (found.kind === "known") return found.stateDir;
  throw usage(found.problems.join("\n       "), "statemanagerd config check says everything that is wrong.");
}

const EXPORT_HINT = "Standard output can go to any file: statemanagerd journal export > FILE.";
const IMPORT_HINT = "It reads and writes in the state directory; a file beside the journal can be imported.";

/** `hint` = what helps where the program is not allowed to. */
function asFailure<T>(what: string, hint: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const isForbidden = cause instanceof Deno.errors.NotCapable;
    throw new CliError(
      "failed",
      `${what}: ${isForbidden ? "this program may not read or write there" : messageOf(cause)}`,
      {
        cause,
        ...(isForbidden ? { hint } : {}),
      },
    );
  }
}
