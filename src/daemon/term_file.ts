/**
 * The newest term, in a file of its own beside the journal: peers refuse a term that is lower than one they have seen, so it must not
 * be lost with a journal that is moved aside while etcd is unavailable.
 *
 * Best effort: when the file cannot be read or written, the terms in the journal and in etcd remain.
 */
import { dirname, join } from "node:path";
import { messageOf } from "../kit/errors.ts";
import { openFresh, syncDirectory } from "../journal/quarantine.ts";
import { MAX_TERM } from "../records/checks.ts";
import type { Log } from "../ports/log.ts";

export const TERM_FILE = "term";

export class TermFile {
  readonly #path: string;
  readonly #log: Log;

  constructor(stateDir: string, log: Log) {
    this.#path = join(stateDir, TERM_FILE);
    this.#log = log;
  }

  /** 0 = none is known. */
  read(): bigint {
    try {
      const text = Deno.readTextFileSync(this.#path).trim();
      const term = /^\d{1,18}$/.test(text) ? BigInt(text) : undefined;
      if (term !== undefined && term <= MAX_TERM) return term;
      this.#log.warn("The newest term cannot be read from its file", { text: text.slice(0, 64) });
      return 0n;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) {
        this.#log.warn("Cannot read the newest term", { error: messageOf(error) });
      }
      return 0n;
    }
  }

  /** Durable before the term is used. */
  write(term: bigint): void {
    try {
      const file = openFresh(`${this.#path}.new`);
      try {
        file.writeSync(new TextEncoder().encode(`${term}\n`));
        file.syncSync();
      } finally {
        file.close();
      }
      Deno.renameSync(`${this.#path}.new`, this.#path);
      syncDirectory(dirname(this.#path));
    } catch (error) {
      this.#log.warn("Cannot store the newest term", { error: messageOf(error) });
    }
  }
}
