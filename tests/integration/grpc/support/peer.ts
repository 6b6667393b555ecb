/** A peer of the manager: a bare gRPC server that a test can kill, and start again at the same address. */
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { freeAddress } from "../../../support/free_ports.ts";
import "./world.ts";

export class Peer implements AsyncDisposable {
  readonly #definition: ServiceDefinition;
  readonly #handlers: UntypedServiceImplementation;
  #server: Server | undefined;
  readonly address = freeAddress();

  constructor(definition: ServiceDefinition, handlers: UntypedServiceImplementation) {
    this.#definition = definition;
    this.#handlers = handlers;
  }

  static async start(definition: ServiceDefinition, handlers: UntypedServiceImplementation): Promise<Peer> {
    const peer = new Peer(definition, handlers);
    await peer.start();
    return peer;
  }

  /** Listens, at the address of the time before. */
  async start(): Promise<void> {
    const server = new Server();
    server.addService(this.#definition, this.#handlers);
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(this.address, ServerCredentials.createInsecure(), (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
    this.#server = server;
  }

  /** Cuts every connection, as the death of the process does. */
  async kill(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    server.forceShutdown();
    await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
