/** The HTTP server of the program with routes of a test. */
import {
  checkListenAddress,
  openSocketToGroup,
  removeSocket,
  removeStaleSocket,
  socketPathOf,
} from "../../../src/grpc/server/listen.ts";
import type { Routes } from "../../../src/web/answer.ts";
import { type ListenRules, WebServer, type WebServerOptions } from "../../../src/web/server.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import { MemoryLog } from "../memory_log.ts";

export const RULES: ListenRules = {
  check: (address) => checkListenAddress(address, false),
  ...{ socketPathOf, removeStaleSocket, openSocketToGroup, removeSocket },
};

/** Long enough for a busy machine where nothing is to end, short where the end is waited for. */
export const PATIENT = { headMs: 60_000, keepAliveMs: 60_000, stallMs: 60_000 };

export async function serve(
  routes: Routes,
  options: Partial<WebServerOptions> = {},
): Promise<{ readonly server: WebServer; readonly log: MemoryLog; readonly address: string }> {
  const log = new MemoryLog();
  const server = await WebServer.start({
    ...{ listen: ["127.0.0.1:0"], rules: RULES, maxConnections: 8, timeouts: PATIENT, log, routes },
    clock: new SystemClock(),
    ...options,
  });
  return { server, log, address: server.addresses[0] ?? "" };
}
