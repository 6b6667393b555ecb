/**
 * From the diff on the wire to the action on the wire, for services of criticality D: once while nothing else happens, once while
 * other nodes send thousands of diffs a second about services of no importance.
 *
 * The node of the critical services and the ActionController are in this process: both times are from one clock, and contain both
 * ways over loopback. The daemon is the real program.
 */
import { ACTION_CONTROLLER_SERVICE, NODE_AGENT_SERVICE } from "../../../src/grpc/definitions.ts";
import type { ActionContext__Output } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionContext.ts";
import type { ActionControllerHandlers } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionController.ts";
import type { ActionResponse } from "../../../src/grpc/gen/piccolo/actioncontroller/v1/ActionResponse.ts";
import type { ServiceSpec } from "../../../src/state/model.ts";
import { Instance } from "../../../tests/support/instances/instance.ts";
import type { Settings } from "../../../tests/support/program.ts";
import { requireId } from "../../../tests/support/vehicle/requests.ts";
import { serveOnLoopback, unary } from "../../../tests/support/vehicle/rpc.ts";
import type { ServiceName } from "../../../tests/support/vehicle/store.ts";
import { pause, rounded } from "./figures.ts";
import { Flood, floodNode } from "./flood.ts";
import { SyntheticNode } from "./synthetic_node.ts";
import type { Workspace } from "../../workspace.d/workspace.ts";

const FLOOD_NODES = 4;
const FLOOD_SERVICES = 100;
const NODE = "critical";
const SERVICES = 100;
/** Each service has been well for more than the second after which its failures are forgotten when its turn comes again. */
const EVERY_MS = 80;
const PHASE_MS = 7;
const QUIET_SAMPLES = 100;
/** The flood is at its height. */
const LEAD_MS = 2_000;
const ANSWER_LIMIT_MS = 10_000;

export interface Reactions {
  /** Milliseconds, a value per crash. */
  readonly quiet: readonly number[];
  readonly flooded: readonly number[];
  readonly offeredPerSecond: number;
  readonly sentPerSecond: number;
}

export interface FloodOptions {
  readonly perSecond: number;
  readonly seconds: number;
}

export async function measureReactions(workspace: Workspace, options: FloodOptions): Promise<Reactions> {
  const { perSecond, seconds } = options;
  const who = ["--nodes", FLOOD_NODES] as const;
  await using flood = new Flood(workspace, { who, services: FLOOD_SERVICES, perSecond, seconds });
  const car = new CriticalCar();
  const agent = await serveOnLoopback(NODE_AGENT_SERVICE, { handlers: car.node.handlers(), port: 0 });
  const controller = await serveOnLoopback(ACTION_CONTROLLER_SERVICE, {
    handlers: car.controller(),
    port: 0,
  });
  try {
    const addresses = await flood.addresses();
    await using daemon = new Instance(settingsOf(controller.address, [
      { name: NODE, address: agent.address },
      ...addresses.map((address, index) => ({ name: floodNode(index), address })),
    ]));
    await daemon.start();
    await load(daemon);
    await pause(LEAD_MS);
    const quiet = await car.crashInTurn((count) => count < QUIET_SAMPLES);
    flood.begin();
    await pause(LEAD_MS);
    const endMs = performance.now() + (seconds - 2) * 1_000 - LEAD_MS;
    const flooded = await car.crashInTurn(() => performance.now() < endMs);
    const { due, sent } = await flood.sent();
    const { code } = await daemon.end("SIGTERM");
    if (code !== 0) throw new Error(`the daemon exited with ${code}`);
    return {
      ...{ quiet, flooded },
      offeredPerSecond: Math.round(due / seconds),
      sentPerSecond: Math.round(sent / seconds),
    };
  } finally {
    agent.server.forceShutdown();
    controller.server.forceShutdown();
  }
}

/** The critical services: crashed when the bench says so, well again as soon as an action comes for them. */
class CriticalCar {
  readonly node = new SyntheticNode(NODE);
  #turn = 0;
  #awaited: { readonly name: string; readonly resolve: (atMs: number) => void } | undefined;

  controller(): ActionControllerHandlers {
    return {
      ExecuteAction: unary((request) => this.#act(request.context)),
      RequestRecovery: unary((request) => this.#act(request.context)),
      RequestLifecycleAction: unary((request) => this.#act(request.context)),
    };
  }

  /** One after the other; tells how long each waited for its action. */
  async crashInTurn(goesOn: (count: number) => boolean): Promise<number[]> {
    const times: number[] = [];
    while (goesOn(times.length)) {
      times.push(rounded(await this.#crash({ namespace: "critical", name: `s${this.#turn % SERVICES}` })));
      this.#turn++;
      await pause(EVERY_MS + this.#turn * PHASE_MS % 20);
    }
    return times;
  }

  async #crash(id: ServiceName): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<number>();
    this.#awaited = { name: id.name, resolve };
    const beganMs = performance.now();
    if (!this.node.say(id, "crashed")) throw new Error("the daemon does not listen to the critical node");
    const timer = setTimeout(() => resolve(NaN), ANSWER_LIMIT_MS);
    const atMs = await promise;
    clearTimeout(timer);
    if (Number.isNaN(atMs)) throw new Error(`no action for ${id.name} within ${ANSWER_LIMIT_MS} ms`);
    return atMs - beganMs;
  }

  #act(context: ActionContext__Output | null): ActionResponse {
    const atMs = performance.now();
    const id = requireId(context?.resourceId ?? null, "context.resource_id");
    if (this.#awaited?.name === id.name) {
      this.#awaited.resolve(atMs);
      this.#awaited = undefined;
    }
    this.node.say(id, "well");
    return {
      actionId: context?.actionId ?? "",
      outcome: "ACTION_OUTCOME_DONE",
      message: "",
      wasRepeated: false,
    };
  }
}

function settingsOf(
  controller: string,
  nodes: readonly { readonly name: string; readonly address: string }[],
): Settings {
  return {
    action_controller: { address: controller },
    nodes,
    recovery: { healthy_after: "1s", known_good_after: "100ms", start_burst: 10_000, start_rate: 10_000 },
    flapping: { suppress_from: 1000 },
    log: { level: "warn", format: "json" },
  };
}

async function load(manager: Instance): Promise<void> {
  const add = async (namespace: string, count: number, spec: Partial<ServiceSpec>) => {
    for (let index = 0; index < count; index++) {
      await manager.apply(`${namespace}/s${index}`, { version: "1.0.0", ...spec }, "bench");
    }
  };
  await add("critical", SERVICES, { nodes: [NODE], criticality: "D" });
  for (let index = 0; index < FLOOD_NODES; index++) {
    await add(floodNode(index), FLOOD_SERVICES, { nodes: [floodNode(index)], criticality: "QM" });
  }
}
