/** What the gRPC library says goes into our log, cut, and not to standard error. */
import { equal, ok } from "node:assert/strict";
import { log as libraryLog } from "@grpc/grpc-js/build/src/logging.js";
import { logVerbosity, setLogVerbosity } from "@grpc/grpc-js";
import { routeLibraryLog } from "../../../src/grpc/library_log.ts";
import { MemoryLog } from "../../support/memory_log.ts";

Deno.test("what the gRPC library reports is one message of our log, cut to a length", () => {
  const log = new MemoryLog();
  routeLibraryLog(log);
  try {
    libraryLog(logVerbosity.ERROR, "x".repeat(100_000), "and more");
    const [line] = log.at("warn");
    equal(line?.message, "The gRPC library reports");
    ok(String(line?.fields.text).length <= 512);
  } finally {
    routeLibraryLog();
    setLogVerbosity(logVerbosity.ERROR);
  }
});
