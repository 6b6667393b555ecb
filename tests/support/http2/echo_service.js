// The echo service of the HTTP/2 tests and benches, for Deno and for Node alike: messages are raw bytes, passed through.
// It takes grpc-js as an argument, because the two runtimes find it in different ways.
// A call's metadata steers it: `x-count` messages of a server stream, `x-size` their bytes, `x-fail` a status code,
// `x-echo` comes back as header and trailer, `x-hang` never answers.

const same = (bytes) => bytes;
const method = (name, requestStream, responseStream) => ({
  path: `/echo.Echo/${name}`,
  requestStream,
  responseStream,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
});

/** The service's definition in the form of grpc-js. */
export const ECHO = {
  Unary: method("Unary", false, false),
  ServerStream: method("ServerStream", false, true),
  ClientStream: method("ClientStream", true, false),
  Bidi: method("Bidi", true, true),
};

const one = (call, key) => call.metadata.get(key)[0];

/** The handlers. `grpc` is the module @grpc/grpc-js. */
export function echoHandlers(grpc) {
  const trailer = (call) => {
    const metadata = new grpc.Metadata();
    const text = one(call, "x-echo");
    if (text !== undefined) metadata.set("x-echo-trailer", String(text));
    const bytes = one(call, "x-echo-bin");
    if (bytes !== undefined) metadata.set("x-echo-trailer-bin", bytes);
    return metadata;
  };
  const begin = (call) => {
    const text = one(call, "x-echo");
    if (text === undefined) return;
    const metadata = new grpc.Metadata();
    metadata.set("x-echo-header", String(text));
    call.sendMetadata(metadata);
  };
  const failure = (call) => {
    const code = one(call, "x-fail");
    return code === undefined
      ? null
      : { code: Number(code), details: `asked to fail with ${code}`, metadata: trailer(call) };
  };
  return {
    Unary(call, callback) {
      if (one(call, "x-hang") !== undefined) return;
      begin(call);
      const error = failure(call);
      if (error !== null) callback(error);
      else callback(null, call.request, trailer(call));
    },
    ServerStream(call) {
      begin(call);
      const count = Number(one(call, "x-count") ?? 1);
      const size = one(call, "x-size");
      const message = size === undefined ? call.request : new Uint8Array(Number(size));
      const bytes = Buffer_from(message);
      let sent = 0;
      const more = () => {
        while (sent < count && !call.cancelled) {
          sent++;
          if (!call.write(bytes)) {
            call.once("drain", more);
            return;
          }
        }
        if (call.cancelled || one(call, "x-hang") !== undefined) return;
        const error = failure(call);
        if (error !== null) call.emit("error", error);
        else call.end(trailer(call));
      };
      more();
    },
    ClientStream(call, callback) {
      begin(call);
      let bytes = 0;
      call.on("data", (message) => bytes += message.length);
      call.on("error", () => {});
      call.on("end", () => {
        if (one(call, "x-hang") !== undefined) return;
        const error = failure(call);
        if (error !== null) callback(error);
        else callback(null, Buffer_from(new TextEncoder().encode(String(bytes))), trailer(call));
      });
    },
    Bidi(call) {
      begin(call);
      call.on("error", () => {});
      call.on("data", (message) => {
        if (!call.write(message)) {
          call.pause();
          call.once("drain", () => call.resume());
        }
      });
      call.on("end", () => {
        const error = failure(call);
        if (error !== null) call.emit("error", error);
        else call.end(trailer(call));
      });
    },
  };
}

/** grpc-js wants Buffers; in Node that is a global, in Deno this file gets it from the messages themselves. */
function Buffer_from(bytes) {
  const { Buffer } = globalThis.process.getBuiltinModule("node:buffer");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
