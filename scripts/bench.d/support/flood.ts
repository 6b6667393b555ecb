/**
 * NodeAgents that have very much to say, as a program of its own.
 *
 *     scripts/deno run -A scripts/bench.d/support/flood.ts --nodes N|--liar --services N --per-second N --seconds N [--workspace=DIR]
 *
 * The first line on stdout is their ports. SIGUSR1 begins the flood; when it is over, a second line says what was due and what was
 * sent: what the reader's flow control does not take is not caught up later.
 *
 * Without --liar it is about floodK/s0 to floodK/sN-1 on each node K, which matter little. Most of it says once more that a service
 * is well. Every twentieth service is starting again, until its next turn: that changes its phase, which is written down twice.
 */
import { parseArgs } from "node:util";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { Child } from "../../../tests/support/http2/tools.ts";
import { serveOnLoopback } from "../../../tests/support/vehicle/rpc.ts";
import { until } from "../../../tests/support/vehicle/waiting.ts";
import type { Workspace } from "../../workspace.d/workspace.ts";
import { pause } from "./figures.ts";
import { Liar } from "./liar.ts";
import { SyntheticNode } from "./synthetic_node.ts";

const TICK_MS = 10;
const STARTING_EVERY = 20;

export function floodNode(index: number): string {
  return `flood${index}`;
}

/** The program, as it runs for a bench. */
export class Flood implements AsyncDisposable {
  readonly #child: Child;

  constructor(
    workspace: Workspace,
    { who, services, perSecond, seconds }: {
      readonly who: readonly ["--nodes", number] | readonly ["--liar"];
      readonly services: number;
      readonly perSecond: number;
      readonly seconds: number;
    },
  ) {
    const numbers = ["--services", services, "--per-second", perSecond, "--seconds", seconds];
    this.#child = new Child(Deno.execPath(), [
      ...["run", "--quiet", "-A", new URL(import.meta.url).pathname, workspace.mark],
      ...[...who, ...numbers].map(String),
    ]);
  }

  /** Of its nodes. */
  async addresses(): Promise<readonly string[]> {
    return (await this.#child.firstLine).split(" ").map((port) => `127.0.0.1:${port}`);
  }

  begin(): void {
    this.#child.kill("SIGUSR1");
  }

  /** Resolves when it is over. */
  async sent(): Promise<{ readonly due: number; readonly sent: number }> {
    const line = await until(() => this.#child.output.split("\n")[1] || undefined, {
      what: "the flood has told how much it sent",
      timeoutMs: 60_000,
    });
    return JSON.parse(line);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}

/** `send` is given the number of each diff that is due; it answers whether somebody took it. */
async function flood(
  options: { readonly perSecond: number; readonly seconds: number },
  send: (turn: number) => boolean,
): Promise<{ readonly due: number; readonly sent: number }> {
  const total = options.perSecond * options.seconds;
  const beganMs = performance.now();
  let sent = 0;
  for (let turn = 0; turn < total;) {
    const due = Math.min(total, Math.floor((performance.now() - beganMs) / 1_000 * options.perSecond));
    for (; turn < due; turn++) if (send(turn)) sent++;
    await pause(TICK_MS);
  }
  return { due: total, sent };
}

function sayInTurn(nodes: readonly SyntheticNode[], services: number): (turn: number) => boolean {
  return (turn) => {
    const at = turn % nodes.length;
    const service = Math.floor(turn / nodes.length);
    const id = { namespace: floodNode(at), name: `s${service % services}` };
    return nodes[at]?.say(id, service % (STARTING_EVERY - 1) === 0 ? "starting" : "well") === true;
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      nodes: { type: "string", default: "4" },
      liar: { type: "boolean", default: false },
      services: { type: "string", default: "100" },
      "per-second": { type: "string", default: "10000" },
      seconds: { type: "string", default: "60" },
      workspace: { type: "string", default: "" },
    },
  });
  const services = Number(values.services);
  const pace = { perSecond: Number(values["per-second"]), seconds: Number(values.seconds) };
  installHttp2();
  const liar = new Liar();
  const nodes = values.liar
    ? [liar]
    : Array.from({ length: Number(values.nodes) }, (_, index) => new SyntheticNode(floodNode(index)));
  const send = values.liar ? () => liar.send(() => liar.lie(services)) : sayInTurn(nodes, services);
  const served = await Promise.all(
    nodes.map((node) => serveOnLoopback(NODE_AGENT_SERVICE, { handlers: node.handlers(), port: 0 })),
  );
  console.log(served.map(({ address }) => address.split(":")[1]).join(" "));
  Deno.addSignalListener("SIGUSR1", async () => {
    console.log(JSON.stringify(await flood(pace, send)));
  });
}

if (import.meta.main) await main();
