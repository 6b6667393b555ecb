/** A way to the bus of this machine that can be cut: the bus itself serves others, and is left alone. */
import { removeIfThere } from "../../../tests/support/vehicle/store.ts";

export class BusRelay implements AsyncDisposable {
  /** Of the socket that it listens at while it is open. */
  readonly path: string;
  readonly #target: string;
  #listener: Deno.UnixListener | undefined;
  #serving: Promise<void> = Promise.resolve();
  /** Both ends of every connection. */
  readonly #connections = new Set<Deno.UnixConn>();

  constructor({ path, target }: { readonly path: string; readonly target: string }) {
    this.path = path;
    this.#target = target;
  }

  open(): void {
    const listener = Deno.listen({ transport: "unix", path: this.path });
    this.#listener = listener;
    this.#serving = this.#serve(listener);
  }

  /** Ends every connection, and takes no other one. */
  async cut(): Promise<void> {
    if (this.#listener === undefined) return;
    this.#listener.close();
    this.#listener = undefined;
    for (const connection of this.#connections) close(connection);
    await this.#serving;
    removeIfThere(this.path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cut();
  }

  async #serve(listener: Deno.UnixListener): Promise<void> {
    const links: Promise<void>[] = [];
    for await (const client of listener) links.push(this.#link(client));
    await Promise.all(links);
  }

  async #link(client: Deno.UnixConn): Promise<void> {
    this.#connections.add(client);
    try {
      const bus = await Deno.connect({ transport: "unix", path: this.#target });
      this.#connections.add(bus);
      // It was cut meanwhile.
      if (this.#listener === undefined) close(bus);
      await Promise.allSettled([client.readable.pipeTo(bus.writable), bus.readable.pipeTo(client.writable)]);
      this.#connections.delete(bus);
    } catch {
      // The bus is away: so is the connection to it.
    }
    close(client);
    this.#connections.delete(client);
  }
}

function close(connection: Deno.UnixConn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
