/** From words on the command line to a command with its options, all of them checked. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { ALIASES, HINTS } from "./aliases.ts";
import { messageOf, StateManagerError } from "../kit/errors.ts";
import { closest, didYouMean } from "../platform/config/suggest.ts";
import { duration } from "../platform/config/units.ts";
import { parseName, parseResourceId, type ResourceId } from "../state/resource_id.ts";
import {
  CLIENT_OPTIONS,
  COMMAND_NAMES,
  type CommandInfo,
  commandInfo,
  COMMANDS,
  DEFAULT_NAMESPACE,
  HELP_OPTION,
  type OptionInfo,
  optionsOf,
} from "./command_table.ts";
import { usage } from "./errors.ts";

/** What was asked for. */
export type Invocation =
  | { readonly kind: "help"; readonly command?: CommandInfo }
  | { readonly kind: "command"; readonly command: CommandInfo; readonly args: Arguments };

/** The words after the command. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

type ParserOptions = NonNullable<ParseArgsConfig["options"]>;

/** Options that may be given more than once. */
const REPEATABLE: ReadonlySet<string> = new Set(["filename", "set"]);

function parserOptions(options: readonly OptionInfo[]): ParserOptions {
  return Object.fromEntries(
    options.map(({ name, short, value, isRepeatable }) => [name, {
      type: value === undefined ? "boolean" as const : "string" as const,
      ...(short === undefined ? {} : { short }),
      ...(isRepeatable === true || REPEATABLE.has(name) ? { multiple: true } : {}),
    }]),
  );
}

/** Every option of any command: needed to tell the command from the value of an option before it. */
const ALL_OPTIONS = parserOptions(
  [...CLIENT_OPTIONS, HELP_OPTION, ...COMMANDS.flatMap((command) => command.options)]
    // One letter may be a switch here and take a value there: then what follows it is rather a value than a command.
    .sort((left, right) => Number(left.value === undefined) - Number(right.value === undefined)),
);

/** Words of commands, with the position of each in `argv`. */
function findCommand(
  argv: readonly string[],
): { readonly command: CommandInfo; readonly rest: string[] } | undefined {
  const { tokens } = parseArgs({
    args: [...argv],
    options: ALL_OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.filter((token) => token.kind === "positional");
  const [first, second] = words;
  if (first === undefined) return undefined;
  const pair = second === undefined
    ? undefined
    : COMMAND_NAMES.find((name) => name === `${first.value} ${second.value}`);
  const single = COMMAND_NAMES.find((name) => name === first.value);
  const name = pair ?? single;
  const alias = Object.hasOwn(ALIASES, first.value) ? ALIASES[first.value] : undefined;
  if (name === undefined && alias !== undefined) {
    return { command: commandInfo(alias), rest: argv.filter((_word, index) => index !== first.index) };
  }
  if (name === undefined) {
    const hint = Object.hasOwn(HINTS, first.value) ? HINTS[first.value] : undefined;
    if (hint !== undefined) throw usage(`There is no command "${first.value}"`, hint);
    const longer = COMMAND_NAMES.filter((known) => known.startsWith(`${first.value} `));
    throw longer.length === 0
      ? usage(
        `There is no command "${first.value}"${
          didYouMean(first.value, [...COMMAND_NAMES, ...Object.keys(ALIASES)])
        }`,
        "statemanagerd --help lists them.",
      )
      : usage(
        `The command "${first.value}" needs a second word`,
        `There is: statemanagerd ${longer.join(", statemanagerd ")}`,
      );
  }
  const used = new Set([first.index, ...(pair === undefined ? [] : [second?.index])]);
  return { command: commandInfo(name), rest: argv.filter((_word, index) => !used.has(index)) };
}

/** The mistake in the words of this program. */
function explain(error: unknown, command: CommandInfo): Error {
  const hint = `statemanagerd ${command.name} --help explains it.`;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const option = /'(-[^' ]*)/.exec(messageOf(error))?.[1] ?? "";
  const known = optionsOf(command).map(({ name }) => `--${name}`);
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const near = option.startsWith("--") ? closest(option, known) : undefined;
    return usage(
      `${command.name} has no option ${option}${near === undefined ? "" : `; did you mean ${near}?`}`,
      near === undefined ? `It has: ${known.join(", ")}.` : hint,
    );
  }
  if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") {
    const isSwitch = messageOf(error).includes("does not take an argument");
    const name = /--[a-z-]+/.exec(messageOf(error))?.[0] ?? option;
    return usage(`${name} ${isSwitch ? "takes no value" : "needs a value"}`, hint);
  }
  return error instanceof Error ? error : new Error(messageOf(error));
}

/** A switch that other tools have with a value, as in `--dry-run=server`: accepted where it means the same. */
function withoutSpareValues(words: readonly string[], command: CommandInfo): string[] {
  return words.map((word) => {
    const [, name, value] = /^--([a-z-]+)=(.*)$/.exec(word) ?? [];
    const spare = optionsOf(command).find((option) => option.name === name)?.spareValue;
    if (spare === undefined || value === undefined) return word;
    if (value === spare.value) return `--${name}`;
    throw usage(`--${name}=${value} is not accepted`, spare.hint);
  });
}

