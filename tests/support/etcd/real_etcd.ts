/**
 * A real etcd of a test's own: one member or three, on free ports and in a temporary directory, with everything that a test wants
 * to do to it. Ends its processes and removes its files at dispose.
 *
 * Files are not flushed to the disk (unless `fsyncDelayMs` is set): a killed process loses nothing by that, only a power cut would.
 */
import { CLUSTER_TOKEN, initialCluster, peerUrl } from "../../../scripts/etcd.d/cluster.ts";
import { EtcdMembers } from "./etcd_members.ts";
import { failureOf, runTool, type ToolResult } from "./etcdctl.ts";
import type { EtcdSetup } from "./setup.ts";

/** How often space is made before that counts as impossible, and the pause in between. */
const CLEAR_TRIES = 10;
const CLEAR_PAUSE_MS = 500;
const FILLER_KEY = "statemanager-test-filler";
const ROOT_PASSWORD = "root-of-the-test";

/** As whom etcdctl talks, and to whom. */
export interface CtlOptions {
  /** "name:password"; null: nobody. Default: root when authentication is on. */
  readonly user?: string | null;
  /** Shows the client certificate when TLS is on. Default true. */
  readonly hasCertificate?: boolean;
  /** Default: every member that runs and is not paused. */
  readonly endpoints?: readonly string[];
  /** Given on standard input. */
  readonly input?: string;
}

export class RealEtcd extends EtcdMembers {
  #isAuthOn = false;
  #snapshots = 0;

