/** A program that tells what its flags are, and what it may write to once it has given back the rest as the State Manager does. */
import v8 from "node:v8";
import { limitWrites, mayWrite } from "../../src/platform/process/write_access.ts";

const NAMES = ["env", "ffi", "net", "read", "run", "sys", "write"] as const;
const KEPT = "/var/lib/statemanager";
const granted = NAMES.filter((name) => Deno.permissions.querySync({ name }).state === "granted");
limitWrites([KEPT]);
// Nothing in it can change its mind.
for (const path of ["/", "/etc"]) Deno.permissions.requestSync({ name: "write", path });
console.log(JSON.stringify({
  heapBytes: v8.getHeapStatistics().heap_size_limit,
  granted,
  writable: ["/", "/etc", "/run", "/tmp", "/var/lib", `${KEPT}/journal.db`, KEPT].filter(mayWrite),
  hasDatagrams: typeof Deno.listenDatagram === "function",
}));
