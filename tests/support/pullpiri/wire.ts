/**
 * The reference stack on real connections: store, ActionController, agents and PolicyManager as gRPC servers on loopback, agents that push
 * their lists over a connection for each call and without a deadline, in real time.
 */
import {
  Client,
  credentials,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  status as Status,
  type UntypedHandleCall,
} from "@grpc/grpc-js";
import { Buffer } from "node:buffer";
import { parse } from "yaml";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import {
  ACTION_CONTROLLER_CONNECTION,
  FAULT_SERVICE,
  NODE_AGENT_CONNECTION,
  POLICY_MANAGER_CONNECTION,
  ROCKSDB_SERVICE,
  STATE_MANAGER_CONNECTION,
} from "../../../src/pullpiri/definitions.ts";
import type { OffloadRequest } from "../../../src/pullpiri/peer_requests.ts";
import type { ContainerInfo } from "../../../src/pullpiri/words.ts";
import { type Applied, storeArtifacts } from "./applied.ts";
import { SimController } from "./sim_controller.ts";
import { SimNode, type SimPod } from "./sim_node.ts";
import { SimStore } from "./sim_store.ts";

installHttp2();

/** The answer of a peer, or the status with which it refuses. */
type Handler = (request: never) => object | Promise<object>;
interface Method {
  readonly path: string;
  requestSerialize(value: object): Uint8Array;
  responseDeserialize(bytes: Uint8Array): object;
}

function unary(handle: Handler): UntypedHandleCall {
  const answered: handleUnaryCall<object, object> = (call, callback) => {
    Promise.resolve().then(() => handle(call.request as never)).then(
      (answer) => callback(null, answer),
      (error) => callback({ code: codeOf(`${error}`), details: `${error}` }),
    );
  };
  return answered;
}

function codeOf(text: string): Status {
  if (text.includes("INVALID_ARGUMENT")) return Status.INVALID_ARGUMENT;
  if (text.includes("CANCELLED")) return Status.CANCELLED;
  if (text.includes("UNIMPLEMENTED")) return Status.UNIMPLEMENTED;
  return text.includes("UNAVAILABLE") ? Status.UNAVAILABLE : Status.INTERNAL;
}

async function listen(
  address: string,
  definition: unknown,
  handlers: Readonly<Record<string, Handler>>,
): Promise<{ readonly server: Server; readonly port: number }> {
  const server = new Server();
  const all = Object.fromEntries(Object.entries(handlers).map(([name, handle]) => [name, unary(handle)]));
  server.addService(definition as ServiceDefinition, all);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.bindAsync(
    address,
    ServerCredentials.createInsecure(),
    (error, port) => error === null ? resolve(port) : reject(error),
  );
  return { server, port: await promise };
}

