/**
 * The table of all settings: key, kind, range, default and meaning. The type `Config`, the checks, `config show` and
 * docs/configuration.md all follow from this table; keys are defined nowhere else.
 *
 * I1  The defaults alone make a configuration that passes every check (a test holds this).
 */
import { type ConfigOf, listEntries, type SettingEntry, type SettingGroup } from "./table.ts";
import { BEHAVIOUR_SETTINGS } from "./settings_behaviour.ts";
import { CONNECTION_SETTINGS } from "./settings_connections.ts";
import { ETCD_SETTINGS } from "./settings_etcd.ts";
import { OPERATION_SETTINGS } from "./settings_operation.ts";
import { PULLPIRI_SETTINGS } from "./settings_pullpiri.ts";

export const SETTINGS = {
  ...CONNECTION_SETTINGS,
  ...ETCD_SETTINGS,
  ...OPERATION_SETTINGS,
  ...BEHAVIOUR_SETTINGS,
  ...PULLPIRI_SETTINGS,
} satisfies SettingGroup;

/** The whole configuration, checked. */
export type Config = ConfigOf<typeof SETTINGS>;

/** Every setting with its dotted key, in the order of the reference. */
export const SETTING_LIST: readonly SettingEntry[] = listEntries(SETTINGS);

const BY_KEY: ReadonlyMap<string, SettingEntry> = new Map(SETTING_LIST.map((entry) => [entry.key, entry]));

/** The setting of a dotted key. */
export function findSetting(key: string): SettingEntry | undefined {
  return BY_KEY.get(key);
}

/** Name of the environment variable of a setting: `reconcile.parallel` -> `STATEMANAGER_RECONCILE_PARALLEL`. */
export function variableName(key: string): string {
  return `STATEMANAGER_${key.toUpperCase().replaceAll(".", "_")}`;
}
