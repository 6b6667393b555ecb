/** The smoke test of a built program: it starts, may do no more than it should, serves, ends, and still knows everything after that. */
import { join } from "node:path";
import { ask, type Candidate, CandidateDaemon, patienceMs, type Places } from "./candidate.ts";
import type { Arch } from "./arguments.ts";
import { type CheckResult, Checks } from "./checks.ts";
import { say } from "./command.ts";
import { runtimeFlags } from "./project.ts";

/** Undefined where the check failed or was skipped. Under emulation they tell of the emulator as well. */
export interface Figures {
  versionMs?: number;
  readyMs?: number;
  readyAgainMs?: number;
  residentBytes?: number;
}

/** What became of one architecture. */
export interface TargetReport extends Figures {
  readonly target: Arch;
  readonly runs: "native" | "emulated" | "not here";
  /** Of a compiled program. */
  readonly bytes?: number;
  readonly sha256?: string;
  readonly compileMs?: number;
  readonly checks: readonly CheckResult[];
}

/** Tells a result as it comes. */
export function tellChecks(target: Arch): Checks {
  return new Checks(({ check, outcome, detail }) => say(`${target} ${check}: ${outcome} (${detail})`));
}

/** What tells of the limits it is under. */
export const PROBE = "scripts/build.d/probe.ts";
const DAEMON_CHECKS = ["ready", "notify", "apply", "get", "stop", "known again", "stop again"];
const NAME = "vehicle/lidar";
const MANIFEST = "kind: Service\nmetadata: { namespace: vehicle, name: lidar }\nspec: { version: '1.0' }\n";

export async function smokeTest(candidate: Candidate, checks: Checks): Promise<Figures> {
  const dir = await Deno.makeTempDir({ prefix: "statemanager-smoke-" });
  const test = new Smoke(candidate, { checks, dir });
  try {
    // Side by side where that saves minutes; natively nothing disturbs the figures.
    if (candidate.isEmulated) await Promise.all([test.commands(), test.daemon()]);
    else {
      await test.commands();
      await test.daemon();
    }
    return test.figures;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

class Smoke {
  readonly figures: Figures = {};
  readonly #candidate: Candidate;
  readonly #checks: Checks;
  readonly #dir: string;

  constructor(candidate: Candidate, { checks, dir }: { readonly checks: Checks; readonly dir: string }) {
    this.#candidate = candidate;
    this.#checks = checks;
    this.#dir = dir;
  }

  /** What needs no daemon. */
  async commands(): Promise<void> {
    await this.#checks.run("version", () => this.#version());
    const { probe } = this.#candidate;
    if (probe === undefined) this.#checks.skip(["limits"], "the probe has to be compiled the same way");
    else await this.#checks.run("limits", () => this.#limits(probe));
  }

  async daemon(): Promise<void> {
    const places = {
      state: join(this.#dir, "state"),
      runtime: join(this.#dir, "runtime"),
      notify: join(this.#dir, "notify"),
    };
    await Deno.mkdir(places.runtime);
    const wanted = await this.#firstRun(places);
    if (wanted === undefined) this.#checks.skip(["known again", "stop again"], "there was nothing to know");
    else await this.#secondRun(places, wanted);
  }

  async #version(): Promise<string> {
    const { stdout, ms } = await this.#done(["version", "--json"]);
    const { commit, deno, target }: Readonly<Record<string, string>> = JSON.parse(stdout);
    expect(commit === this.#candidate.commit, `its commit is ${commit}, not ${this.#candidate.commit}`);
    expect(target?.startsWith(this.#candidate.arch), `it is of ${target}`);
    this.figures.versionMs = ms;
    return `commit ${commit?.slice(0, 12)}, Deno ${deno}, ${target}, in ${ms} ms`;
  }

  /** The flags of `runtimeFlags()` are in force, and what the program gives back is gone for good. */
  async #limits(probe: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await ask(this.#candidate, probe);
    expect(code === 0, `the probe ended with ${code}: ${stderr}`);
    const found: Limits = JSON.parse(stdout);
    const heapMiB = found.heapBytes / 2 ** 20;
    // V8 adds three times the young generation to the old space.
    const expected = v8Flag("--max-old-space-size") + 3 * v8Flag("--max-semi-space-size");
    expect(heapMiB === expected, `the heap may have ${heapMiB} MiB, not ${expected}`);
    const granted = runtimeFlags().flatMap((flag) => /^--allow-(\w+)$/.exec(flag)?.[1] ?? []).toSorted();
    expect(isSame(found.granted, granted), `all of ${found.granted} is granted, not of ${granted}`);
    const writable = ["/var/lib/statemanager/journal.db", "/var/lib/statemanager"];
    expect(isSame(found.writable, writable), `${found.writable} may be written, not ${writable}`);
    expect(found.hasDatagrams, "there are no datagram sockets");
    return `heap ${heapMiB} MiB; all of ${granted.join(", ")}; writes where it kept that to itself only`;
  }

  /** The manifest as it is known then; undefined when it did not come to that. */
  async #firstRun(places: Places): Promise<string | undefined> {
    using supervisor = new Supervisor(places.notify);
    await using daemon = new CandidateDaemon(this.#candidate, places);
    let address: string | undefined;
    let wanted: string | undefined;
    const isReady = await this.#checks.run("ready", async () => {
      const ready = await this.#ready(daemon, places);
      address = ready.address;
      this.figures.readyMs = ready.ms;
      return `serves ${ready.address} after ${ready.ms} ms`;
    });
    if (!isReady || address === undefined) {
      this.#checks.skip(DAEMON_CHECKS.slice(1, 5), "it was not ready");
      return undefined;
    }
    const at = ["--address", address, "--timeout", `${patienceMs(this.#candidate)}ms`];
    await this.#checks.run("notify", async () => {
      await daemon.until(() => supervisor.said.includes("READY=1") || undefined);
      return "the service manager was told READY=1";
    });
    await this.#checks.run("apply", async () => {
      const manifest = join(this.#dir, "service.yaml");
      await Deno.writeTextFile(manifest, MANIFEST);
      return (await this.#asked(["apply", ...at, "-f", manifest])).stdout.trim();
    });
    await this.#checks.run("get", async () => {
      wanted = await this.#known(at);
      this.figures.residentBytes = daemon.residentBytes();
      return `it answers with ${NAME}; ${(this.figures.residentBytes / 1e6).toFixed(1)} MB resident`;
    });
    await this.#checks.run("stop", () => stopped(daemon));
    return wanted;
  }

  async #secondRun(places: Places, wanted: string): Promise<void> {
    await Deno.remove(join(places.state, "address"));
    using _supervisor = new Supervisor(places.notify);
    await using daemon = new CandidateDaemon(this.#candidate, places);
    await this.#checks.run("known again", async () => {
      const { address, ms } = await this.#ready(daemon, places);
      this.figures.readyAgainMs = ms;
      const known = await this.#known([
        "--address",
        address,
        "--timeout",
        `${patienceMs(this.#candidate)}ms`,
      ]);
      expect(known === wanted, `it knows ${known}, not ${wanted}`);
      return `serves after ${ms} ms and knows the same spec`;
    });
    await this.#checks.run("stop again", () => stopped(daemon));
  }

  async #ready(daemon: CandidateDaemon, { state }: Places): Promise<{ address: string; ms: number }> {
    const address = await daemon.until(() => readLine(join(state, "address")));
    return { address, ms: Math.round(performance.now() - daemon.startedMs) };
  }

  /** What the daemon says of the service, as text that can be compared. */
  async #known(at: readonly string[]): Promise<string> {
    const { stdout } = await this.#asked(["get", ...at, "-n", "vehicle", "-o", "json"]);
    const { services }: { readonly services: readonly Known[] } = JSON.parse(stdout);
    const [service] = services;
    if (service === undefined || services.length !== 1) {
      throw new Error(`it knows ${services.length} services`);
    }
    const { generation, createdAtMs } = service.metadata;
    return JSON.stringify({ generation, createdAtMs, spec: service.spec });
  }

  /** By the client, which need not be the candidate. */
  #asked(args: readonly string[]): ReturnType<typeof ask> {
    return this.#done(args, this.#candidate.client);
  }

  async #done(args: readonly string[], words = this.#candidate.words): ReturnType<typeof ask> {
    const answer = await ask(this.#candidate, [...words, ...args]);
    expect(answer.code === 0, `${args[0]} ended with ${answer.code}: ${answer.stderr}`);
    return answer;
  }
}

