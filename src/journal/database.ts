/**
 * Opens SQLite databases within the permissions of the process.
 *
 * I1  With permissions for single paths the runtime lets SQLite follow no symbolic link, not even in the parent directories: SQLite gets
 *     the real path, so that the path of a state directory may contain links.
 */
import { basename, dirname, join } from "node:path";
import { DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";

/** Opens the database at `path`, whose directory exists. Throws what SQLite and the file system throw. */
export function openDatabase(path: string, options: DatabaseSyncOptions = {}): DatabaseSync {
  return new DatabaseSync(realPathOf(path), options);
}

/** The path without symbolic links; its last part need not exist. */
export function realPathOf(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return join(Deno.realPathSync(dirname(path)), basename(path));
  }
}