/** One call over a connection of its own. Rejects with the peer's status. */
export async function callOnce(address: string, method: unknown, request: object): Promise<object> {
  const { path, requestSerialize, responseDeserialize } = method as Method;
  const client = new Client(address, credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
  try {
    return await new Promise<object>((resolve, reject) => {
      client.makeUnaryRequest<object, object>(
        path,
        (value) => Buffer.from(requestSerialize(value)),
        (bytes) => responseDeserialize(bytes),
        request,
        (error, answer) => error === null && answer !== undefined ? resolve(answer) : reject(error),
      );
    });
  } finally {
    client.close();
  }
}

export interface WireStackOptions {
  readonly hosts?: readonly string[];
  /** Whether the PolicyManager knows ReportFault. */
  readonly isNewPolicyManager?: boolean;
}

export class WireStack implements AsyncDisposable {
  readonly clock = new SystemClock();
  readonly store = new SimStore(this.clock);
  readonly nodes = new Map<string, SimNode>();
  readonly controller: SimController;
  /** Reports of faults, and how often the PolicyManager was asked at all. */
  readonly reported: object[] = [];
  asked = 0;
  /** Where the State Manager is. */
  stateManager = "";
  readonly #options: WireStackOptions;
  readonly #servers: Server[] = [];
  #storePort = 0;
  #controllerPort = 0;
  #policyPort = 0;
  #agentPort = 0;

  private constructor(options: WireStackOptions) {
    this.#options = options;
    const { clock, store } = this;
    this.controller = new SimController({
      ...{ clock, store, nodes: this.nodes },
      completed: (scenario) => void this.tell(scenario, "allowed", "completed", "actioncontroller"),
    });
  }

  static async start(options: WireStackOptions = {}): Promise<WireStack> {
    const stack = new WireStack(options);
    await stack.#startServers();
    return stack;
  }

  /** The section of the State Manager's configuration. */
  get settings(): Readonly<Record<string, unknown>> {
    return {
      enabled: true,
      listen: "127.0.0.1:0",
      fault_listen: "127.0.0.1:0",
      store: `127.0.0.1:${this.#storePort}`,
      action_controller: `127.0.0.1:${this.#controllerPort}`,
      policy_manager: `127.0.0.1:${this.#policyPort}`,
      agent_port: this.#agentPort,
    };
  }

  node(host: string): SimNode {
    const node = this.nodes.get(host);
    if (node === undefined) throw new Error(`no node ${host}`);
    return node;
  }

  /** The State Manager is there: the agents push to it. */
  begin(stateManager: string): void {
    this.stateManager = stateManager;
    for (const node of this.nodes.values()) if (!node.isUp) node.start();
  }

  async post(applied: Applied): Promise<void> {
    await this.tell(applied.scenario, "", "idle", "apiserver");
    storeArtifacts(this.store.values, applied);
    await this.controller.trigger(applied.scenario);
  }

  /** SendStateChange, as the peers send it; resolves to what was answered. */
  async tell(
    scenario: string,
    currentState: string,
    targetState: string,
    source: string,
  ): Promise<object | undefined> {
    const ns = `${Date.now()}000000`;
    try {
      return await callOnce(this.stateManager, STATE_MANAGER_CONNECTION.SendStateChange, {
        ...{
          resourceType: "RESOURCE_TYPE_SCENARIO",
          resourceName: scenario,
          currentState,
          targetState,
          source,
        },
        ...{ transitionId: `${source}-${ns}`, timestampNs: ns },
      });
    } catch {
      return undefined;
    }
  }

  notifyFault(address: string, fault: object): Promise<object> {
    return callOnce(address, FAULT_SERVICE.NotifyFault, fault);
  }

  triggerOffloading(request: OffloadRequest): Promise<object> {
    return callOnce(this.stateManager, STATE_MANAGER_CONNECTION.TriggerOffloading, request);
  }

  push(node: string, list: readonly ContainerInfo[]): Promise<object> {
    return callOnce(this.stateManager, STATE_MANAGER_CONNECTION.SendChangedContainerList, {
      nodeName: node,
      containers: list,
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const node of this.nodes.values()) node.stopAgent();
    for (const server of this.#servers) server.forceShutdown();
    return Promise.resolve();
  }

  async #startServers(): Promise<void> {
    this.#storePort = await this.#serve("127.0.0.1:0", ROCKSDB_SERVICE, storeHandlers(this.store));
    this.#controllerPort = await this.#serve("127.0.0.1:0", ACTION_CONTROLLER_CONNECTION, {
      OffloadModel: async (request: OffloadRequest) => {
        const outcome = await this.controller.offload(request, { deadlineMs: 60_000 });
        if (outcome.kind === "broken-off") throw new Error("CANCELLED");
        if (outcome.kind !== "answered") throw new Error("UNAVAILABLE");
        return { success: outcome.isSuccess, message: outcome.message, transitionId: "t" };
      },
    });
    this.#policyPort = await this.#serve("127.0.0.1:0", POLICY_MANAGER_CONNECTION, {
      ReportFault: (request: object) => {
        this.asked += 1;
        // As one from before 0.7.2 answers.
        if (this.#options.isNewPolicyManager !== true) throw new Error("UNIMPLEMENTED");
        this.reported.push(request);
        return { processed: true, message: "" };
      },
    });
    const hosts = this.#options.hosts ?? ["ZONE1"];
    for (const [index, host] of hosts.entries()) await this.#addNode(host, `127.0.0.${5 + index}`);
  }

  async #addNode(host: string, ip: string): Promise<void> {
    const { clock, store } = this;
    const node = new SimNode(host, {
      ...{ clock, store },
      tell: async (name, list) => void await this.push(name, list),
    });
    this.nodes.set(host, node);
    // All agents have one port, each on an address of its own.
    this.#agentPort = await this.#serve(`${ip}:${this.#agentPort}`, NODE_AGENT_CONNECTION, {
      Heartbeat: () => {
        if (!node.isUp) throw new Error("UNAVAILABLE");
        return { ack: true };
      },
      HandleWorkload: (
        { workloadCommand, pod }: { readonly workloadCommand: string; readonly pod: string },
      ) => {
        const started = podOf(pod);
        if (workloadCommand === "WORKLOAD_COMMAND_STOP") node.stopPod(started.model);
        else node.startPod(started);
        return { status: true, desc: "done" };
      },
    });
    store.values.set(`nodes/${host}`, ip);
    store.values.set(`nodes/${ip}`, host);
    const record = { node_id: host, hostname: host, ip_address: ip, node_role: 2, status: 3 };
    store.values.set(`cluster/nodes/${host}`, JSON.stringify(record));
  }

  async #serve(
    address: string,
    definition: unknown,
    handlers: Readonly<Record<string, (request: never) => object | Promise<object>>>,
  ): Promise<number> {
    const { server, port } = await listen(address, definition, handlers);
    this.#servers.push(server);
    return port;
  }
}

/** The pod that an agent is told to start. */
function podOf(text: string): SimPod {
  const { metadata, spec } = parse(text);
  return {
    ...{ model: metadata.name, labels: metadata.annotations, containers: spec.containers },
    restartPolicy: spec.restartPolicy ?? "OnFailure",
  };
}

function storeHandlers(store: SimStore): Readonly<Record<string, Handler>> {
  const { signal } = new AbortController();
  return {
    GetByPrefix: async ({ prefix }: { readonly prefix: string }) => {
      const pairs = await store.getByPrefix(prefix, signal);
      return { pairs, totalCount: pairs.length, error: "" };
    },
    BatchPut: async (
      { pairs }: { readonly pairs: readonly { readonly key: string; readonly value: string }[] },
    ) => {
      await store.put(pairs, signal);
      return { success: true, processedCount: pairs.length, error: "" };
    },
    Health: () => ({ status: store.isAway ? "error" : "healthy", version: "stand-in", databasePath: "" }),
  };
}
