/**
 * A NodeAgent that lies and floods, as a program of its own.
 *
 *     scripts/deno run -A scripts/bench.d/support/liar.ts --services N --per-second N --seconds N [--workspace=DIR]
 *
 * The first line on stdout is its port. SIGUSR1 begins the flood about bench/s0 to bench/sN-1; when that is over, a second line
 * says what was due and what was sent: what the reader's flow control does not take is not sent, and not caught up later.
 * Until then it is a NodeAgent like any other, on which every service is well.
 */
import { Server, ServerCredentials, type ServerWritableStream } from "@grpc/grpc-js";
import { parseArgs } from "node:util";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { keepStream } from "./diff_streams.ts";
import { pause } from "./figures.ts";

export const LIAR_NODE = "liar";
const TICK_MS = 10;
/** Names of services that do not exist: as many as would be missed if each of them were kept. */
const STRANGERS = 100_000;
const CRASH = {
  desiredState: "SERVICE_STATE_TYPE_RUNNING",
  actualState: "SERVICE_STATE_TYPE_FAILED",
  reason: "STATUS_REASON_CRASHED",
  message: "a lie",
};

interface WireId {
  readonly namespace: string;
  readonly name: string;
}

type DiffStream = ServerWritableStream<unknown, unknown>;
type Answer = (error: null, value: unknown) => void;

class Liar {
  readonly #generations = new Map<string, string>();
  readonly #streams = new Set<DiffStream>();
  #sequence = 1_000_000n;
  #last: unknown = undefined;
  sent = 0;

  handlers() {
    return {
      GetStateDiff: (call: { request: { resourceId: WireId } }, answer: Answer) =>
        answer(null, { diff: this.#truth(call.request.resourceId) }),
      UpdateResourceState: (
        call: { request: { resourceId: WireId; updatedState: { generation: string } } },
        answer: Answer,
      ) => {
        const { resourceId, updatedState } = call.request;
        this.#generations.set(`${resourceId.namespace}/${resourceId.name}`, updatedState.generation);
        for (const stream of this.#streams) stream.write({ diff: this.#truth(resourceId) });
        answer(null, { accepted: true });
      },
      SubscribeStateDiffs: (stream: DiffStream) => keepStream(stream, LIAR_NODE, this.#streams),
    };
  }

  async flood(options: { services: number; perSecond: number; seconds: number }): Promise<number> {
    const startMs = performance.now();
    const total = options.perSecond * options.seconds;
    for (let due = 0; due < total;) {
      const dueBefore = due;
      due = Math.min(total, Math.floor((performance.now() - startMs) / 1_000 * options.perSecond));
      for (const stream of this.#streams) {
        for (let left = due - dueBefore; left > 0 && !stream.writableNeedDrain; left--) {
          stream.write({ diff: this.#lie(options.services) });
        }
      }
      await pause(TICK_MS);
    }
    return total;
  }

  /** In turn, so that every service gets every kind. */
  #lie(services: number): unknown {
    const turn = this.sent++;
    const id = { namespace: "bench", name: `s${Math.floor(turn / 8) % services}` };
    const truth = this.#truth(id);
    switch (turn % 8) {
      case 1:
        return this.#last ?? truth;
      case 2:
        return { ...truth, sequence: "5", statusDiff: CRASH };
      case 3:
        return { ...truth, resourceId: { namespace: "nobody", name: `n${turn % STRANGERS}` } };
      case 4:
        return { ...truth, observedGeneration: "999999", statusDiff: CRASH };
      case 5:
        return { ...truth, observedGeneration: "0", scaleDiff: { desiredReplicas: 1, actualReplicas: 0 } };
      case 6:
        return { ...truth, node: "another" };
      case 7:
        return {
          ...truth,
          statusDiff: CRASH,
          actual: { replicas: 1, availableReplicas: 0, version: "1.0.0" },
        };
      default:
        this.#last = truth;
        return truth;
    }
  }

  #truth(id: WireId) {
    return {
      resourceId: id,
      node: LIAR_NODE,
      sequence: String(++this.#sequence),
      observedGeneration: this.#generations.get(`${id.namespace}/${id.name}`) ?? "0",
      observedAtMs: "0",
      actual: { replicas: 1, availableReplicas: 1, version: "1.0.0" },
    };
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      services: { type: "string", default: "50" },
      "per-second": { type: "string", default: "10000" },
      seconds: { type: "string", default: "60" },
      workspace: { type: "string", default: "" },
    },
  });
  installHttp2();
  const liar = new Liar();
  const server = new Server();
  server.addService(NODE_AGENT_SERVICE, liar.handlers());
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    console.log(port);
  });
  Deno.addSignalListener("SIGUSR1", async () => {
    const due = await liar.flood({
      services: Number(values.services),
      perSecond: Number(values["per-second"]),
      seconds: Number(values.seconds),
    });
    console.log(JSON.stringify({ due, sent: liar.sent }));
  });
}
