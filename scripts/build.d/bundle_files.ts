/** The files of a bundle. */
import { join } from "node:path";

/** The file that is run; the others are loaded by it. */
export const ENTRY = "main.js";

export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

/** Writes it into a folder that is there. */
export async function writeBundle(dir: string, files: readonly BundleFile[]): Promise<void> {
  for (const { name, text } of files) await Deno.writeTextFile(join(dir, name), text);
}

/** Of all files together. */
export function bytesOf(files: readonly BundleFile[]): number {
  return files.reduce((sum, { text }) => sum + new TextEncoder().encode(text).length, 0);
}
