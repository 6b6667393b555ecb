/**
 * The State Manager under test: the real program with the permissions it ships with, killed and started at will, and its API.
 *
 * I1: its state directory outlives it: a new process is the same State Manager after a crash.
 */
import { DAEMON_V8_FLAGS } from "../../tests/support/program.ts";
import { credentials, makeClientConstructor } from "@grpc/grpc-js";
import { STATE_MANAGER_SERVICE } from "../../src/grpc/definitions.ts";
import type { ServiceSpec } from "../../src/grpc/gen/piccolo/common/v1/ServiceSpec.ts";
import type { StateEvent__Output } from "../../src/grpc/gen/piccolo/common/v1/StateEvent.ts";
import type { GetHistoryResponse__Output } from "../../src/grpc/gen/piccolo/statemanager/v1/GetHistoryResponse.ts";
import type { GetStatusResponse__Output } from "../../src/grpc/gen/piccolo/statemanager/v1/GetStatusResponse.ts";
import type { StateManagerClient } from "../../src/grpc/gen/piccolo/statemanager/v1/StateManager.ts";
import type { StateQueryResponse__Output } from "../../src/grpc/gen/piccolo/statemanager/v1/StateQueryResponse.ts";
import type { StateUpdateResponse__Output } from "../../src/grpc/gen/piccolo/statemanager/v1/StateUpdateResponse.ts";
import { callUnary } from "../../tests/support/vehicle/rpc.ts";
import { readIfThere, removeIfThere } from "../../tests/support/vehicle/store.ts";
import type { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { toId } from "./fleet.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const START_LIMIT_MS = 30_000;
const HISTORY_PAGE = 1_000;
const StateManagers = makeClientConstructor(STATE_MANAGER_SERVICE, "StateManager");

/** Beside the addresses: limits short enough that the demo does not wait for what a car would wait for. */
function configOf(vehicle: Vehicle, stateDir: string): string {
  const nodes = vehicle.nodes.map((node) => `  - { name: ${node}, address: "${vehicle.nodeAddress(node)}" }`);
  return `listen: ["127.0.0.1:0"]
state_dir: ${stateDir}
action_controller: { address: "${vehicle.controllerAddress}" }
monitoring_server: { address: "${vehicle.monitoringAddress}" }
nodes:
${nodes.join("\n")}
node: { heartbeat: 200ms, unreachable_after: 700ms, lost_after: 2s }
recovery: { backoff_base: 100ms, known_good_after: 1s, start_burst: 20, start_rate: 50 }
flapping: { suppress_from: 4.5, reuse_below: 2.2, half_life: 3s, max_damped: 10s }
limits: { events_per_service: 4096, subscribers: 8, subscriber_queue: 4096 }
`;
}

export class StateManager implements AsyncDisposable {
  readonly #stateDir: string;
  readonly #configPath: string;
  readonly #logPath: string;
  #child: Deno.ChildProcess | undefined;
  #client: StateManagerClient | undefined;
  /** Address file of the process that runs now. */
  #address = "";

  constructor(vehicle: Vehicle) {
    // Under the vehicle's folder, so that whoever clears that away finds the process by its arguments.
    this.#stateDir = `${vehicle.dir}/manager/state`;
    this.#configPath = `${vehicle.dir}/manager/statemanager.yaml`;
    this.#logPath = vehicle.logPath("statemanagerd");
    Deno.mkdirSync(this.#stateDir, { recursive: true });
    Deno.writeTextFileSync(this.#configPath, configOf(vehicle, this.#stateDir));
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  get log(): string {
    return readIfThere(this.#logPath) ?? "";
  }

  /** Throws while it does not run. */
  get client(): StateManagerClient {
    if (this.#client === undefined) throw new Error("the State Manager does not run");
    return this.#client;
  }

  /** Starts it and resolves when it answers and is ready. */
  async start(): Promise<void> {
    removeIfThere(`${this.#stateDir}/address`);
    const child = new Deno.Command("bash", {
      args: [
        ...["-c", 'exec "$@" >>"$0" 2>&1', this.#logPath],
        ...[
          Deno.execPath(),
          "run",
          "--quiet",
          "--no-prompt",
          DAEMON_V8_FLAGS,
          "--allow-read",
          "--allow-net",
          "--allow-env",
        ],
        ...[`--allow-write=${this.#stateDir}`, "--allow-sys=hostname,osRelease,networkInterfaces"],
        ...[`${ROOT}main.ts`, "run", "--config", this.#configPath],
      ],
      cwd: ROOT,
      ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
      // Ctrl-C at the terminal is for the demo, which then ends it in order.
      detached: true,
    }).spawn();
    this.#child = child;
    let exit: number | undefined;
    child.status.then(({ code }) => exit = code);
    const waiting = { timeoutMs: START_LIMIT_MS, describe: () => this.log.slice(-2_000) };
    this.#address = await until(() => {
      if (exit !== undefined) {
        throw new Error(`statemanagerd exited with ${exit}:\n${this.log.slice(-4_000)}`);
      }
      return readIfThere(`${this.#stateDir}/address`)?.split("\n")[0]?.trim() || undefined;
    }, { what: "statemanagerd says where it listens", ...waiting });
    // The generated interface describes exactly what the constructor makes from the descriptors.
    this.#client = new StateManagers(
      this.#address,
      credentials.createInsecure(),
    ) as unknown as StateManagerClient;
    await until(async () => (await this.status().catch(() => undefined))?.ready, {
      what: "statemanagerd is ready",
      ...waiting,
    });
  }

  /** Ends it with this signal; resolves with its exit code. */
  async end(signal: Deno.Signal): Promise<number> {
    const child = this.#child;
    if (child === undefined) return 0;
    this.#child = undefined;
    this.#client?.close();
    this.#client = undefined;
    try {
      child.kill(signal);
    } catch (error) {
      // It had ended by itself; its exit code still tells how.
      if (!(error instanceof TypeError) && !(error instanceof Deno.errors.NotFound)) throw error;
    }
    return (await child.status).code;
  }

  status(): Promise<GetStatusResponse__Output> {
    return callUnary((metadata, options, done) => this.client.getStatus({}, metadata, options, done));
  }

  apply(
    resource: string,
    { spec, reason }: { spec: ServiceSpec; reason: string },
  ): Promise<StateUpdateResponse__Output> {
    const request = { resourceId: toId(resource), spec, reason };
    return callUnary((metadata, options, done) => this.client.updateState(request, metadata, options, done));
  }

  query(): Promise<StateQueryResponse__Output> {
    const request = { pageSize: 1_000 };
    return callUnary((metadata, options, done) => this.client.queryState(request, metadata, options, done));
  }

  /** The history of a service that is still kept, in order, and up to which revision it was overwritten. */
  async history(resource: string): Promise<{ events: StateEvent__Output[]; evictedRevision: bigint }> {
    const events = new Map<string, StateEvent__Output>();
    let evictedRevision = 0n;
    // The newest ones first, which is nearly always all of them; then from the front, page by page.
    let after = "0";
    while (true) {
      const request = { resourceId: toId(resource), afterRevision: after, limit: HISTORY_PAGE };
      const page = await callUnary<GetHistoryResponse__Output>((metadata, options, done) =>
        this.client.getHistory(request, metadata, options, done)
      );
      evictedRevision = BigInt(page.evictedRevision);
      for (const event of page.events) events.set(event.revision, event);
      if (page.events.length < HISTORY_PAGE) break;
      after = after === "0" ? "1" : page.events.at(-1)?.revision ?? "0";
    }
    return { events: [...events.values()].sort(byRevision), evictedRevision };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL");
  }
}

function byRevision(left: StateEvent__Output, right: StateEvent__Output): number {
  return BigInt(left.revision) < BigInt(right.revision) ? -1 : 1;
}
