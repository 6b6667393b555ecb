/**
 * NodeAgents that have very much to say of services that matter little, as a program of its own.
 *
 *     scripts/deno run -A scripts/bench.d/support/flood.ts --nodes N --services N --per-second N --seconds N [--workspace=DIR]
 *
 * The first line on stdout is their ports. SIGUSR1 begins the flood about floodK/s0 to floodK/sN-1 on each node K; when it is over,
 * a second line says what was due and what was sent: what the reader's flow control does not take is not caught up later.
 *
 * Most of it says once more that a service is well. Every twentieth service is starting again, until its next turn: that changes
 * its phase, which is written down twice.
 */
import { parseArgs } from "node:util";
import { NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { serveOnLoopback } from "../../../tests/support/vehicle/rpc.ts";
import { pause } from "./figures.ts";
import { SyntheticNode } from "./synthetic_node.ts";

const TICK_MS = 10;
const STARTING_EVERY = 20;

export function floodNode(index: number): string {
  return `flood${index}`;
}

async function flood(
  nodes: readonly SyntheticNode[],
  options: { readonly services: number; readonly perSecond: number; readonly seconds: number },
): Promise<{ readonly due: number; readonly sent: number }> {
  const total = options.perSecond * options.seconds;
  const beganMs = performance.now();
  let sent = 0;
  for (let turn = 0; turn < total;) {
    const due = Math.min(total, Math.floor((performance.now() - beganMs) / 1_000 * options.perSecond));
    for (; turn < due; turn++) {
      const at = turn % nodes.length;
      const service = Math.floor(turn / nodes.length);
      const id = { namespace: floodNode(at), name: `s${service % options.services}` };
      const health = service % (STARTING_EVERY - 1) === 0 ? "starting" : "well";
      if (nodes[at]?.say(id, health) === true) sent++;
    }
    await pause(TICK_MS);
  }
  return { due: total, sent };
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      nodes: { type: "string", default: "4" },
      services: { type: "string", default: "100" },
      "per-second": { type: "string", default: "10000" },
      seconds: { type: "string", default: "60" },
      workspace: { type: "string", default: "" },
    },
  });
  installHttp2();
  const nodes = Array.from(
    { length: Number(values.nodes) },
    (_, index) => new SyntheticNode(floodNode(index)),
  );
  const served = await Promise.all(
    nodes.map((node) => serveOnLoopback(NODE_AGENT_SERVICE, { handlers: node.handlers(), port: 0 })),
  );
  console.log(served.map(({ address }) => address.split(":")[1]).join(" "));
  Deno.addSignalListener("SIGUSR1", async () => {
    const { services, "per-second": perSecond, seconds } = values;
    console.log(JSON.stringify(
      await flood(nodes, {
        services: Number(services),
        perSecond: Number(perSecond),
        seconds: Number(seconds),
      }),
    ));
  });
}
