/**
 * SQLite as this program may use it.
 *
 * I1  Under permissions for single places SQLite follows no symbolic link, not even in the directories above: it is given the real
 *     path, so that a state directory may be reached by one.
 */
import { basename, dirname, join } from "node:path";
import { DatabaseSync, type DatabaseSyncOptions } from "node:sqlite";

/** Opens the database at `path`, whose directory is there. Throws what SQLite and the file system throw. */
export function openDatabase(path: string, options: DatabaseSyncOptions = {}): DatabaseSync {
  return new DatabaseSync(realPathOf(path), options);
}

/** The path without symbolic links; the last part of it need not be there. */
export function realPathOf(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return join(Deno.realPathSync(dirname(path)), basename(path));
  }
}
