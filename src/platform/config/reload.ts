/** The settings that can be reloaded without a restart, and the comparison of a reloaded configuration with the one in force. */
import type { LoadedConfig } from "./config.ts";

/** In order of name. */
export const RELOADABLE_SETTINGS = ["log.level", "shutdown.grace"] as const;

const RELOADABLE: ReadonlySet<string> = new Set(RELOADABLE_SETTINGS);

/** Keys, in the order of the reference. */
export interface ConfigChanges {
  readonly reloaded: readonly string[];
  /** Settings that differ from the configuration in force and stay unchanged until a restart. */
  readonly needRestart: readonly string[];
}

/** The configuration in force: text by key. */
export type SettingsInForce = ReadonlyMap<string, string>;

export function settingsOf({ settings }: LoadedConfig): SettingsInForce {
  return new Map(settings.map(({ key, text }) => [key, text]));
}

/** Compares with the configuration in force. */
export function changesOf(inForce: SettingsInForce, next: LoadedConfig): ConfigChanges {
  const changed = next.settings.filter(({ key, text }) => inForce.get(key) !== text).map(({ key }) => key);
  return {
    reloaded: changed.filter((key) => RELOADABLE.has(key)),
    needRestart: changed.filter((key) => !RELOADABLE.has(key)),
  };
}
