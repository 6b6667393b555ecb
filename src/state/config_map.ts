/** Comparing the configuration of services: what counts is which keys have which values, never their order. */

export type ConfigMap = Readonly<Record<string, string>>;

/** Keys whose values differ, or which only one of the two has, in order of name. */
export function changedKeys(a: ConfigMap, b: ConfigMap): readonly string[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].filter((key) => a[key] !== b[key]).sort();
}

/** Whether both have the same keys with the same values. */
export function isSameConfig(a: ConfigMap, b: ConfigMap): boolean {
  return a === b || changedKeys(a, b).length === 0;
}
