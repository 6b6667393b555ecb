/** The server of a small peer: it can be killed and started again at its address, and can read bytes as no sound server does. */
import {
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { freeAddress } from "../free_ports.ts";

installHttp2();

export class Peer {
  readonly #definition: ServiceDefinition;
  readonly #handlers: UntypedServiceImplementation;
  #server: Server | undefined;
  readonly address = freeAddress();

  constructor(definition: ServiceDefinition, handlers: UntypedServiceImplementation) {
    this.#definition = definition;
    this.#handlers = handlers;
  }

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

  async kill(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    server.forceShutdown();
    await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  }
}

export interface FaultyBytes {
  readonly refusesUnknownFields: boolean;
  /** What bytes that are no message are taken for; undefined = they are refused. */
  readonly readsAnything: object | undefined;
}

const UNKNOWN_FIELD = "new";

/** The service with another reader of one call's requests. */
export function withFaultyBytes(
  service: ServiceDefinition,
  call: string,
  { refusesUnknownFields, readsAnything }: FaultyBytes,
): ServiceDefinition {
  const method = service[call];
  if (method === undefined) throw new Error(`The service has no ${call}`);
  return {
    ...service,
    [call]: {
      ...method,
      requestDeserialize(bytes) {
        const isUnknown = new TextDecoder().decode(bytes).endsWith(UNKNOWN_FIELD);
        if (refusesUnknownFields && isUnknown) throw new Error("an unknown field");
        try {
          return method.requestDeserialize(bytes);
        } catch (error) {
          if (readsAnything === undefined) throw error;
          return readsAnything;
        }
      },
    },
  };
}