/** Reads the command line. Throws a CliError that says what is wrong with it. */
export function parseInvocation(argv: readonly string[]): Invocation {
  if (argv[0] === "--version") return parseInvocation(["version"]);
  if (argv[0] === "help") return parseInvocation([...argv.slice(1), "--help"]);
  const found = findCommand(argv);
  if (found === undefined) {
    const stray = argv.find((word) => word !== "--help" && word !== "-h");
    if (stray !== undefined) {
      throw usage(`A command is missing before or after ${stray}`, "statemanagerd --help lists them.");
    }
    if (argv.length === 0) throw usage("A command is missing", "statemanagerd --help lists them.");
    return { kind: "help" };
  }
  const { command, rest } = found;
  let parsed: Arguments;
  try {
    parsed = parseArgs({
      args: withoutSpareValues(rest, command),
      options: parserOptions(optionsOf(command)),
      strict: true,
      allowPositionals: true,
    });
  } catch (error) {
    throw explain(error, command);
  }
  if (parsed.values["help"] === true) return { kind: "help", command };
  const { length } = parsed.positionals;
  const { insteadOfNames } = command;
  if (length === 0 && insteadOfNames?.every((name) => parsed.values[name] === undefined) === true) {
    throw usage(
      `${command.name} needs NAME`,
      `Name the services, or select them, as in: statemanagerd ${command.name} -l team=perception`,
    );
  }
  if (length < command.minArgs) {
    throw usage(`${command.name} needs ${command.args}`, `statemanagerd ${command.name} --help explains it.`);
  }
  if (command.maxArgs !== undefined && length > command.maxArgs) {
    throw usage(
      `${command.name} takes ${command.maxArgs === 0 ? "no names" : `at most ${command.maxArgs} name`}: ` +
        `"${parsed.positionals[command.maxArgs]}" is too much`,
      `statemanagerd ${command.name} --help explains it.`,
    );
  }
  return { kind: "command", command, args: parsed };
}

/** The text of an option, if it was given. */
export function textOption(args: Arguments, name: string): string | undefined {
  const value = args.values[name];
  return typeof value === "string" ? value : undefined;
}

/** All texts of an option that may be given more than once. */
export function textOptions(args: Arguments, name: string): readonly string[] {
  const value = args.values[name];
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Whether the switch was given. */
export function hasSwitch(args: Arguments, name: string): boolean {
  return args.values[name] === true;
}

const TIMEOUT = duration({ min: "1ms", max: "24h" });
/** Longest wait for each answer, where none is given. */
const DEFAULT_TIMEOUT_MS = 5_000;

/** `--timeout` in milliseconds, or the default. */
export function timeoutMsOf(args: Arguments, defaultMs: number = DEFAULT_TIMEOUT_MS): number {
  return durationOf(args, "timeout", { kind: TIMEOUT, examples: "500ms or 5s" }) ?? defaultMs;
}

/** A duration from an option, in milliseconds, if it was given. */
export function durationOf(
  args: Arguments,
  name: string,
  { kind, examples }: { readonly kind: ReturnType<typeof duration>; readonly examples: string },
): number | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const parsed = kind.parseText(text);
  if (parsed.ok) return parsed.value;
  const [problem] = parsed.problems;
  throw usage(`--${name}: ${problem?.problem}`, `Accepted: ${problem?.accepted}, such as ${examples}.`);
}

/** A whole number from an option. */
export function integerOf(
  args: Arguments,
  name: string,
  range: { readonly min: bigint; readonly max: bigint },
): bigint | undefined {
  const text = textOption(args, name);
  if (text === undefined) return undefined;
  const value = /^\d{1,20}$/.test(text) ? BigInt(text) : undefined;
  if (value !== undefined && value >= range.min && value <= range.max) return value;
  throw usage(
    `--${name}: "${text}" is not accepted`,
    `Accepted: a whole number from ${range.min} to ${range.max}.`,
  );
}

const FORMATS = ["table", "wide", "json", "yaml"] as const;
export type OutputFormat = typeof FORMATS[number];

/** `-o`; table when it is not given. */
export function formatOf(args: Arguments): OutputFormat {
  return oneOf(FORMATS, textOption(args, "output") ?? "table");
}

const TEXT_FORMATS = ["text", "json", "yaml"] as const;

/** `-o` of the commands that tell in sentences; text when it is not given. */
export function textFormatOf(args: Arguments): typeof TEXT_FORMATS[number] {
  return oneOf(TEXT_FORMATS, textOption(args, "output") ?? "text");
}

const PICTURE_FORMATS = [...TEXT_FORMATS, "mermaid", "dot"] as const;

/** `-o`, or `--format`, of the commands that can also draw; text when it is not given. */
export function pictureFormatOf(args: Arguments): typeof PICTURE_FORMATS[number] {
  return oneOf(PICTURE_FORMATS, textOption(args, "format") ?? textOption(args, "output") ?? "text");
}

function oneOf<T extends string>(formats: readonly T[], text: string): T {
  const format = formats.find((known) => known === text);
  if (format !== undefined) return format;
  const message = `-o: there is no format "${text}"${didYouMean(text, formats)}`;
  throw usage(message, `There are: ${formats.join(", ")}.`);
}

/** The mistake of a name or another word as that of the user. */
export function asUsage<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof StateManagerError) || error.failure.kind !== "invalid") throw error;
    throw usage(error.failure.problem, `Accepted: ${error.failure.accepted}.`);
  }
}

/** `-n`, if it was given. */
export function namespaceOf(args: Arguments): string | undefined {
  const text = textOption(args, "namespace");
  return text === undefined ? undefined : asUsage(() => parseName(text, "namespace"));
}

/** One name, in the namespace of `-n` where it has none. */
export function resourceIdOf(args: Arguments, text: string): ResourceId {
  const namespace = namespaceOf(args) ?? DEFAULT_NAMESPACE;
  return asUsage(() => parseResourceId(text.includes("/") ? text : `${namespace}/${text}`, "name"));
}

/** The names given, each once, in the order given. */
export function resourceIdsOf(args: Arguments): readonly ResourceId[] {
  return [...new Set(args.positionals.map((text) => resourceIdOf(args, text)))];
}
