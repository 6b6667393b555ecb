/**
 * The record of an instance beside its process, `process.json` in the directory of the instance: by it a process is found again.
 *
 * I1  A record is written before its process is started (pid 0) and again once the process is known: a process that was started while
 *     the node died is found by the instance id in its environment.
 * I2  A reader sees the old record or the new one, never a part.
 */
import { join } from "node:path";
import { decodeRecord, type ProcessRecord } from "./record_shape.ts";

export type { ProcessRecord };

const FILE = "process.json";

/** Replaces the record. */
export function writeRecord(directory: string, record: ProcessRecord): void {
  const path = join(directory, FILE);
  Deno.writeTextFileSync(`${path}.new`, JSON.stringify(record), { mode: 0o600 });
  Deno.renameSync(`${path}.new`, path);
}

/** Undefined = there is none, or none that can be read. */
export function readRecord(directory: string): ProcessRecord | undefined {
  let text: string;
  try {
    text = Deno.readTextFileSync(join(directory, FILE));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return undefined;
    throw error;
  }
  return decodeRecord(text);
}

export function removeRecord(directory: string): void {
  try {
    Deno.removeSync(join(directory, FILE));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
