/** Signals of the operating system, as callbacks that can be taken back. */

/** What the operating system may ask of the daemon. */
export interface SignalHandlers {
  /** SIGTERM or SIGINT: end in good order. Called for each of them; a second one usually means "now". */
  readonly onStop: (signal: "SIGTERM" | "SIGINT") => void;
  /** SIGHUP: read the configuration again. Not set = SIGHUP is ignored rather than deadly. */
  readonly onReload?: () => void;
}

/** Installs the handlers until disposed; disposing twice does nothing. Handlers must not throw. */
export function handleSignals(handlers: SignalHandlers): Disposable {
  const listeners: readonly (readonly [Deno.Signal, () => void])[] = [
    ["SIGTERM", () => handlers.onStop("SIGTERM")],
    ["SIGINT", () => handlers.onStop("SIGINT")],
    ["SIGHUP", () => handlers.onReload?.()],
  ];
  for (const [signal, listener] of listeners) Deno.addSignalListener(signal, listener);
  let isInstalled = true;
  return {
    [Symbol.dispose]() {
      if (!isInstalled) return;
      isInstalled = false;
      for (const [signal, listener] of listeners) Deno.removeSignalListener(signal, listener);
    },
  };
}