  /** Starts it; resolves once every member is healthy and, with `auth`, authentication is on. Rejects with the end of its log. */
  static async start(setup: EtcdSetup = {}): Promise<RealEtcd> {
    const etcd = new RealEtcd(setup);
    try {
      await etcd.startFresh();
      await etcd.#enableAuth();
      return etcd;
    } catch (error) {
      await etcd[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * A member loses its data and comes back. A single one starts as a new, empty cluster whose revisions begin again; one of three
   * is taken out of the cluster and joins it again.
   */
  async wipe(member = 0): Promise<void> {
    await this.kill(member);
    if (this.members.length === 1) {
      this.removeData(member);
      this.launch(member);
      await this.healthy(member);
      this.#isAuthOn = false;
      await this.#enableAuth();
      return;
    }
    const self = this.members[member];
    const lines = (await this.ctl("member", "list")).split("\n");
    const id = lines.find((line) => line.includes(` ${self?.name},`))?.split(",")[0];
    if (self === undefined || id === undefined) throw new Error(`There is no member ${member}`);
    await this.ctl("member", "remove", id);
    await this.ctl("member", "add", self.name, `--peer-urls=${peerUrl(self)}`);
    this.removeData(member);
    this.launch(member, "existing");
    await this.healthy(member);
  }

  /** Runs etcdctl as root; resolves to what it wrote, rejects with what it said when it fails. */
  async ctl(...args: readonly string[]): Promise<string> {
    return await this.#ctlOrThrow(args, {});
  }

  /** Runs etcdctl as somebody else, or to certain endpoints; resolves even when it fails. */
  async tryCtl(args: readonly string[], options: CtlOptions = {}): Promise<ToolResult> {
    const { endpoints = this.answeringEndpoints, hasCertificate = true } = options;
    const user = options.user === undefined
      ? (this.#isAuthOn ? `root:${ROOT_PASSWORD}` : null)
      : options.user;
    const { tls } = this;
    const certificate = tls === undefined || !hasCertificate
      ? []
      : [`--cert=${tls.client.certPath}`, `--key=${tls.client.keyPath}`];
    return await runTool("etcdctl", [
      `--endpoints=${endpoints.join(",")}`,
      ...user === null ? [] : [`--user=${user}`],
      ...tls === undefined ? [] : [`--cacert=${tls.authority.caPath}`],
      ...certificate,
      ...args,
    ], { programs: this.programs, ...options.input === undefined ? {} : { input: options.input } });
  }

  /** The newest revision. */
  async revision(): Promise<number> {
    const answer = JSON.parse(await this.ctl("get", FILLER_KEY, "--keys-only", "--write-out=json"));
    return Number(answer.header.revision);
  }

  /** Forgets all history before the newest revision; resolves to that revision. */
  async compact(): Promise<number> {
    const revision = await this.revision();
    try {
      await this.ctl("compact", `${revision}`, "--physical");
    } catch (error) {
      // Nobody wrote since the last time.
      if (!(error instanceof Error && error.message.includes("has been compacted"))) throw error;
    }
    return revision;
  }

  /** Gives the space that compaction freed back to the file system, on every member that answers. */
  async defrag(): Promise<void> {
    await this.ctl("defrag");
  }

  /** Writes until etcd refuses writes because its quota is used up; needs `quotaBytes`. */
  async fillToNoSpace(): Promise<void> {
    const quota = this.setup.quotaBytes;
    if (quota === undefined) throw new Error("Without quotaBytes filling etcd takes gigabytes: set it");
    const input = "x".repeat(Math.min(512 * 1024, Math.ceil(quota / 8)));
    for (let puts = 0; puts < 200; puts++) {
      const result = await this.tryCtl(["put", FILLER_KEY], { input });
      if (result.success) continue;
      if (result.stderr.includes("database space exceeded")) return;
      throw new Error(`etcdctl put failed while filling: ${failureOf(result)}`);
    }
    throw new Error(`etcd took 200 values without reaching its quota of ${quota} bytes`);
  }

  /**
   * Makes room again and takes the alarm back, as a person would; `key` = what etcd was filled with. A member that compacts later than the
   * one that was asked is still full, and raises the alarm again with the next write: then it is done once more.
   */
  async clearNoSpace(key = FILLER_KEY): Promise<void> {
    for (let tries = 1;; tries++) {
      await this.ctl("del", key);
      await this.compact();
      await this.defrag();
      await this.ctl("alarm", "disarm");
      if (await this.#hasSpace(key)) return;
      if (tries === CLEAR_TRIES) throw new Error(`etcd has no space after it was cleared ${tries} times`);
      await new Promise((resolve) => setTimeout(resolve, CLEAR_PAUSE_MS));
    }
  }

  /** Each member that answers takes a write, and none has an alarm after it. */
  async #hasSpace(key: string): Promise<boolean> {
    for (const endpoint of this.answeringEndpoints) {
      const { success, stderr } = await this.tryCtl(["put", key, ""], { endpoints: [endpoint] });
      if (!success && stderr.includes("database space exceeded")) return false;
    }
    await this.tryCtl(["del", key]);
    return !(await this.tryCtl(["alarm", "list"])).stdout.includes("NOSPACE");
  }

  /** Saves a backup; resolves to its path, which is gone at dispose. */
  async snapshotSave(): Promise<string> {
    const path = this.dir.file(`snapshot-${this.#snapshots++}.db`);
    await this.#ctlOrThrow(["snapshot", "save", path], { endpoints: this.answeringEndpoints.slice(0, 1) });
    return path;
  }

  /** Ends every member and starts all of them anew from a backup: its keys, and its revision, which may be lower than before. */
  async snapshotRestore(path: string): Promise<void> {
    await this.endAll();
    // etcdutl is there from 3.5 on; before, etcdctl did its work.
    const tool = this.version.startsWith("3.4.") ? "etcdctl" : "etcdutl";
    for (const [member, self] of this.members.entries()) {
      this.removeData(member);
      const result = await runTool(tool, [
        ...["snapshot", "restore", path, `--name=${self.name}`, `--data-dir=${this.dataDir(member)}`],
        `--initial-cluster=${initialCluster(this.members)}`,
        `--initial-cluster-token=${CLUSTER_TOKEN}`,
        `--initial-advertise-peer-urls=${peerUrl(self)}`,
      ], { programs: this.programs });
      if (!result.success) throw new Error(`${tool} snapshot restore failed: ${failureOf(result)}`);
    }
    await this.launchAll();
  }

  async #ctlOrThrow(args: readonly string[], options: CtlOptions): Promise<string> {
    const result = await this.tryCtl(args, options);
    if (!result.success) throw new Error(`etcdctl ${args.join(" ")} failed: ${failureOf(result)}`);
    return result.stdout;
  }

  async #enableAuth(): Promise<void> {
    const { auth } = this.setup;
    if (auth === undefined) return;
    const { username, password, prefix = "" } = auth;
    await this.ctl("role", "add", "root");
    await this.ctl("user", "add", `root:${ROOT_PASSWORD}`);
    await this.ctl("user", "grant-role", "root", "root");
    await this.ctl("role", "add", username);
    await this.ctl("role", "grant-permission", "--prefix=true", username, "readwrite", prefix);
    await this.ctl("user", "add", `${username}:${password}`);
    await this.ctl("user", "grant-role", username, username);
    await this.ctl("auth", "enable");
    this.#isAuthOn = true;
  }
}
