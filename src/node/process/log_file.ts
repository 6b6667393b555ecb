/** Keeps the file that a process writes to within its size. */

/**
 * Moves what is in the file to `<path>.1` and empties it, when it has grown beyond the size. The process goes on writing: it appends, so
 * that its next line is the first one again. What it writes between the copy and the emptying is lost.
 */
export function rotateLog(path: string, sizeBytes: number): void {
  let info: Deno.FileInfo;
  try {
    info = Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  if (info.size <= sizeBytes) return;
  Deno.copyFileSync(path, `${path}.1`);
  Deno.truncateSync(path, 0);
}
