/** What is said about the file of a journal. */
import { CliError } from "../errors.ts";
import type {
  AsideFile,
  JournalFindingKind,
  JournalSummary,
  UnusableJournal,
} from "../../ports/journal_tools.ts";
import { timeText } from "./age.ts";
import { eventColumns, eventRow, spansDays } from "./event_table.ts";
import { eventValue, type Plain } from "./manifest_value.ts";
import { oneLine } from "../../kit/visible_text.ts";
import { renderTable, type TableStyle } from "./table.ts";

/** What `journal inspect` found. */
export interface InspectFacts {
  readonly path: string;
  readonly summary: JournalSummary;
  readonly aside: readonly AsideFile[];
}

/** What a finding means and what to do. */
export const FINDING_ADVICE: Readonly<Record<JournalFindingKind, string>> = {
  page:
    "A damaged page: the next start moves the file aside and begins with an empty one. Save what can be read now with " +
    "`statemanagerd journal export --file FILE`, stop the State Manager, `statemanagerd journal import --replace --file FILE`, " +
    "start it. Then look at the disk: pages do not damage themselves.",
  service: "A service that cannot be read is left out at the start: apply its manifest again.",
  event:
    "An event that cannot be read is a gap in the history and nothing more. `statemanagerd journal export` and `import " +
    "--replace` make a journal without it.",
  order:
    "The history of a service is out of order: `statemanagerd journal export` and `import --replace` put it right.",
  audit:
    "Somebody or something changed the audit trail: what stands in it before that place is proved, what comes after is not. Keep " +
    "the file as it is (`statemanagerd journal export --file FILE`) and find out who could write to it.",
  more: "",
};

/** Why a file cannot be looked at, and what to do. */
export function unusableError(found: UnusableJournal, path: string): CliError {
  switch (found.kind) {
    case "absent":
      return new CliError("failed", `There is no journal at ${path}, or nothing in it yet`, {
        hint: "--config names the configuration with the state_dir; a path can be given as an argument.",
      });
    case "newer":
      return new CliError("unsound", `A newer version wrote ${path}: ${found.message}`, {
        hint:
          "This version would move it aside at its start. Export it with the newer version first, or go back to that one.",
      });
    case "corrupt":
      return new CliError("unsound", `${path} is damaged: ${found.message}`, {
        hint:
          "The next start moves it aside and begins with an empty one; specs must then be applied again, " +
          "or come from etcd or an import.",
      });
    case "unreadable":
      return new CliError("failed", `Cannot read ${path}: ${found.message}`, {
        hint:
          "Run it as the user of the State Manager, or as root; or copy the journal to a directory of your own and name the copy.",
      });
  }
}

/** Bytes as people read them. */
export function bytesText(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  const units = ["KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = "B";
  for (const next of units) {
    if (value < 1_024) break;
    value /= 1_024;
    unit = next;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** For people. */
export function inspectText(
  { path, summary, aside }: InspectFacts,
  { nowMs, style }: { readonly nowMs: number; readonly style: TableStyle },
): string {
  const { services, removedServices, findings, damagedRows } = summary;
  const ended = removedServices === 0 ? "" : `, and the history of ${removedServices} that ended`;
  const isSound = findings.length === 0;
  const damage = isSound ? "none" : `${damagedRows} rows; statemanagerd journal verify says more`;
  const facts: readonly (readonly [string, string])[] = [
    ["Journal", path],
    ["Schema", `version ${summary.schemaVersion}`],
    ["Size", `${bytesText(summary.fileBytes)}, log ${bytesText(summary.logBytes)}`],
    ["Services", `${services}${ended}`],
    ["Events", `${summary.events}, at most ${summary.ringSize} per service`],
    ["Audit", `${summary.auditEntries} entries`],
    ["Revision", `${summary.revision}, term ${summary.term}`],
    ["Damage", damage],
    ["Set aside", aside.length === 0 ? "nothing" : asideText(aside[0])],
    ...aside.slice(1).map((file) => ["", asideText(file)] as const),
  ];
  const head = facts.map(([name, value]) =>
    `${`${name === "" ? "" : `${name}:`}`.padEnd(11)}${oneLine(value)}\n`
  );
  if (summary.newest.length === 0) return head.join("");
  const withDate = spansDays(summary.newest, nowMs);
  const rows = summary.newest.map((event) => eventRow(event, { withService: true, withDate }));
  return `${head.join("")}\nNewest commits:\n${renderTable(eventColumns(true), rows, style)}`;
}

function asideText(file: AsideFile | undefined): string {
  if (file === undefined) return "";
  return `${file.name}, ${bytesText(file.sizeBytes)}, ${timeText(file.modifiedAtMs)}`;
}

/** For programs. */
export function inspectValue({ path, summary, aside }: InspectFacts): Plain {
  return {
    kind: "Journal",
    state: "readable",
    path,
    schemaVersion: summary.schemaVersion,
    ringSize: summary.ringSize,
    fileBytes: summary.fileBytes,
    logBytes: summary.logBytes,
    services: summary.services,
    removedServices: summary.removedServices,
    events: summary.events,
    auditEntries: summary.auditEntries,
    revision: `${summary.revision}`,
    term: `${summary.term}`,
    damagedRows: summary.damagedRows,
    findings: summary.findings.map(({ kind, problem }) => ({ kind, problem })),
    aside: aside.map(({ name, sizeBytes, modifiedAtMs }) => ({ name, sizeBytes, modifiedAtMs })),
    newest: summary.newest.map(eventValue),
  };
}
