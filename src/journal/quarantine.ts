/**
 * Moves a journal aside that cannot be used: it is kept for diagnosis, and the number of kept files is bounded.
 */
import { basename, dirname, join } from "node:path";

/** Newest files kept per kind; older ones are removed. */
export const KEPT_QUARANTINES = 3;
const PARTS = ["", "-wal", "-shm"] as const;

/**
 * Renames the database with its log to `<path>.<label>-<number>` (the log to `...-<number>-wal`, so that SQLite opens both
 * again). Returns the new path. Throws when the directory cannot be written.
 */
export function moveAside(path: string, label: string): string {
  const directory = dirname(path);
  const prefix = `${basename(path)}.${label}-`;
  const numbers = listNumbers(directory, prefix);
  const target = join(directory, `${prefix}${(numbers.at(-1) ?? 0) + 1}`);
  for (const part of PARTS) renameIfThere(path + part, target + part);
  for (const number of numbers.slice(0, Math.max(0, numbers.length + 1 - KEPT_QUARANTINES))) {
    for (const part of PARTS) removeIfThere(join(directory, `${prefix}${number}${part}`));
  }
  return target;
}

/** Makes the directory's entries survive a power cut. Blocks on the disk: for start-up only. */
export function syncDirectory(directory: string): void {
  const file = Deno.openSync(directory, { read: true });
  try {
    file.syncSync();
  } finally {
    file.close();
  }
}

/** Size of a file; undefined = it does not exist. */
export function sizeOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).size;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

export function removeIfThere(path: string): void {
  try {
    Deno.removeSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    Deno.renameSync(from, to);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function listNumbers(directory: string, prefix: string): readonly number[] {
  const numbers = new Set<number>();
  for (const { name } of Deno.readDirSync(directory)) {
    const match = name.startsWith(prefix)
      ? /^(\d{1,9})(?:-wal|-shm)?$/.exec(name.slice(prefix.length))
      : null;
    if (match !== null) numbers.add(Number(match[1]));
  }
  return [...numbers].sort((a, b) => a - b);
}

/**
 * Opens a file that was not there before, for its owner alone, whatever the umask: what stands in the way, a symbolic link as well, is
 * removed and not followed. Throws what the file system throws.
 */
export function openFresh(path: string): Deno.FsFile {
  removeIfThere(path);
  return Deno.openSync(path, { write: true, createNew: true, mode: 0o600 });
}

/** Takes the permissions of others from a file; makes it, empty, where it is missing. Throws what the file system throws. */
export function keepPrivate(path: string): void {
  try {
    const { mode, isSymlink } = Deno.lstatSync(path);
    if (!isSymlink && mode !== null && (mode & 0o077) !== 0) Deno.chmodSync(path, 0o600);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    openFresh(path).close();
  }
}

/** Writes the whole text. Throws what the file system throws. */
export function writeAll(file: Deno.FsFile, text: string): void {
  let bytes = new TextEncoder().encode(text);
  while (bytes.length > 0) bytes = bytes.subarray(file.writeSync(bytes));
}
