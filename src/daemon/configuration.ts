/** The configuration of a daemon that runs: read at the start, and again when it is asked to. */
import { type Config, loadConfig, type LoadedConfig } from "../platform/config/config.ts";
import {
  changesOf,
  type ConfigChanges,
  type SettingsInForce,
  settingsOf,
} from "../platform/config/reload.ts";

/** Where it is read from. */
export interface ConfigSource {
  /** Not set = the usual place. */
  readonly configPath?: string;
  /** Dotted keys to text, from the command line. */
  readonly settings: Readonly<Record<string, string>>;
}

export class Configuration {
  readonly #source: ConfigSource;
  #inForce: SettingsInForce;
  #config: Config;

  /** Reads it. Throws a ConfigError with everything that is wrong. */
  constructor(source: ConfigSource) {
    this.#source = source;
    const loaded = read(source);
    this.#inForce = settingsOf(loaded);
    this.#config = loaded.config;
  }

  /** What is in force. */
  get config(): Config {
    return this.#config;
  }

  /** Reads it again and takes over what can be taken over. Throws a ConfigError, and then nothing has changed. */
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