interface Limits {
  readonly heapBytes: number;
  readonly granted: readonly string[];
  readonly writable: readonly string[];
  readonly hasDatagrams: boolean;
}

interface Known {
  readonly metadata: { readonly generation: string; readonly createdAtMs: number };
  readonly spec: unknown;
}

/** The other end of NOTIFY_SOCKET. */
class Supervisor implements Disposable {
  /** Everything that it was told. */
  said = "";
  readonly #path: string;
  readonly #socket: Deno.DatagramConn;

  constructor(path: string) {
    this.#path = path;
    this.#socket = Deno.listenDatagram({ transport: "unixpacket", path });
    void this.#listen();
  }

  async #listen(): Promise<void> {
    for await (const [bytes] of this.#socket) this.said += new TextDecoder().decode(bytes);
  }

  [Symbol.dispose](): void {
    this.#socket.close();
    Deno.removeSync(this.#path);
  }
}

async function stopped(daemon: CandidateDaemon): Promise<string> {
  const code = await daemon.stop();
  expect(code === 0, `it ended with ${code} after SIGTERM`);
  return "SIGTERM, exit code 0";
}

/** Value of a V8 flag of `runtimeFlags()`, MiB. */
function v8Flag(name: string): number {
  return Number(new RegExp(`${name}=(\\d+)`).exec(runtimeFlags().join(" "))?.[1]);
}

function expect(isSo: boolean | undefined, otherwise: string): void {
  if (isSo !== true) throw new Error(otherwise);
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.join() === right.join();
}

/** The first line of a file; undefined while it is not there. */
function readLine(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path).split("\n")[0] || undefined;
  } catch {
    return undefined;
  }
}
