/**
 * The floor for subscriptions: a bare grpc-js server over the same HTTP/2 that sends messages to everyone who follows, when it is
 * told to. Prints its port.
 *
 * `/bench/Follow` streams; `/bench/Emit` sends as many messages as its four bytes say and is answered at once. Arguments: the bytes
 * of a message.
 */
import { Server, ServerCredentials, type ServerWritableStream } from "@grpc/grpc-js";
import { installHttp2 } from "../../../src/http2/face/install.ts";

installHttp2();
const message = new Uint8Array(Number(Deno.args[0] ?? "500")).fill(7);
const bytes = (value: Uint8Array) => Buffer.from(value);
const method = (path: string, responseStream: boolean) => ({
  path,
  requestStream: false,
  responseStream,
  requestSerialize: bytes,
  requestDeserialize: bytes,
  responseSerialize: bytes,
  responseDeserialize: bytes,
});
type Stream = ServerWritableStream<Uint8Array, Uint8Array>;
const followers = new Set<Stream>();

async function send(stream: Stream, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    if (!stream.write(message)) await new Promise((resolve) => stream.once("drain", resolve));
  }
}

const server = new Server();
server.addService({ Follow: method("/bench/Follow", true), Emit: method("/bench/Emit", false) }, {
  Follow: (stream: Stream) => {
    followers.add(stream);
    stream.sendMetadata(stream.metadata);
    stream.on("cancelled", () => followers.delete(stream));
  },
  Emit: (
    call: { readonly request: Uint8Array },
    answer: (error: null, value: Uint8Array) => void,
  ) => {
    const count = new DataView(call.request.buffer, call.request.byteOffset).getUint32(0);
    for (const follower of followers) void send(follower, count);
    answer(null, call.request);
  },
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  console.log(port);
});
