/** The commands that need no State Manager. */
import type { CommandName } from "./command_table.ts";
import { runDoctor } from "./commands/doctor.ts";
import {
  runJournalExport,
  runJournalImport,
  runJournalInspect,
  runJournalVerify,
} from "./commands/journal.ts";
import { runConfigCheck, runVersion } from "./commands/local.ts";
import { runJournalReplay } from "./commands/replay.ts";
import type { CommandContext } from "./context.ts";

export const LOCAL_COMMANDS: Partial<Record<CommandName, (context: CommandContext) => Promise<number>>> = {
  doctor: runDoctor,
  "journal inspect": runJournalInspect,
  "journal verify": runJournalVerify,
  "journal export": runJournalExport,
  "journal import": runJournalImport,
  "journal replay": runJournalReplay,
  "config check": runConfigCheck,
  version: runVersion,
};
