/**
 * The log of the gRPC library, which writes to standard error by itself: without limit, unescaped, and waiting for whoever reads it.
 *
 * I1  One constant message, so that the limit of the log holds all that the library says together.
 */
import { logVerbosity, setLogger, setLogVerbosity } from "@grpc/grpc-js";
import type { Log } from "../ports/log.ts";

/** Longest text of the library that is kept, characters. */
const MAX_TEXT = 512;

/** Routes what the library says into the log; without one it says nothing. */
export function routeLibraryLog(log?: Log): void {
  if (log === undefined) return setLogVerbosity(logVerbosity.NONE);
  const say = (...parts: readonly unknown[]) => {
    log.warn("The gRPC library reports", { text: parts.map(String).join(" ").slice(0, MAX_TEXT) });
  };
  setLogger({ error: say, info: say, debug: say });
}
