/** What the commands for the journal need, with the real parts. */
import { join } from "node:path";
import { acquireInstanceLock, LOCK_FILE } from "../platform/process/lock.ts";
import { JOURNAL_FILE, type JournalTools } from "../ports/journal_tools.ts";
import { readConfig } from "./read_config.ts";
import type { JournalDeps } from "./journal_tools.ts";

/** `tools` are those of the layer that the commands may not import. */
export function journalDeps(tools: JournalTools): JournalDeps {
  return {
    tools,
    stateDirOf(configPath, env) {
      const read = readConfig(configPath, env);
      return read.kind === "valid" ? { kind: "known", stateDir: read.config.stateDir } : read;
    },
    withLock(stateDir, work) {
      const outcome = acquireInstanceLock(stateDir);
      if (outcome.kind !== "locked") return outcome;
      using _lock = outcome.lock;
      const value = work();
      ownAsDirectory(stateDir);
      return { kind: "done", value };
    },
  };
}

/** What root made in the directory of another user is that user's: else the State Manager could not open it. */
function ownAsDirectory(stateDir: string): void {
  const { uid, gid } = Deno.statSync(stateDir);
  for (const path of [join(stateDir, LOCK_FILE), join(stateDir, JOURNAL_FILE)]) {
    const found = Deno.lstatSync(path);
    if (found.uid !== uid) Deno.chownSync(path, uid, gid);
  }
}
