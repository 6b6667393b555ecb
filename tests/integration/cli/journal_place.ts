/** A state directory with a journal, and the commands for it. */
import { DatabaseSync } from "node:sqlite";
import { journalDeps } from "../../../src/cli/journal_deps.ts";
import { type Journal, JOURNAL_FILE } from "../../../src/journal/journal.ts";
import { JOURNAL_TOOLS } from "../../../src/journal/tools.ts";
import { type CliRun, runInTest } from "../../support/cli.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { LIDAR, openSound, RADAR, removal, step } from "../journal/support.ts";

const journal = journalDeps(JOURNAL_TOOLS);

/** A state directory with its configuration. */
export class Place implements Disposable {
  readonly #dir = new TempDir();
  readonly stateDir = this.#dir.file("state");
  readonly path = this.#dir.file("state", JOURNAL_FILE);
  readonly #config = this.#dir.write("config.yaml", `state_dir: ${this.stateDir}\n`);

  /** A path outside the state directory. */
  file(name: string): string {
    return this.#dir.file(name);
  }

  /** `journal WORDS`, with this configuration. */
  run(...words: readonly string[]): Promise<CliRun> {
    return runInTest(["journal", ...words, "--config", this.#config], { journal });
  }

  /** Two services, one of which ended, with rings that have gone round. */
  open(commits = 60n): Journal {
    const opened = openSound(this.path, { ringSize: 16 });
    for (let revision = 1n; revision <= commits; revision += 1n) {
      opened.commit(step(revision % 3n === 0n ? RADAR : LIDAR, revision));
    }
    opened.commit(removal(RADAR, commits + 1n));
    return opened;
  }

  /** The same, closed. */
  async write(commits = 60n): Promise<void> {
    await this.open(commits)[Symbol.asyncDispose]();
  }

  /** Files in the state directory. */
  names(): readonly string[] {
    return [...Deno.readDirSync(this.stateDir)].map(({ name }) => name).sort();
  }

  /** Behind the back of the journal, which must be closed. */
  sql(statement: string): void {
    const db = new DatabaseSync(this.path);
    db.exec(statement);
    db.close();
  }

  [Symbol.dispose](): void {
    this.#dir[Symbol.dispose]();
  }
}
