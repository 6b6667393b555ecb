/** The command line of a script that people start: its help, and what it says about an option that is wrong. */
import { parseArgs, type ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>["values"];

/** `--help` is answered, and an option that there is not is refused: both end the script. */
export function readOptions<const T extends Options>(help: string, options: T): Values<T> {
  return readArguments(help, options, { isNamed: false }).values;
}

/** The same of a script that may be given a name as well: what it is to do. */
export function readArguments<const T extends Options>(
  help: string,
  options: T,
  { isNamed = true }: { readonly isNamed?: boolean } = {},
): { readonly name: string; readonly values: Values<T> } {
  if (Deno.args.some((argument) => argument === "--help" || argument === "-h")) {
    console.log(help);
    Deno.exit(0);
  }
  try {
    const { values, positionals } = parseArgs<{ options: T; allowPositionals: boolean }>({
      options,
      allowPositionals: isNamed,
    });
    return { values, name: positionals[0] ?? "" };
  } catch (error) {
    return refuse(`${error instanceof Error ? error.message : error}; see --help`);
  }
}

/** A whole number in this range. */
export function wholeOption(
  text: string,
  { name, min, max }: { readonly name: string; readonly min: number; readonly max: number },
): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  return refuse(`--${name} ${text}: a whole number from ${min} to ${max}`);
}

/** Ends the script: it was called in a wrong way. */
export function refuse(message: string): never {
  console.error(message);
  Deno.exit(2);
}
