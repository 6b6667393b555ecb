/** The operator's tools for the journal file, as one value for the composition of the program. */
import type { JournalTools } from "../ports/journal_tools.ts";
import { exportJournal, exportJournalToFile } from "./export.ts";
import { importJournal } from "./import.ts";
import { inspectJournal } from "./inspect.ts";
import { readMark } from "./mark.ts";
import { asideFiles } from "./reading.ts";

export const JOURNAL_TOOLS: JournalTools = {
  inspect: inspectJournal,
  mark: readMark,
  asideFiles,
  exportTo: exportJournal,
  exportToFile: exportJournalToFile,
  import: importJournal,
};
