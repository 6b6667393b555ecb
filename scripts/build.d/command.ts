/** Programs that building and packing run: each to its end, its output kept for the message when it fails. */
import { createHash } from "node:crypto";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly code: number;
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
}

/** Runs `words` to the end; a program that is not there has exit code 127. */
export function run(words: readonly string[], options: CommandOptions = {}): Ended {
  const [program = "", ...args] = words;
  try {
    const { code, stdout, stderr } = new Deno.Command(program, {
      args,
      ...options,
      env: { NO_COLOR: "1", ...options.env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).outputSync();
    return { code, stdout, stderr: new TextDecoder().decode(stderr) };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { code: 127, stdout: new Uint8Array(), stderr: "it is not installed" };
  }
}

/** Its standard output as text. Throws with what it said when it fails. */
export function textOf(words: readonly string[], options: CommandOptions = {}): string {
  const { code, stdout, stderr } = run(words, options);
  if (code !== 0) throw new BuildError(`${words[0]} failed: ${stderr.trim()}`);
  return new TextDecoder().decode(stdout);
}

/** What the person who builds or packs can do something about: shown without a stack. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

/** Hexadecimal SHA-256. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Progress, on standard error. */
export function say(text: string): void {
  console.error(`scripts/build: ${text}`);
}
