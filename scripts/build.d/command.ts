/** Programs that the build runs: each to its end, its output kept for the message when it fails. */

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
export async function run(words: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  const [program = "", ...args] = words;
  try {
    const { code, stdout, stderr } = await new Deno.Command(program, {
      args,
      ...options,
      env: { NO_COLOR: "1", ...options.env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    return { code, stdout, stderr: new TextDecoder().decode(stderr) };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { code: 127, stdout: new Uint8Array(), stderr: `${program}: not found` };
  }
}

/** Its standard output as text. Throws with what it said when it fails. */
export async function textOf(words: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await run(words, options);
  if (code !== 0) throw new BuildError(`${words.join(" ")} ended with ${code}: ${stderr.trim()}`);
  return new TextDecoder().decode(stdout);
}

/** What the person who builds can do something about: shown without a stack. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

/** Hexadecimal SHA-256. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** Progress, on standard error. */
export function say(text: string): void {
  console.error(`scripts/build: ${text}`);
}
