// A client that is closed is closed: whatever it was about to do, it leaves no timer (the sanitizers see to that) and connects to
// nothing any more.
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import grpc from "@grpc/grpc-js";
import "../../support/http2/settled.ts";
import { eventually, within } from "../../support/eventually.ts";
import { freePorts } from "../../support/free_ports.ts";
import { EchoClient } from "../../support/http2/scenarios.js";

const UNAVAILABLE = 14;
const hello = Buffer.from("hello");

/** Alone with its connection, as the clients of the daemon are, or sharing it as grpc-js does by itself. */
const POOLS = { "its own connection": 1, "a shared connection": 0 } as const;

function clientOf(port: number, isLocal: number): EchoClient {
  return new EchoClient(grpc, {
    address: `127.0.0.1:${port}`,
    credentials: grpc.credentials.createInsecure(),
    options: { "grpc.use_local_subchannel_pool": isLocal },
  });
}

/** A server that does with each connection what the test says; it counts them. */
class Front implements AsyncDisposable {
  readonly port = freePorts(1)[0] ?? 0;
  readonly connections: Deno.TcpConn[] = [];
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: this.port });
  readonly #done: Promise<void>;

  constructor(onConnection: (connection: Deno.TcpConn) => void = () => {}) {
    this.#done = this.#accept(onConnection);
  }

  async #accept(onConnection: (connection: Deno.TcpConn) => void): Promise<void> {
    for await (const connection of this.#listener) {
      this.connections.push(connection);
      onConnection(connection);
    }
  }

  /** Nobody listens from here on. */
  stop(): void {
    this.#listener.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.stop();
    } catch {
      // It was stopped before.
    }
    await this.#done;
    for (const connection of this.connections) {
      try {
        connection.close();
      } catch {
        // The test has closed it.
      }
    }
  }
}

for (const [pool, isLocal] of Object.entries(POOLS)) {
  Deno.test(`with ${pool}, closed while it waits before it connects again`, async () => {
    await using front = new Front();
    front.stop();
    const client = clientOf(front.port, isLocal);
    assert.equal((await within("the call", client.unary(hello))).code, UNAVAILABLE);
    client.close();
  });

  Deno.test(`with ${pool}, closed in the turn in which it was called first`, async () => {
    await using front = new Front();
    const client = clientOf(front.port, isLocal);
    const outcome = client.unary(hello);
    client.close();
    assert.equal((await within("the call", outcome)).code, UNAVAILABLE);
  });

  Deno.test(`with ${pool}, closed while a server that says nothing is to say that it is there`, async () => {
    await using front = new Front();
    const client = clientOf(front.port, isLocal);
    const outcome = client.unary(hello);
    await eventually("the connection", () => front.connections.length === 1);
    client.close();
    assert.equal((await within("the call", outcome)).code, UNAVAILABLE);
    await within("the end of the connection", untilEnd(front.connections[0]));
  });

  Deno.test(`with ${pool}, closed in the turn in which it is called again after its connection was lost`, async () => {
    await using front = new Front((connection) => connection.close());
    const client = clientOf(front.port, isLocal);
    assert.equal((await within("the call", client.unary(hello))).code, UNAVAILABLE);
    const outcome = client.unary(hello);
    client.close();
    assert.equal((await within("the second call", outcome)).code, UNAVAILABLE);
  });
}

async function untilEnd(connection: Deno.TcpConn | undefined): Promise<void> {
  const buffer = new Uint8Array(1_024);
  while (connection !== undefined && await connection.read(buffer) !== null);
}
