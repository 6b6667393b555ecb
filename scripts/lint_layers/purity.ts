/**
 * What the pure layers may not touch, so that the same input gives the same output, byte for byte, in a simulation.
 *
 * `queueMicrotask` is not on the list: it runs in the same deterministic order as `await`, without any clock. Promises and
 * `AbortController` are allowed for the same reason; `AbortSignal.timeout` is a timer and is not.
 */

/** Globals by name, each with what to use instead. */
export const BANNED_GLOBALS: ReadonlyMap<string, string> = new Map([
  ...each(["Date", "performance", "Temporal"], "take the time from the Clock port or as an argument"),
  ...each(
    [
      "setTimeout",
      "clearTimeout",
      "setInterval",
      "clearInterval",
      "setImmediate",
      "clearImmediate",
      "scheduler",
    ],
    "use Clock.schedule of the ports",
  ),
  ...each(["crypto"], "take ids from IdSource and jitter from Random of the ports"),
  ...each(["console"], "use the Log port"),
  ...each(
    ["Deno", "process", "navigator", "require", "Buffer"],
    "the system belongs to the adapters; put what you need into a port",
  ),
  ...each(
    ["fetch", "WebSocket", "XMLHttpRequest", "Worker", "BroadcastChannel", "MessageChannel"],
    "peers belong to the adapters; put what you need into a port",
  ),
  ...each(["localStorage", "sessionStorage", "indexedDB", "caches"], "storage belongs to the journal"),
  ...each(["globalThis", "self", "eval"], "it reaches everything that is banned by name"),
  ...each(["Intl"], "it reads the locale and the time zone of the host"),
  ...each(
    ["WeakRef", "FinalizationRegistry", "Atomics"],
    "its answer depends on the garbage collector or on threads",
  ),
]);

/** Members of globals that are themselves allowed. */
export const BANNED_MEMBERS: ReadonlyMap<string, string> = new Map([
  ["Math.random", "take jitter from the Random port"],
  ["AbortSignal.timeout", "it is a timer; use Clock.schedule of the ports"],
]);

function each(names: readonly string[], hint: string): [string, string][] {
  return names.map((name) => [name, hint]);
}

/** Why a pure module may not import this specifier; undefined = it may. */
export function impureSpecifier(specifier: string): string | undefined {
  if (specifier.startsWith("./") || specifier.startsWith("../")) return undefined;
  return `"${specifier}" is not a module of this project; below the adapters only those may be imported`;
}
