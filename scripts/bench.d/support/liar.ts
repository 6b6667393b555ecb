/** A NodeAgent that floods: repeats, goes back in its numbers, speaks of services that do not exist and of generations that never were. */
import { Server, ServerCredentials, type ServerWritableStream } from "@grpc/grpc-js";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/descriptors.ts";

const TICK_MS = 10;

interface WireId {
  readonly namespace: string;
  readonly name: string;
}

export class Liar implements AsyncDisposable {
  readonly #server = new Server();
  readonly #node: string;
  readonly #generations = new Map<string, string>();
  readonly #streams = new Set<ServerWritableStream<unknown, unknown>>();
  #sequence = 1_000_000n;
  #address = "";
  sent = 0;

  private constructor(node: string) {
    this.#node = node;
  }

  static async start(node: string): Promise<Liar> {
    const liar = new Liar(node);
    liar.#server.addService(NODE_AGENT_SERVICE, {
      GetStateDiff: (
        call: { request: { resourceId: WireId } },
        done: (error: null, value: unknown) => void,
      ) => done(null, { diff: liar.#diff(call.request.resourceId) }),
      UpdateResourceState: (
        call: { request: { resourceId: WireId; updatedState: { generation: string } } },
        done: (error: null, value: unknown) => void,
      ) => {
        const { resourceId, updatedState } = call.request;
        liar.#generations.set(`${resourceId.namespace}/${resourceId.name}`, updatedState.generation);
        for (const stream of liar.#streams) stream.write({ diff: liar.#diff(resourceId) });
        done(null, { accepted: true });
      },
      SubscribeStateDiffs: (stream: ServerWritableStream<unknown, unknown>) => {
        liar.#streams.add(stream);
        stream.on("cancelled", () => liar.#streams.delete(stream));
        stream.write({ snapshotEnd: { node, count: 0 } });
        const beat = setInterval(() => stream.write({ heartbeat: { node } }), 200);
        stream.on("close", () => clearInterval(beat));
        stream.on("cancelled", () => clearInterval(beat));
      },
    });
    const port = await new Promise<number>((resolve, reject) =>
      liar.#server.bindAsync(
        "127.0.0.1:0",
        ServerCredentials.createInsecure(),
        (error, bound) => error === null ? resolve(bound) : reject(error),
      )
    );
    liar.#address = `127.0.0.1:${port}`;
    return liar;
  }

  get address(): string {
    return this.#address;
  }

  /** Sends so many diffs a second about these services for so long; what the reader does not take is not sent. */
  async flood(
    ids: readonly WireId[],
    options: { readonly perSecond: number; readonly seconds: number },
  ): Promise<void> {
    const perTick = options.perSecond * TICK_MS / 1_000;
    const endMs = performance.now() + options.seconds * 1_000;
    const startMs = performance.now();
    let due = 0;
    while (performance.now() < endMs) {
      due = (performance.now() - startMs) / TICK_MS * perTick;
      for (const stream of this.#streams) {
        while (this.sent < due && !stream.writableNeedDrain) stream.write({ diff: this.#lie(ids) });
      }
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) =>
      this.#server.tryShutdown(() => resolve()) ?? this.#server.forceShutdown()
    );
  }

  /** Well, again, older, of a generation to come, of nobody: in turn. */
  #lie(ids: readonly WireId[]): unknown {
    const id = ids[this.sent % ids.length] ?? { namespace: "bench", name: "none" };
    const diff = this.#diff(id);
    switch (this.sent++ % 5) {
      case 1:
        return { ...diff, sequence: "5" };
      case 2:
        return { ...diff, resourceId: { namespace: "nobody", name: `n${this.sent % 100_000}` } };
      case 3:
        return { ...diff, observedGeneration: "0", scaleDiff: { desiredReplicas: 1, actualReplicas: 0 } };
      case 4:
        return { ...diff, node: "another" };
      default:
        return diff;
    }
  }

  #diff(id: WireId) {
    return {
      resourceId: id,
      node: this.#node,
      sequence: String(++this.#sequence),
      observedGeneration: this.#generations.get(`${id.namespace}/${id.name}`) ?? "0",
      observedAtMs: "0",
      actual: { replicas: 1, availableReplicas: 1, version: "1.0.0" },
    };
  }
}
