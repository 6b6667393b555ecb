/** The configuration as the commands see it. It has a file of its own because most that ask for it do not need what `doctor` does. */
import { type Config, ConfigError, type EffectiveSetting, loadConfig } from "../platform/config/config.ts";
import { describeProblem } from "../platform/config/config_error.ts";
import type { ConfigFacts } from "./doctor/facts.ts";
import type { CliIo } from "./io.ts";

export type ReadConfig =
  | {
    readonly kind: "valid";
    readonly config: Config;
    readonly settings: readonly EffectiveSetting[];
    readonly file?: string;
  }
  | Extract<ConfigFacts, { readonly kind: "invalid" }>;

/** The configuration as `run` would read it. */
export function readConfig(path: string | undefined, env: CliIo["env"]): ReadConfig {
  const given = Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  try {
    const loaded = loadConfig({
      ...(path === undefined ? {} : { path }),
      env: given,
      flags: {},
      readFile: (file) => Deno.readTextFileSync(file),
      hostname: Deno.hostname(),
    });
    return {
      kind: "valid",
      config: loaded.config,
      settings: loaded.settings,
      ...(loaded.path === undefined ? {} : { file: loaded.path }),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { kind: "invalid", problems: error.problems.map(describeProblem) };
  }
}
