/** A state directory with a journal, and the commands for it. */
import { DatabaseSync } from "node:sqlite";
import { type Journal, JOURNAL_FILE } from "../../../src/journal/journal.ts";
import type { ProgramUnderTest, RunningCommand } from "../../support/program/under_test.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { LIDAR, openSound, RADAR, removal, step } from "../journal/support.ts";

/** Two services, one of which ended, with rings that have gone round. */
export function openFilled(path: string, commits: bigint): Journal {
  const opened = openSound(path, { ringSize: 16 });
  for (let revision = 1n; revision <= commits; revision += 1n) {
    opened.commit(step(revision % 3n === 0n ? RADAR : LIDAR, revision));
  }
  opened.commit(removal(RADAR, commits + 1n));
  return opened;
}

/** A state directory with its configuration. */
export class Place implements Disposable {
  readonly #dir = new TempDir();
  readonly stateDir = this.#dir.file("state");
  readonly path = this.#dir.file("state", JOURNAL_FILE);
  readonly #config = this.#dir.write("config.yaml", `state_dir: ${this.stateDir}\n`);
  readonly #program: ProgramUnderTest;

  constructor(program: ProgramUnderTest) {
    this.#program = program;
  }

  /** A path outside the state directory. */
  file(name: string): string {
    return this.#dir.file(name);
  }

  /** `journal WORDS`, with this configuration. */
  run(...words: readonly string[]): Promise<RunningCommand> {
    return this.#program.run(["journal", ...words, "--config", this.#config]);
  }

  /** As `openFilled` does it. */
  open(commits = 60n): Journal {
    return openFilled(this.path, commits);
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
