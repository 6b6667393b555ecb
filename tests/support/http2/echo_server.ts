// A bare grpc-js echo server over src/http2: the floor for footprint and latency, and the target of conformance tests.
// Usage: scripts/deno run -A tests/support/http2/echo_server.ts [host:port] [--native]
// The first line on stdout is the port. SIGTERM ends it gracefully. --native leaves the runtime's own http2 in place.
import grpc from "@grpc/grpc-js";
import { installHttp2 } from "../../../src/http2/install.ts";
import { ECHO, echoHandlers } from "./echo_service.js";

if (!Deno.args.includes("--native")) installHttp2();
const address = Deno.args.find((argument) => !argument.startsWith("--")) ?? "127.0.0.1:0";
const server = new grpc.Server({ "grpc.max_receive_message_length": 16 * 1024 * 1024 });
server.addService(ECHO, echoHandlers(grpc));
server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(port);
});
Deno.addSignalListener("SIGTERM", () => {
  server.tryShutdown(() => Deno.exit(0));
});
