/** Running the tools that make packages. */

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs it and returns what it printed. Throws a `PackageError` when it fails or is not there. */
export function run(command: readonly [string, ...string[]], { env = {} }: RunOptions = {}): string {
  const [program, ...args] = command;
  const { success, stdout, stderr } = outputOf(program, args, env);
  const text = new TextDecoder();
  if (!success) throw new PackageError(`${program} failed: ${text.decode(stderr).trim()}`);
  return text.decode(stdout);
}

function outputOf(
  program: string,
  args: string[],
  env: Readonly<Record<string, string>>,
): Deno.CommandOutput {
  try {
    return new Deno.Command(program, { args, env }).outputSync();
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new PackageError(`${program} is not installed`, { cause });
  }
}

/** Something that the person who packs can mend. */
export class PackageError extends Error {
  override readonly name = "PackageError";
}
