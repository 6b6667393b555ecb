/** Which settings can be taken over without a restart, and what a new reading of the configuration means for a daemon that runs. */
import type { LoadedConfig } from "./config.ts";

/** In order of name. */
export const RELOADABLE_SETTINGS = ["log.level", "shutdown.grace"] as const;

const RELOADABLE: ReadonlySet<string> = new Set(RELOADABLE_SETTINGS);

/** Keys, in the order of the reference. */
export interface ConfigChanges {
  readonly reloaded: readonly string[];
  /** These differ from what is in force, which stays in force. */
  readonly needRestart: readonly string[];
}

/** What is in force: text by key. */
export type SettingsInForce = ReadonlyMap<string, string>;

export function settingsOf({ settings }: LoadedConfig): SettingsInForce {
  return new Map(settings.map(({ key, text }) => [key, text]));
}

/** Compares with what is in force. */
export function changesOf(inForce: SettingsInForce, next: LoadedConfig): ConfigChanges {
  const changed = next.settings.filter(({ key, text }) => inForce.get(key) !== text).map(({ key }) => key);
  return {
    reloaded: changed.filter((key) => RELOADABLE.has(key)),
    needRestart: changed.filter((key) => !RELOADABLE.has(key)),
  };
}
