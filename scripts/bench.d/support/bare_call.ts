/** The floor for a command that asks the daemon: one call of grpc-js over the same HTTP/2, and its answer. Argument: the address. */
import { Client, credentials } from "@grpc/grpc-js";
import { installHttp2 } from "../../../src/http2/face/install.ts";

installHttp2();
const client = new Client(Deno.args[0] ?? "", credentials.createInsecure());
const bytes = (value: Uint8Array) => Buffer.from(value);
const path = "/grpc.health.v1.Health/Check";
client.makeUnaryRequest(path, bytes, bytes, new Uint8Array(0), (error, value) => {
  if (error !== null) throw error;
  console.log(value?.length);
  client.close();
});
