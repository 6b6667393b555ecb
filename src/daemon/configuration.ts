/** The configuration of a running daemon: loaded at the start, and reloaded on request. */
import { type Config, loadConfig, type LoadedConfig } from "../platform/config/config.ts";
import {
  changesOf,
  type ConfigChanges,
  type SettingsInForce,
  settingsOf,
} from "../platform/config/reload.ts";

/** The sources of the configuration. */
export interface ConfigSource {
  /** Not set = the default path. */
  readonly configPath?: string;
  /** Dotted keys to text, from the command line. */
  readonly settings: Readonly<Record<string, string>>;
}

export class Configuration {
  readonly #source: ConfigSource;
  #inForce: SettingsInForce;
  #config: Config;

  /** Loads the configuration. Throws a ConfigError with all problems. */
  constructor(source: ConfigSource) {
    this.#source = source;
    const loaded = read(source);
    this.#inForce = settingsOf(loaded);
    this.#config = loaded.config;
  }

  /** The configuration in force. */
  get config(): Config {
    return this.#config;
  }

  /** Reloads the configuration and applies the settings that need no restart. Throws a ConfigError, and then nothing has changed. */
  reload(): ConfigChanges {
    const loaded = read(this.#source);
    const changes = changesOf(this.#inForce, loaded);
    const texts = settingsOf(loaded);
    this.#inForce = new Map(
      [...this.#inForce].map(([key, text]) =>
        changes.reloaded.includes(key) ? [key, texts.get(key) ?? text] : [key, text]
      ),
    );
    const { log, shutdown } = loaded.config;
    this.#config = {
      ...this.#config,
      log: { ...this.#config.log, level: log.level },
      shutdown: { ...this.#config.shutdown, graceMs: shutdown.graceMs },
    };
    return changes;
  }
}

function read({ configPath, settings }: ConfigSource): LoadedConfig {
  return loadConfig({
    ...(configPath === undefined ? {} : { path: configPath }),
    env: Deno.env.toObject(),
    flags: settings,
    readFile: (path) => Deno.readTextFileSync(path),
    hostname: Deno.hostname(),
    flagName: (key) => `--set ${key}`,
  });
}
