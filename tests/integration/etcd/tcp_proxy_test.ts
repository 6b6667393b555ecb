import assert from "node:assert/strict";
import { eventually, within } from "../../support/eventually.ts";
import { TcpProxy } from "../../support/etcd/tcp_proxy.ts";

/** A server that sends back what it gets. */
class Echo implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #connections: Promise<void>[] = [];
  readonly #accepting = this.#accept();

  get address(): string {
    const { hostname, port } = this.#listener.addr;
    return `${hostname}:${port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#accepting;
    await Promise.all(this.#connections);
  }

  async #accept(): Promise<void> {
    for await (const connection of this.#listener) {
      // A reset ends it like any other end.
      this.#connections.push(connection.readable.pipeTo(connection.writable).catch(() => {}));
    }
  }
}

async function connect(proxy: TcpProxy): Promise<Deno.TcpConn> {
  return await Deno.connect({ hostname: "127.0.0.1", port: proxy.port });
}

async function send(connection: Deno.TcpConn, text: string): Promise<void> {
  await connection.write(new TextEncoder().encode(text));
}

/** Sends it all, then the end. */
async function sendAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
  await connection.closeWrite();
}

async function receive(connection: Deno.TcpConn): Promise<string> {
  const buffer = new Uint8Array(1024);
  const length = await within("an answer", connection.read(buffer));
  return length === null ? "end" : new TextDecoder().decode(buffer.subarray(0, length));
}

async function echo(connection: Deno.TcpConn, text: string): Promise<string> {
  await send(connection, text);
  return await receive(connection);
}

Deno.test("TcpProxy passes bytes and ends", async () => {
  await using server = new Echo();
  await using proxy = await TcpProxy.start(server.address);
  using connection = await connect(proxy);
  assert.equal(await echo(connection, "hello"), "hello");
  await connection.closeWrite();
  assert.equal(await receive(connection), "end");
  await eventually("the connection to be forgotten", () => proxy.connections === 0);
});

Deno.test("TcpProxy.cut() resets connections and refuses new ones; heal() accepts them at the same port", async () => {
  await using server = new Echo();
  await using proxy = await TcpProxy.start(server.address);
  using connection = await connect(proxy);
  await echo(connection, "hello");
  await proxy.cut();
  await assert.rejects(receive(connection), Deno.errors.ConnectionReset);
  await assert.rejects(connect(proxy), Deno.errors.ConnectionRefused);
  await proxy.heal();
  using again = await connect(proxy);
  assert.equal(await echo(again, "again"), "again");
});

Deno.test("TcpProxy.blackhole() loses bytes on open connections, which heal() resets", async () => {
  await using server = new Echo();
  await using proxy = await TcpProxy.start(server.address);
  using before = await connect(proxy);
  using idle = await connect(proxy);
  assert.equal(await echo(before, "hello"), "hello");
  assert.equal(await echo(idle, "hello"), "hello");
  proxy.blackhole();
  using during = await connect(proxy);
  await send(before, "lost");
  await send(during, "lost");
  await eventually("the new connection to be accepted", () => proxy.accepted === 3);
  assert.equal(proxy.connections, 3);
  await eventually("the bytes to be swallowed", () => proxy.swallowedBytes === 8);
  await proxy.heal();
  await assert.rejects(receive(before), Deno.errors.ConnectionReset);
  await assert.rejects(receive(during), Deno.errors.ConnectionReset);
  assert.equal(await echo(idle, "still here"), "still here");
});

Deno.test("TcpProxy.stall() keeps bytes until heal()", async () => {
  await using server = new Echo();
  await using proxy = await TcpProxy.start(server.address);
  using before = await connect(proxy);
  assert.equal(await echo(before, "hello"), "hello");
  proxy.stall();
  using during = await connect(proxy);
  await send(before, "late");
  await send(during, "later");
  await eventually("the new connection to be accepted", () => proxy.accepted === 2);
  await proxy.heal();
  assert.equal(await receive(before), "late");
  assert.equal(await receive(during), "later");
});

Deno.test("TcpProxy.delay() keeps the order and the number of bytes", async () => {
  await using server = new Echo();
  await using proxy = await TcpProxy.start(server.address);
  using connection = await connect(proxy);
  proxy.delay(20);
  const sentAtMs = performance.now();
  await send(connection, "slow");
  assert.equal(await receive(connection), "slow");
  assert.ok(performance.now() - sentAtMs >= 40, "both directions are slow");
  const size = 3_000_000;
  const written = sendAll(connection, new Uint8Array(size));
  let received = 0;
  for (let length: number | null = 0; length !== null;) {
    received += length;
    length = await within("the rest", connection.read(new Uint8Array(65_536)));
  }
  await written;
  assert.equal(received, size);
});
