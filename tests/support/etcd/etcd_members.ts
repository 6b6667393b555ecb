/**
 * The processes of a test's etcd: ports, directories, start, signals, health and end of every member. What is done through
 * etcd's own interface is left to real_etcd.ts.
 */
import {
  clientUrl,
  isHealthy,
  type Member,
  memberArguments,
  newMembers,
} from "../../../scripts/etcd.d/cluster.ts";
import { eventually } from "../eventually.ts";
import { TempDir } from "../temp_dir.ts";
import { etcdPrograms } from "./available.ts";
import { Authority, type KeyPair } from "./certificates.ts";
import type { Process } from "../process.ts";
import { startEtcd } from "./etcd_process.ts";
import { type EtcdSetup, setupArguments } from "./setup.ts";

const START_ATTEMPTS = 3;

/** What a client needs when TLS is on; `authority` can sign more. */
export interface EtcdTls {
  readonly authority: Authority;
  readonly client: KeyPair;
}

export class EtcdMembers implements AsyncDisposable {
  /** Version of the etcd that runs. */
  readonly version: string;
  /** Set when it was started with `tls`. */
  readonly tls: EtcdTls | undefined;
  protected readonly setup: EtcdSetup;
  /** Removed at dispose. */
  protected readonly dir = new TempDir("statemanager-etcd-");
  protected readonly programs: string;
  protected members: readonly Member[] = [];
  readonly #server: KeyPair | undefined;
  readonly #http: Deno.HttpClient | undefined;
  readonly #processes: Process[] = [];

  protected constructor(setup: EtcdSetup) {
    this.setup = setup;
    const { dir, version } = etcdPrograms(setup.version);
    this.programs = dir;
    this.version = version;
    if (setup.tls === true) {
      const authority = new Authority(this.dir.path);
      this.#server = authority.sign("server");
      const client = authority.sign("client");
      this.tls = { authority, client };
      this.#http = Deno.createHttpClient({ caCerts: [authority.ca], cert: client.cert, key: client.key });
    }
  }

  /** The URLs for clients, one a member, in the order of the members. */
  get endpoints(): string[] {
    return this.members.map((member) => clientUrl(member, this.setup.tls));
  }

  /** Those of the members that run and are not paused. */
  get answeringEndpoints(): string[] {
    return this.endpoints.filter((_, member) => this.#processes[member]?.canAnswer === true);
  }

  /** The process of a member; 0 when it does not run. */
  pid(member = 0): number {
    const process = this.#processes[member];
    return process === undefined || process.hasEnded ? 0 : process.pid;
  }

  /** The end of a member's log. */
  log(member = 0): string {
    return this.#processes[member]?.log ?? "";
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(member = 0): Promise<void> {
    await this.#processes[member]?.end("SIGKILL");
  }

  /** SIGTERM; resolves when it has ended. */
  async stop(member = 0): Promise<void> {
    await this.#processes[member]?.end("SIGTERM");
  }

  /** Ends a member if it runs, starts it with the same ports and data; resolves when it is healthy. */
  async restart(member = 0): Promise<void> {
    await this.kill(member);
    this.launch(member);
    await this.healthy(member);
  }

  /** Starts a member that does not run, with the same ports and data; waits for nothing. */
  launch(member = 0, initialState: "new" | "existing" = "new"): void {
    const self = this.members[member];
    if (self === undefined) throw new Error(`There is no member ${member}`);
    if (this.pid(member) !== 0) throw new Error(`Member ${member} runs already`);
    const dataDir = this.dataDir(member);
    const { tls: isTls = false, fsyncDelayMs = 0 } = this.setup;
    const tls = this.tls === undefined || this.#server === undefined
      ? undefined
      : { caPath: this.tls.authority.caPath, server: this.#server };
    this.#processes[member] = startEtcd({
      programs: this.programs,
      fsyncDelayMs,
      args: [
        ...memberArguments(self, this.members, { dataDir, isTls, initialState }),
        ...setupArguments(this.setup, this.version, tls),
      ],
    });
  }

  /** SIGSTOP: connections stay open and nothing answers. */
  pause(member = 0): void {
    this.#processes[member]?.pause();
  }

  /** SIGCONT. */
  resume(member = 0): void {
    this.#processes[member]?.resume();
  }

  /** Resolves when a member is healthy: it answers and has a leader. Rejects with the end of its log when it ended instead. */
  async healthy(member = 0): Promise<void> {
    const url = this.endpoints[member] ?? "";
    const options = { intervalMs: 10 };
    const result = await eventually(`etcd at ${url} to be healthy`, async () => {
      if (this.pid(member) === 0) return "ended";
      return await isHealthy(url, this.#http) && "healthy";
    }, options);
    if (result === "ended") throw new Error(`etcd at ${url} ended: ${this.log(member)}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endAll();
    this.#http?.close();
    this.dir[Symbol.dispose]();
  }

  /** Starts a new cluster. Somebody may have taken a port since it was looked at: then at other ports. */
  protected async startFresh(): Promise<void> {
    for (let attempt = 1;; attempt++) {
      this.members = newMembers(this.setup.members ?? 1);
      try {
        await this.launchAll();
        return;
      } catch (error) {
        const isPortTaken = this.members.some((_, member) =>
          this.log(member).includes("address already in use")
        );
        if (!isPortTaken || attempt === START_ATTEMPTS) throw error;
        await this.endAll();
        this.members.forEach((_, member) => this.removeData(member));
      }
    }
  }

  protected async launchAll(): Promise<void> {
    this.members.forEach((_, member) => this.launch(member));
    await Promise.all(this.members.map((_, member) => this.healthy(member)));
  }

  protected async endAll(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.end("SIGKILL")));
  }

  protected dataDir(member: number): string {
    return this.dir.file(`data-${member}`);
  }

  protected removeData(member: number): void {
    try {
      Deno.removeSync(this.dataDir(member), { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
