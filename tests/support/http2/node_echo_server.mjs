// The echo service on Node's grpc-js over Node's native http2. GRPC_HOME is a folder whose node_modules has grpc-js.
// With TLS_DIR it serves mutual TLS from ca.pem, server.pem and server.key there. First line on stdout: the port.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { ECHO, echoHandlers } from "./echo_service.js";

const grpc = createRequire(`${process.env.GRPC_HOME}/`)("@grpc/grpc-js");
const server = new grpc.Server({
  "grpc.max_receive_message_length": 16 * 1024 * 1024,
  ...(process.env.MAX_AGE === undefined ? {} : { "grpc.max_connection_age_ms": Number(process.env.MAX_AGE) }),
});
server.addService(ECHO, echoHandlers(grpc));
const dir = process.env.TLS_DIR;
const credentials = dir === undefined
  ? grpc.ServerCredentials.createInsecure()
  : grpc.ServerCredentials.createSsl(
    readFileSync(`${dir}/ca.pem`),
    [{ private_key: readFileSync(`${dir}/server.key`), cert_chain: readFileSync(`${dir}/server.pem`) }],
    true,
  );
server.bindAsync(process.argv[2] ?? "127.0.0.1:0", credentials, (error, port) => {
  if (error) throw error;
  console.log(port);
});
process.on("SIGTERM", () => server.tryShutdown(() => process.exit(0)));
