/** What a command is given to read. */
import { messageOf } from "../kit/errors.ts";
import { CliError } from "./errors.ts";
import type { CliIo } from "./io.ts";

/** The text of a file, or of standard input for `-`. Rejects with a CliError when it cannot be read. */
export async function readInput(io: Pick<CliIo, "stdin" | "readFile">, file: string): Promise<string> {
  try {
    return file === "-" ? await io.stdin() : await io.readFile(file);
  } catch (error) {
    throw new CliError("usage", `${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
