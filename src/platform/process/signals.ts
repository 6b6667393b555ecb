/** Signals of the operating system, as callbacks that can be removed. */

/** The signals that the daemon handles. */
export interface SignalHandlers {
  /** SIGTERM or SIGINT: orderly shutdown. Called for each of them; a second one usually means an immediate exit. */
  readonly onStop: (signal: "SIGTERM" | "SIGINT") => void;
  /** SIGHUP: reload the configuration. Not set = SIGHUP is ignored instead of ending the process. */
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
