/** A NodeAgent that streams to whoever follows it what no NodeAgent would. */
import { Server, ServerCredentials, type ServiceDefinition } from "@grpc/grpc-js";
import { Buffer } from "node:buffer";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import type { Random } from "./random.ts";
import { makeText } from "./texts.ts";

/** Then the stream ends, and the follower comes again. */
const MESSAGES_OF_A_STREAM = 500;
const PAUSE_MS = 20;
const MESSAGES_AT_ONCE = 20;

export class FuzzedNode implements AsyncDisposable {
  readonly address: string;
  sent = 0;
  streams = 0;
  readonly #server: Server;

  private constructor(server: Server, address: string) {
    this.#server = server;
    this.address = address;
  }

  static async start(random: Random): Promise<FuzzedNode> {
    const server = new Server();
    const raw: ServiceDefinition = Object.fromEntries(
      Object.entries(NODE_AGENT_SERVICE).map(([name, method]) => [name, {
        ...method,
        responseSerialize: (bytes: Uint8Array) => Buffer.from(bytes),
      }]),
    );
    const note: { node?: FuzzedNode } = {};
    server.addService(raw, {
      SubscribeStateDiffs: (call: Stream) => note.node?.stream(call, random),
      GetStateDiff: (_call: unknown, done: Done) => done(null, makeText(random, "node")),
      UpdateResourceState: (_call: unknown, done: Done) => done(null, makeText(random, "node")),
    });
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
        if (error === null) resolve(bound);
        else reject(error);
      });
    });
    const node = new FuzzedNode(server, `127.0.0.1:${port}`);
    note.node = node;
    return node;
  }

  stream(call: Stream, random: Random): void {
    this.streams++;
    let left = MESSAGES_OF_A_STREAM;
    const timer = setInterval(() => {
      for (let n = 0; n < MESSAGES_AT_ONCE && left > 0; n++, left--) {
        call.write(makeText(random, "node"));
        this.sent++;
      }
      if (left === 0) end();
    }, PAUSE_MS);
    const end = () => {
      clearInterval(timer);
      call.end();
    };
    call.on("cancelled", end);
    call.on("close", end);
    call.on("error", () => {});
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.forceShutdown();
    await new Promise<void>((resolve) => this.#server.tryShutdown(() => resolve()));
  }
}

interface Stream {
  write(bytes: Uint8Array): boolean;
  end(): void;
  on(event: string, call: () => void): void;
}

type Done = (error: null, bytes: Uint8Array) => void;
