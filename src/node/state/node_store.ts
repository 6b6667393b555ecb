/**
 * What a node remembers over its own restarts, in one SQLite file of its state directory: the highest term, the outcomes of action ids,
 * the desired state, and what each instance was started with. What runs is not in it: that is asked of the system.
 *
 * I1  What is written survives the death of the process at once, and a power cut with the next sync of the log, which begins right away
 *     in the background; a new term is synced before anything is done under it.
 * I2  A file that is damaged, or of a newer program, is moved aside: the node starts with nothing remembered and says so.
 * I3  Everything is bounded: outcomes by `CAPACITY_OUTCOMES`, the rest by the number of services of a node.
 */
import { existsSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { DatabaseSync as Database } from "node:sqlite";
import { messageOf } from "../../kit/errors.ts";
import { decode, encode } from "../../records/codec.ts";
import { realPathOf } from "../../platform/process/write_access.ts";
import type { Log } from "../../ports/log.ts";
import { parseResourceId, type ResourceId } from "../../state/resource_id.ts";
import {
  type ActionTask,
  actionTask,
  type DesiredState,
  desiredState,
  type StartedWith,
  startedWith,
} from "./shapes.ts";

/** At least the newest 10,000 are promised. */
export const CAPACITY_OUTCOMES = 20_000;
const SCHEMA_VERSION = 1;

/** How an action ended, as it is answered again when its id comes again. */
export interface Outcome {
  readonly kind: "done" | "failed" | "rejected";
  readonly message: string;
}

export interface KnownAction {
  readonly task: ActionTask;
  /** Not set = it was begun and the node has not finished it. */
  readonly outcome?: Outcome;
}

export interface StoredService {
  readonly id: ResourceId;
  readonly desired: DesiredState;
}

const SCHEMA = `
  CREATE TABLE term (id INTEGER PRIMARY KEY CHECK (id = 0), term TEXT NOT NULL) STRICT;
  INSERT INTO term VALUES (0, '0');
  CREATE TABLE action (id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE, task TEXT NOT NULL, kind TEXT, message TEXT) STRICT, WITHOUT ROWID;
  CREATE TABLE desired (service TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE instance (id TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

export class NodeStore implements AsyncDisposable {
  readonly #path: string;
  readonly #log: Log;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #term: bigint;
  #nextNumber: number;
  #syncing: Promise<void> | undefined;
  #isSyncWanted = false;
  #isClosed = false;

  private constructor(path: string, database: DatabaseSync, log: Log) {
    this.#path = path;
    this.#log = log;
    this.#database = database;
    this.#term = BigInt(textOf(this.#row("SELECT term FROM term"), "term"));
    this.#nextNumber =
      Number(this.#row("SELECT coalesce(max(number), 0) AS newest FROM action")?.["newest"] ?? 0) + 1;
  }

  /** Opens the file at `path`, whose directory exists. */
  static open(path: string, log: Log): NodeStore {
    try {
      return new NodeStore(path, openDatabase(path), log);
    } catch (error) {
      const aside = `${path}.unusable`;
      for (const part of ["", "-wal", "-shm"]) {
        if (existsSync(path + part)) Deno.renameSync(path + part, aside + part);
      }
      log.error(
        "The memory of the node cannot be used and was moved aside: outcomes of actions are forgotten",
        {
          path,
          movedTo: aside,
          error: messageOf(error),
        },
      );
      return new NodeStore(path, openDatabase(path), log);
    }
  }

  /** The highest term that was ever seen. */
  get term(): bigint {
    return this.#term;
  }

  /** I1: synced when it returns. */
  raiseTerm(term: bigint): void {
    if (term <= this.#term) return;
    this.#database.exec("PRAGMA synchronous = FULL");
    this.#run("UPDATE term SET term = ?", String(term));
    this.#database.exec("PRAGMA synchronous = NORMAL");
    this.#term = term;
  }

  action(actionId: string): KnownAction | undefined {
    const row = this.#row("SELECT task, kind, message FROM action WHERE id = ?", actionId);
    return row === undefined ? undefined : knownAction(row);
  }

  /** Actions that were begun and not finished, oldest first. */
  unfinished(): readonly KnownAction[] {
    return this.#all("SELECT task, kind, message FROM action WHERE kind IS NULL ORDER BY number").map(
      knownAction,
    );
  }

  begin(task: ActionTask): void {
    this.#run(
      "INSERT OR REPLACE INTO action VALUES (?, ?, ?, NULL, NULL)",
      task.actionId,
      this.#nextNumber,
      encode(task),
    );
    this.#run(
      "DELETE FROM action WHERE number <= ? AND kind IS NOT NULL",
      this.#nextNumber - CAPACITY_OUTCOMES,
    );
    this.#nextNumber += 1;
    this.#syncSoon();
  }

  /** What was decided about an action that was begun. */
  note(task: ActionTask): void {
    this.#run("UPDATE action SET task = ? WHERE id = ?", encode(task), task.actionId);
  }

  finish(actionId: string, { kind, message }: Outcome): void {
    this.#run("UPDATE action SET kind = ?, message = ? WHERE id = ?", kind, message, actionId);
    this.#syncSoon();
  }

  /** As if it had never been asked for: nothing is known of how it ended, and it is tried again under the same id. */
  forget(actionId: string): void {
    this.#run("DELETE FROM action WHERE id = ?", actionId);
    this.#syncSoon();
  }

  services(): readonly StoredService[] {
    return this.#all("SELECT service, value FROM desired ORDER BY service").map((row) => ({
      id: parseResourceId(textOf(row, "service")),
      desired: decode(textOf(row, "value"), desiredState),
    }));
  }

  setDesired(id: ResourceId, desired: DesiredState): void {
    this.#run("INSERT OR REPLACE INTO desired VALUES (?, ?)", id, encode(desired));
    this.#syncSoon();
  }

  forgetDesired(id: ResourceId): void {
    this.#run("DELETE FROM desired WHERE service = ?", id);
  }

  /** What each instance was started with. */
  instances(): ReadonlyMap<string, StartedWith> {
    return new Map(
      this.#all("SELECT id, value FROM instance").map((row) => [
        textOf(row, "id"),
        decode(textOf(row, "value"), startedWith),
      ]),
    );
  }

  setInstance(instanceId: string, value: StartedWith): void {
    this.#run("INSERT OR REPLACE INTO instance VALUES (?, ?)", instanceId, encode(value));
  }

  forgetInstance(instanceId: string): void {
    this.#run("DELETE FROM instance WHERE id = ?", instanceId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Before the database is closed, which takes its log away.
    await this.#syncing;
    this.#database.close();
  }

  #row(sql: string, ...values: readonly (string | number)[]): Record<string, unknown> | undefined {
    return this.#prepared(sql).get(...values);
  }

  #all(sql: string): readonly Record<string, unknown>[] {
    return this.#prepared(sql).all();
  }

  #run(sql: string, ...values: readonly (string | number)[]): void {
    this.#prepared(sql).run(...values);
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** I1: one sync at a time; whatever is written during it is in the next one. */
  #syncSoon(): void {
    this.#isSyncWanted = true;
    this.#syncing ??= this.#sync().catch((error) => {
      this.#log.warn("Cannot sync the memory of the node", { path: this.#path, error: messageOf(error) });
    }).finally(() => {
      this.#syncing = undefined;
    });
  }

  async #sync(): Promise<void> {
    while (this.#isSyncWanted && !this.#isClosed) {
      this.#isSyncWanted = false;
      using file = await Deno.open(`${this.#path}-wal`, { read: true });
      await file.syncData();
    }
  }
}

function openDatabase(path: string): DatabaseSync {
  const database = new Database(realPathOf(path));
  try {
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1000");
    const version = Number(database.prepare("PRAGMA user_version").get()?.["user_version"]);
    if (version > SCHEMA_VERSION) throw new Error(`layout ${version} is newer than ${SCHEMA_VERSION}`);
    if (version === 0) database.exec(`BEGIN; ${SCHEMA} COMMIT`);
    const check = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
    if (check !== "ok") throw new Error(String(check));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function knownAction(row: Record<string, unknown>): KnownAction {
  const task = decode(textOf(row, "task"), actionTask);
  const { kind, message } = row;
  if (kind !== "done" && kind !== "failed" && kind !== "rejected") return { task };
  return { task, outcome: { kind, message: typeof message === "string" ? message : "" } };
}

function textOf(row: Record<string, unknown> | undefined, column: string): string {
  const value = row?.[column];
  if (typeof value !== "string") throw new Error(`${column} is not text`);
  return value;
}
