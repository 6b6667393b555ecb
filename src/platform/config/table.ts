/** The building blocks of a table of settings, and the type that follows from it. */
import type { CamelCase } from "./groups.ts";
import type { Kind, UnitSuffix } from "./kinds.ts";

/** One setting. The kind says what is accepted; `doc` is a sentence or two for the reference. */
export class Setting<T, S extends UnitSuffix> {
  constructor(readonly kind: Kind<T, S>, readonly defaultValue: T, readonly doc: string) {}
}

/** Settings and groups of settings by key. */
export interface SettingGroup {
  readonly [key: string]: Setting<unknown, UnitSuffix> | SettingGroup;
}

/** A setting with its dotted key. */
export interface SettingEntry {
  readonly key: string;
  readonly setting: Setting<unknown, UnitSuffix>;
}

/** The type of a group of settings in the program: camelCase, with the unit at the end of the name. */
export type ConfigOf<G> = {
  readonly [
    K in keyof G & string as G[K] extends Setting<unknown, infer S> ? `${CamelCase<K>}${S}` : CamelCase<K>
  ]: G[K] extends Setting<infer T, UnitSuffix> ? T : ConfigOf<G[K]>;
};

export function setting<T, S extends UnitSuffix>(
  kind: Kind<T, S>,
  defaultValue: T,
  doc: string,
): Setting<T, S> {
  return new Setting(kind, defaultValue, doc);
}

/** All settings of a group and the groups within, in order. */
export function listEntries(table: SettingGroup, prefix = ""): readonly SettingEntry[] {
  return Object.entries(table).flatMap(([key, entry]) => {
    const path = `${prefix}${key}`;
    return entry instanceof Setting ? [{ key: path, setting: entry }] : listEntries(entry, `${path}.`);
  });
}
