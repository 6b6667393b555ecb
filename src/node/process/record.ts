/**
 * The record of an instance, `<directory of the instance>.json`: by it a process is found again.
 *
 * I1  A record is written before its process is started (pid 0) and again once the process is known: a process that was started while
 *     the node died is found by its directory in its environment.
 * I2  A reader sees the old record or the new one, never a part.
 * I3  It lies beside the directory and not in it: that one may belong to the workload, which must not be able to forge it.
 */
import { decodeRecord, type ProcessRecord } from "./record_shape.ts";

export type { ProcessRecord };

/** Replaces the record. */
export function writeRecord(directory: string, record: ProcessRecord): void {
  const path = pathOf(directory);
  Deno.writeTextFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  Deno.renameSync(`${path}.new`, path);
}

/** Undefined = there is none, or none that can be read. */
export function readRecord(directory: string): ProcessRecord | undefined {
  let text: string;
  try {
    text = Deno.readTextFileSync(pathOf(directory));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
  return decodeRecord(text);
}

export function removeRecord(directory: string): void {
  try {
    Deno.removeSync(pathOf(directory));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

const ENDING = ".json";

function pathOf(directory: string): string {
  return `${directory}${ENDING}`;
}

/** The directories in `root` of which there is a record. */
export function recordedDirectories(root: string): readonly string[] {
  try {
    return [...Deno.readDirSync(root)].filter(({ name, isFile }) => isFile && name.endsWith(ENDING))
      .map(({ name }) => `${root}/${name.slice(0, -ENDING.length)}`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
