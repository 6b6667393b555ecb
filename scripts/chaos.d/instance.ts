/**
 * A daemon under test: the real program, killed, held, stopped and started at will, with its API.
 *
 * I1: its state directory outlives its processes: a new one is the same instance after a crash.
 * I2: an end that nobody asked for, and a line in its log that only a bug can write, are violations.
 */
import { connect, type StateManagerClient } from "../../src/client/state_manager.ts";
import { JOURNAL_FILE } from "../../src/journal/journal.ts";
import { DAEMON_V8_FLAGS } from "../../tests/support/program.ts";
import { readIfThere, removeIfThere } from "../../tests/support/vehicle/store.ts";
import type { Vehicle } from "../../tests/support/vehicle/vehicle.ts";
import { until } from "../../tests/support/vehicle/waiting.ts";
import { LineLog } from "./line_log.ts";
import type { Story } from "./story.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const START_LIMIT_MS = 60_000;
const CALL_MS = 3_000;
const BUGS = [
  "A reconcile failed by a bug",
  "A service cannot be replicated to etcd",
  "Cannot continue",
  "Uncaught",
  "panicked",
];

export interface InstanceOptions {
  readonly name: string;
  readonly vehicle: Vehicle;
  /** `host:port` of etcd, as this instance reaches it. */
  readonly endpoints: readonly string[];
  readonly isHa: boolean;
  readonly story: Story;
}

function configOf({ name, vehicle, endpoints, isHa }: InstanceOptions, stateDir: string): string {
  const nodes = vehicle.nodes.map((node) => `  - { name: ${node}, address: "${vehicle.nodeAddress(node)}" }`);
  return `listen: ["127.0.0.1:0"]
state_dir: ${stateDir}
instance: ${name}
action_controller: { address: "${vehicle.controllerAddress}" }
monitoring_server: { address: "${vehicle.monitoringAddress}" }
nodes:
${nodes.join("\n")}
node: { heartbeat: 200ms, unreachable_after: 700ms, lost_after: 2s }
recovery: { backoff_base: 100ms, known_good_after: 1s }
limits: { events_per_service: 4096, subscribers: 8, subscriber_queue: 4096 }
etcd:
  endpoints: ${JSON.stringify(endpoints)}
  call_timeout: 1s
ha: { enabled: ${isHa}, lease_ttl: 3s }
log: { format: json }
`;
}

export class Instance implements AsyncDisposable {
  readonly name: string;
  readonly #story: Story;
  readonly #stateDir: string;
  readonly #configPath: string;
  readonly #logPath: string;
  #child: Deno.ChildProcess | undefined;
  #client: StateManagerClient | undefined;
  #logs: Promise<unknown> = Promise.resolve();

  constructor(options: InstanceOptions) {
    const { name, vehicle } = options;
    this.name = name;
    this.#story = options.story;
    // Under the vehicle's folder, so that whoever clears that away finds the process by its arguments.
    this.#stateDir = `${vehicle.dir}/${name}/state`;
    this.#configPath = `${vehicle.dir}/${name}/statemanager.yaml`;
    this.#logPath = vehicle.logPath(name);
    Deno.mkdirSync(this.#stateDir, { recursive: true });
    Deno.writeTextFileSync(this.#configPath, configOf(options, this.#stateDir));
  }

  /** Not set = it does not run. */
  get client(): StateManagerClient | undefined {
    return this.#client;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  get journalPath(): string {
    return `${this.#stateDir}/${JOURNAL_FILE}`;
  }

  /** Starts it and resolves when it serves; rejects with the end of its log when it does not. */
  async start(): Promise<void> {
    removeIfThere(`${this.#stateDir}/address`);
    const program = [Deno.execPath(), "run", "--quiet", "--no-prompt", "-A", DAEMON_V8_FLAGS];
    const child = new Deno.Command("bash", {
      // A write beyond the limit of the size of files (see `limitFiles`) is to fail, as on a full disk, and not to end it.
      args: [
        ...["-c", 'trap "" XFSZ; exec "$@"', this.name, ...program],
        ...[`${ROOT}main.ts`, "run", "--config", this.#configPath],
      ],
      cwd: ROOT,
      env: { NO_COLOR: "1" },
      ...{ stdin: "null", stdout: "piped", stderr: "piped" } as const,
      // Ctrl-C at the terminal is for the chaos, which then ends it in order.
      detached: true,
    }).spawn();
    this.#child = child;
    const log = new LineLog(this.#logPath, (line) => this.#look(line));
    this.#logs = Promise.all([log.take(child.stdout), log.take(child.stderr)]);
    child.status.then(({ code, signal }) => {
      if (this.#child !== child) return;
      this.#release();
      this.#story.violation(`${this.name} ended by itself: code ${code}, signal ${signal}; ${log.tail}`);
    });
    const address = await until(() => {
      if (this.#child !== child) throw new Error(`${this.name} does not start: ${log.tail}`);
      return readIfThere(`${this.#stateDir}/address`)?.split("\n")[0]?.trim() || undefined;
    }, { what: `${this.name} serves`, timeoutMs: START_LIMIT_MS, pollMs: 20, describe: () => log.tail });
    this.#client = connect(address, { deadlineMs: CALL_MS, reconnectMaxMs: 500 });
  }

  /** Sends a signal and resolves with the exit code; 0 when it did not run. */
  async end(signal: "SIGKILL" | "SIGTERM"): Promise<number> {
    const child = this.#child;
    if (child === undefined) return 0;
    this.#release();
    child.kill(signal);
    // One that is held takes no other signal.
    child.kill("SIGCONT");
    const { code } = await child.status;
    await this.#logs;
    return code;
  }

  pause(): void {
    this.#child?.kill("SIGSTOP");
  }

  resume(): void {
    this.#child?.kill("SIGCONT");
  }

  /** Every write to a file fails, or no longer. Returns whether that can be done here. */
  limitFiles(isLimited: boolean): boolean {
    const pid = this.#child?.pid;
    if (pid === undefined) return false;
    return new Deno.Command("prlimit", {
      args: ["--pid", String(pid), isLimited ? "--fsize=1:" : "--fsize=unlimited:"],
      ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
    }).outputSync().success;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end("SIGKILL");
  }

  #release(): void {
    this.#child = undefined;
    this.#client?.close();
    this.#client = undefined;
  }

  #look(line: string): void {
    if (BUGS.some((bug) => line.includes(bug))) {
      this.#story.violation(`${this.name} says: ${line.slice(0, 1_500)}`);
    }
  }
}
