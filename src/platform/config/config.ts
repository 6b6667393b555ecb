/**
 * The configuration: defaults, then the file, then the environment, then flags; checked as a whole.
 *
 * Invariants:
 * I1  Either every setting has an accepted value and all checks between settings hold, or nothing is returned.
 * I2  All problems are reported at once, each with its place and what would be accepted.
 * I3  Only what the caller passes in is read.
 */
import { messageOf } from "../../kit/errors.ts";
import { checkConfig } from "./checks.ts";
import { ConfigError, type ConfigProblem, type Origin } from "./config_error.ts";
import { readSettings } from "./file.ts";
import { propertyName } from "./groups.ts";
import type { Parsed } from "./kinds.ts";
import { didYouMean } from "./suggest.ts";
import { type Config, findSetting, SETTING_LIST, SETTINGS, variableName } from "./settings.ts";
import { Setting, type SettingGroup } from "./table.ts";

export { ConfigError, type ConfigProblem, describeOrigin, type Origin } from "./config_error.ts";
export type { Config } from "./settings.ts";
export { describeMemoryBound, memoryBound } from "./memory.ts";

/** Default path of the file. */
export const DEFAULT_CONFIG_PATH = "/etc/piccolo/statemanager.yaml";
/** Environment variable with the path of the file; a flag overrides it. */
export const CONFIG_PATH_VARIABLE = "STATEMANAGER_CONFIG";
/** Variables with the prefix of the settings that are none: for the operator commands, and for the script that runs Deno. */
const OTHER_VARIABLES: ReadonlySet<string> = new Set([
  CONFIG_PATH_VARIABLE,
  "STATEMANAGER_ADDRESS",
  "STATEMANAGER_DENO",
]);

export interface LoadConfigOptions {
  /** The file. Not set = `STATEMANAGER_CONFIG`, else DEFAULT_CONFIG_PATH, which alone may be missing. */
  readonly path?: string;
  readonly env: Readonly<Record<string, string>>;
  /** Dotted keys to text, for example `{"reconcile.parallel": "8"}`. */
  readonly flags: Readonly<Record<string, string>>;
  /** Text of a file; throws when it cannot be read, `Deno.errors.NotFound` when it is not there. */
  readonly readFile: (path: string) => string;
  /** Used for `instance` where that is empty. */
  readonly hostname?: string;
  /** Name of the flag of a key in errors. Default: `--<key>`. */
  readonly flagName?: (key: string) => string;
}

/** One setting in force, for `config show`. */
export interface EffectiveSetting {
  readonly key: string;
  /** The value as it may be written in the file. */
  readonly text: string;
  readonly origin: Origin;
}

export interface LoadedConfig {
  readonly config: Config;
  /** Where each setting comes from, by dotted key; one entry for every setting there is. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Every setting, in the order of the reference. */
  readonly settings: readonly EffectiveSetting[];
  /** The file that was read; not set where there was none. */
  readonly path?: string;
}

interface Given {
  readonly value: unknown;
  readonly origin: Origin;
}

/** Reads, merges and checks. Throws a ConfigError with all problems. */
export function loadConfig(options: LoadConfigOptions): LoadedConfig {
  const problems: ConfigProblem[] = [];
  const given = new Map<string, Given>();
  const path = readFileInto(given, problems, options);
  readEnvInto(given, problems, options.env);
  readFlagsInto(given, problems, options);
  for (const { key, setting } of SETTING_LIST) {
    if (!given.has(key)) given.set(key, { value: setting.defaultValue, origin: { kind: "default" } });
  }
  useHostname(given, options.hostname);
  // The shape of the table is the shape of the type: both follow from SETTINGS.
  const config = build(SETTINGS, given, "") as Config;
  const wrong = new Set(problems.map(({ key }) => settingOf(key)));
  for (const { key, others, problem, accepted } of checkConfig(config)) {
    if ([key, ...others].some((part) => wrong.has(part))) continue;
    // The problem is reported at a setting that was given explicitly, which need not be the one that the check names.
    const place = [key, ...others].find((part) => originOf(given, part).kind !== "default") ?? key;
    problems.push({ origin: originOf(given, place), key, problem, accepted });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    config,
    origins: new Map(SETTING_LIST.map(({ key }) => [key, originOf(given, key)])),
    settings: SETTING_LIST.map(({ key, setting }) => ({
      key,
      text: setting.kind.format(given.get(key)?.value),
      origin: originOf(given, key),
    })),
    ...(path === undefined ? {} : { path }),
  };
}

