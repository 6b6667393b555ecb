/** The commands that need no State Manager: `config check`, `node check` and `version`. */
import { jsonText } from "../../kit/visible_text.ts";
import { hasSwitch, textOption } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { EXIT_CODES, usage } from "../errors.ts";

/** Checks a configuration; resolves to the exit code. */
export async function runConfigCheck({ io, deps, args }: CommandContext): Promise<number> {
  const [file] = args.positionals;
  const option = textOption(args, "config");
  if (file !== undefined && option !== undefined) {
    throw usage("The file is given twice: as FILE and as --config");
  }
  const { isValid, lines } = await deps.checkConfig(file ?? option, io.env);
  for (const line of lines) isValid ? io.stdout(`${line}\n`) : io.stderr(`error: ${line}\n`);
  return isValid ? EXIT_CODES.ok : EXIT_CODES.usage;
}

/** Checks workload definitions; resolves to the exit code. */
export async function runNodeCheck({ io, deps, args }: CommandContext): Promise<number> {
  const { isValid, lines } = await deps.checkWorkloads(args.positionals, textOption(args, "config"), io.env);
  for (const line of lines) {
    if (line.startsWith("valid: ") || isValid) io.stdout(`${line}\n`);
    else io.stderr(`error: ${line}\n`);
  }
  return isValid ? EXIT_CODES.ok : EXIT_CODES.usage;
}

/** Prints the version; resolves to the exit code. */
export function runVersion({ io, deps, args }: CommandContext): Promise<number> {
  io.stdout(hasSwitch(args, "json") ? `${jsonText(deps.versionFacts)}\n` : `${deps.version}\n`);
  return Promise.resolve(EXIT_CODES.ok);
}
