/** The ActionControllers that nodes serve beside their NodeAgents: connected when the first action goes there. */
import {
  type ActionControllerClient,
  type ActionControllerOptions,
  connect,
} from "../grpc/client/action_controller.ts";
import type { ActionControllerPort } from "../ports/action_controller.ts";

interface Connected {
  readonly address: string;
  readonly client: ActionControllerClient;
}

export class NodeControllers implements AsyncDisposable {
  readonly #options: ActionControllerOptions;
  readonly #addresses = new Map<string, string>();
  readonly #connected = new Map<string, Connected>();

  constructor(options: ActionControllerOptions) {
    this.#options = options;
  }

  /** Where the node is from now on. */
  setAddress(node: string, address: string): void {
    this.#addresses.set(node, address);
  }

  /** Undefined = no node of this name is known. */
  addressOf(node: string): string | undefined {
    return this.#addresses.get(node);
  }

  /** Undefined = no node of this name is known. */
  find(node: string): ActionControllerPort | undefined {
    const address = this.#addresses.get(node);
    if (address === undefined) return undefined;
    const known = this.#connected.get(node);
    if (known?.address === address) return known.client;
    known?.client.close();
    const absence =
      `node ${node} serves no ActionController at ${address}, and action_controller.address is not set`;
    const client = connect(address, { ...this.#options, absence, node });
    this.#connected.set(node, { address, client });
    return client;
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const { client } of this.#connected.values()) client.close();
    this.#connected.clear();
    return Promise.resolve();
  }
}