/** Returns the path of the file that was read. */
function readFileInto(
  given: Map<string, Given>,
  problems: ConfigProblem[],
  { path: explicitPath, env, readFile }: LoadConfigOptions,
): string | undefined {
  const namedPath = explicitPath ?? env[CONFIG_PATH_VARIABLE];
  const path = namedPath ?? DEFAULT_CONFIG_PATH;
  let content: string;
  try {
    content = readFile(path);
  } catch (error) {
    if (namedPath === undefined && error instanceof Deno.errors.NotFound) return undefined;
    const origin = { kind: "file", path, line: 0, column: 0 } as const;
    problems.push({ origin, key: "", problem: `cannot be read: ${messageOf(error)}`, accepted: "" });
    return path;
  }
  const file = readSettings(content, path, SETTINGS);
  problems.push(...file.problems);
  for (const [key, value] of file.values) given.set(key, value);
  return path;
}

function readEnvInto(
  given: Map<string, Given>,
  problems: ConfigProblem[],
  env: Readonly<Record<string, string>>,
): void {
  const keys = new Map(SETTING_LIST.map(({ key }) => [variableName(key), key]));
  for (const [name, text] of Object.entries(env)) {
    if (!name.startsWith("STATEMANAGER_") || OTHER_VARIABLES.has(name)) continue;
    const origin = { kind: "env", name } as const;
    const key = keys.get(name);
    if (key === undefined) {
      const problem = `is the name of no setting${didYouMean(name, [...keys.keys()])}`;
      problems.push({ origin, key: "", problem, accepted: "" });
    } else readText(given, problems, { key, text, origin });
  }
}

function readFlagsInto(
  given: Map<string, Given>,
  problems: ConfigProblem[],
  options: LoadConfigOptions,
): void {
  const keys = SETTING_LIST.map(({ key }) => key);
  for (const [key, text] of Object.entries(options.flags)) {
    const origin = { kind: "flag", name: options.flagName?.(key) ?? `--${key}` } as const;
    if (keys.includes(key)) readText(given, problems, { key, text, origin });
    else problems.push({ origin, key, problem: `unknown key${didYouMean(key, keys)}`, accepted: "" });
  }
}

function readText(
  given: Map<string, Given>,
  problems: ConfigProblem[],
  { key, text, origin }: { readonly key: string; readonly text: string; readonly origin: Origin },
): void {
  const parsed: Parsed<unknown> | undefined = findSetting(key)?.setting.kind.parseText(text);
  if (parsed === undefined) return;
  if (parsed.ok) {
    given.set(key, { value: parsed.value, origin });
    return;
  }
  for (const { path, problem, accepted } of parsed.problems) {
    problems.push({ origin, key: [key, ...path].join("."), problem, accepted });
  }
}

function useHostname(given: Map<string, Given>, hostname: string | undefined): void {
  const instance = given.get("instance");
  if (hostname === undefined || instance?.value !== "") return;
  given.set("instance", { value: hostname, origin: instance.origin });
}

function build(table: SettingGroup, given: ReadonlyMap<string, Given>, prefix: string): unknown {
  return Object.fromEntries(
    Object.entries(table).map(([key, entry]) => {
      const path = `${prefix}${key}`;
      return entry instanceof Setting
        ? [propertyName(key, entry.kind.suffix), given.get(path)?.value]
        : [propertyName(key, ""), build(entry, given, `${path}.`)];
    }),
  );
}

function originOf(given: ReadonlyMap<string, Given>, key: string): Origin {
  return given.get(key)?.origin ?? { kind: "default" };
}

/** The setting that a path inside its value belongs to: `nodes.0.name` -> `nodes`. */
function settingOf(key: string): string {
  return SETTING_LIST.find(({ key: known }) => key === known || key.startsWith(`${known}.`))?.key ?? key;
}
