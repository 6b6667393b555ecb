/**
 * Follows every service through restarts of the State Manager, with the client that the command line uses.
 *
 *     scripts/deno run -A docs/examples/typescript/watch.ts 127.0.0.1:47001
 */
import { follow } from "../../../src/client/follow.ts";
import { connectGrpc } from "../../../src/client/grpc_client.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { ALL_SERVICES } from "../../../src/manager/serve/api.ts";

// Before the first connection: docs/adr/0001-own-http2.md says why.
installHttp2();

const client = connectGrpc(Deno.args[0] ?? "127.0.0.1:47001");
const end = new AbortController();
Deno.addSignalListener("SIGINT", () => end.abort());

for await (
  const message of follow(client, { filter: ALL_SERVICES, start: { kind: "snapshot" }, signal: end.signal })
) {
  switch (message.kind) {
    case "snapshot":
      console.log(`${message.service.metadata.id} is ${message.service.status.state}`);
      break;
    case "snapshot-complete":
      console.log(`these are all ${message.count}, as of revision ${message.revision}`);
      break;
    case "change": {
      const { eventType, resourceId } = message.event;
      const state = message.service?.status.state ?? "deleted";
      console.log(`${resourceId}: ${eventType}, now ${state} (revision ${message.revision})`);
      break;
    }
    case "gap":
      console.log(`changes ${message.fromRevision} to ${message.toRevision} are lost; all services follow`);
      break;
    case "lost":
      console.log(`connection lost: ${message.why}; next attempt in ${message.retryInMs} ms`);
  }
}
await client[Symbol.asyncDispose]();
