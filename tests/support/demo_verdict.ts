/** What the demo of a runtime prints at its end, and what must be in it, whatever the runtime. */
import { deepEqual, ok } from "node:assert/strict";

export interface RuntimeVerdict {
  readonly ok: boolean;
  readonly violations: readonly string[];
  readonly faults: readonly { readonly name: string; readonly actions: readonly string[] }[];
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
}

/** Recoveries that a fault has to lead to. */
const RECOVERIES: Readonly<Record<string, string>> = {
  "crash-loop": "Recreate",
  "bad-version": "RollbackVersion",
  "crash-on-start": "RollbackVersion",
  "bad-config": "ResetConfig",
};
/** Faults that every runtime has. */
const COMMON = [
  ...["crash", "oom", "freeze", "crash-loop", "bad-version", "crash-on-start", "bad-config"],
  ...["node-kill", "reboot"],
];

/** Fails unless each fault, also those of the runtime's own, was shown and repaired, or was skipped with a reason. */
export function checkVerdict(
  { ok: isOk, violations, faults, skipped }: RuntimeVerdict,
  ownFaults: readonly string[],
): void {
  deepEqual([isOk, violations], [true, []]);
  const names = [...faults, ...skipped].map(({ name }) => name);
  deepEqual(new Set(names), new Set([...COMMON, ...ownFaults]));
  ok(skipped.every(({ why }) => why !== ""));
  for (const { name, actions } of faults) {
    ok(
      actions.some((action) => action.startsWith(`recovery ${RECOVERIES[name] ?? ""}`)),
      `${name}: ${actions}`,
    );
  }
}
