// A plain HTTP/2 server over src/http2 without gRPC: it answers each request, when it has read it, with 200 and a body.
// h2spec wants such a server: grpc-js answers what is not gRPC before it has read it, which hides half of the cases.
// Usage: scripts/deno run -A tests/support/http2/plain_server.ts [port]. The first line on stdout is the port.
import http2, { type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { installHttp2 } from "../../../src/http2/face/install.ts";

installHttp2();
const server = http2.createServer();
server.on("stream", (stream: ServerHttp2Stream) => {
  stream.on("error", () => {});
  stream.on("data", () => {});
  stream.on("end", () => {
    if (stream.destroyed) return;
    stream.respond({ ":status": 200, "content-type": "text/plain" });
    stream.end("hello\n");
  });
});
server.listen(Number(Deno.args[0] ?? 0), "127.0.0.1", () => {
  const address: AddressInfo | string | null = server.address();
  console.log(typeof address === "object" ? address?.port : address);
});
