/** A server that does nothing but echo, as anybody would begin one: grpc-js, a service loaded by proto-loader, SQLite at hand. */
import { fromJSON } from "@grpc/proto-loader";
import { DatabaseSync } from "node:sqlite";
import "../../../tests/support/http2/echo_server.ts";

const definitions = fromJSON({
  nested: {
    bare: {
      nested: {
        Text: { fields: { text: { type: "string", id: 1 } } },
        Bare: { methods: { Echo: { requestType: "Text", responseType: "Text", comment: "" } } },
      },
    },
  },
});
// Kept, as a program that uses them would.
Reflect.set(globalThis, "kept", [definitions, DatabaseSync]);
