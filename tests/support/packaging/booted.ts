/**
 * A machine that systemd has booted, in namespaces of its own: systemd-nspawn over the tree of root_image.ts.
 *
 * I1  Nothing of it outlives its disposal: no process, no control group, no mount. It dies with a test run that is killed as
 *     well, because it stays in its process group; the next machine then removes its control groups.
 * I2  What is changed in it is in memory and gone with it; the next machine boots from the same tree.
 * I3  It has a loopback interface only: no port of the host is taken, nothing is reached.
 */
import { join } from "node:path";
import { eventually } from "../eventually.ts";
import { isThere, rootImage } from "./root_image.ts";

const CGROUPS = "/sys/fs/cgroup";
const PREFIX = "statemanager-boot-";
/** Hierarchies of control groups version 1 in which the machine gets a group of its own. */
const LEGACY = ["systemd", "unified", "memory", "pids", "cpu", "cpuacct"] as const;
/** Longest that one command in the machine may take, seconds. */
const COMMAND_S = 90;
const LOG = "console.log";

/** Puts itself into the groups, then becomes systemd-nspawn. In the background of a shell, so that no test owns the process. */
const START =
  `sh -c 'for one in $GROUPS_; do echo $$ >"$one/cgroup.procs" || exit 1; done; exec systemd-nspawn "$@"' \
  sh "$@" </dev/null >"$CONSOLE" 2>&1 & echo $!`;

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface BootOptions {
  /** Directories of the host that are seen inside, read-only: inside by host path. */
  readonly shared?: Readonly<Record<string, string>>;
}

let booted = 0;

export class Machine implements AsyncDisposable {
  readonly #name: string;
  readonly #groups: readonly string[];
  /** For the console; not in the tree. */
  readonly #dir: string;
  #nspawn: Process | undefined;
  #leader: Process | undefined;

  private constructor() {
    this.#name = `${PREFIX}${Deno.pid}-${++booted}`;
    const isUnified = isThere(join(CGROUPS, "cgroup.controllers"));
    const hierarchies = isUnified ? ["."] : LEGACY.filter((one) => isThere(join(CGROUPS, one)));
    this.#groups = hierarchies.map((one) => join(CGROUPS, one, this.#name));
    this.#dir = Deno.makeTempDirSync({ prefix: "statemanager-boot-" });
  }

  /** Resolves once systemd has started everything; rejects with the end of the console. */
  static async boot(options: BootOptions = {}): Promise<Machine> {
    const root = await rootImage();
    await removeLeftovers();
    const machine = new Machine();
    try {
      await machine.#start(root, options);
      return machine;
    } catch (error) {
      const console = machine.#console();
      await machine[Symbol.asyncDispose]();
      throw new Error(`systemd does not boot: ${console}`, { cause: error });
    }
  }

  async #start(root: string, { shared = {} }: BootOptions): Promise<void> {
    for (const group of this.#groups) Deno.mkdirSync(group, { recursive: true });
    const binds = Object.entries(shared).map(([host, inside]) => `--bind-ro=${host}:${inside}`);
    const { stdout } = await new Deno.Command("sh", {
      args: [
        ...["-c", START, "sh", "--directory", root, `--machine=${this.#name}`, "--hostname=vehicle"],
        ...["--volatile=overlay", "--boot", "--register=no", "--keep-unit", "--link-journal=no"],
        ...["--private-network", "--resolv-conf=off", "--timezone=off", "--console=pipe", ...binds],
      ],
      env: { GROUPS_: this.#groups.join(" "), CONSOLE: join(this.#dir, LOG) },
      stdin: "null",
      stderr: "null",
    }).output();
    const nspawn = new Process(Number(new TextDecoder().decode(stdout)));
    this.#nspawn = nspawn;
    await eventually("systemd to have booted", async () => {
      this.#leader ??= nspawn.firstOfNamespace();
      if (!nspawn.isAlive()) throw new Error("systemd-nspawn has ended");
      if (this.#leader === undefined) return false;
      const { stdout } = await this.run("systemctl", "is-system-running");
      return /^(running|degraded)$/.test(stdout.trim());
    }, { timeoutMs: 30_000, intervalMs: 50 });
  }

  #console(): string {
    const path = join(this.#dir, LOG);
    return isThere(path) ? Deno.readTextFileSync(path).trim().split("\n").slice(-5).join(" / ") : "";
  }

  /** The path on the host of a file of the machine. Absolute symbolic links on the way would lead out of it. */
  file(path: string): string {
    if (this.#leader === undefined) throw new Error("the machine does not run");
    return `/proc/${this.#leader.pid}/root${path}`;
  }

  read(path: string): string {
    return Deno.readTextFileSync(this.file(path));
  }

  isThere(path: string): boolean {
    return isThere(this.file(path));
  }

  /** Writes a file, with the folders above it. */
  write(path: string, text: string): void {
    Deno.mkdirSync(this.file(path.slice(0, path.lastIndexOf("/"))), { recursive: true });
    Deno.writeTextFileSync(this.file(path), text);
  }

  /** Runs a program inside as root, to its end. */
  async run(program: string, ...args: readonly string[]): Promise<Finished> {
    if (this.#leader === undefined) throw new Error("the machine does not run");
    const namespaces = ["-m", "-u", "-i", "-n", "-p", "-C"];
    const enter = ["nsenter", "-t", String(this.#leader.pid), ...namespaces, "--"];
    const { code, stdout, stderr } = await new Deno.Command("timeout", {
      args: ["--foreground", "--kill-after=5", String(COMMAND_S), ...enter, program, ...args],
      clearEnv: true,
      env: {
        PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
        HOME: "/root",
        LC_ALL: "C",
        NO_COLOR: "1",
        SYSTEMD_PAGER: "",
        DEBIAN_FRONTEND: "noninteractive",
      },
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  }

  /** As `run`, for what has to succeed; returns its standard output. */
  async ok(program: string, ...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(program, ...args);
    if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  }

  /** One property of a unit, as `systemctl show` prints it. */
  async show(unit: string, property: string): Promise<string> {
    return (await this.ok("systemctl", "show", "--value", "-p", property, unit)).trim();
  }

  /** What the unit wrote into the journal of the machine. */
  async journal(unit: string): Promise<string> {
    await this.ok("journalctl", "--sync");
    return await this.ok("journalctl", "-u", unit, "-o", "cat", "--no-pager");
  }

  /** With version 1 of control groups nspawn shows them read-only, and no limit can be set: this mends it. */
  async enableLimits(): Promise<void> {
    for (const one of ["memory", "pids", "cpu", "cpuacct"]) {
      if (!this.isThere(join(CGROUPS, one))) continue;
      await this.ok("mount", "-o", "remount,bind,rw", join(CGROUPS, one));
    }
    await this.ok("systemctl", "daemon-reexec");
  }

  /** Shuts it down, or ends it where that takes too long, and clears away; a second call does nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    // SIGTERM makes nspawn ask the systemd inside for a shutdown.
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      this.#nspawn?.kill(signal);
      if (await this.#isGoneWithin(signal === "SIGTERM" ? 10_000 : 5_000)) break;
      this.#leader?.kill("SIGKILL");
    }
    this.#nspawn = undefined;
    this.#leader = undefined;
    for (const group of this.#groups) await removeGroup(group);
    for (const path of [this.#dir, `/run/systemd/nspawn/propagate/${this.#name}`]) {
      if (isThere(path)) Deno.removeSync(path, { recursive: true });
    }
  }

  async #isGoneWithin(timeoutMs: number): Promise<boolean> {
    try {
      await eventually("the machine to end", () => {
        return !(this.#nspawn?.isAlive() ?? false) && !(this.#leader?.isAlive() ?? false);
      }, { timeoutMs, intervalMs: 10 });
      return true;
    } catch {
      return false;
    }
  }
}

/** What a run that was killed could not clear away: its processes died with it, its groups did not. */
async function removeLeftovers(): Promise<void> {
  for (const hierarchy of [".", ...LEGACY].map((one) => join(CGROUPS, one)).filter(isThere)) {
    for (const { name } of [...Deno.readDirSync(hierarchy)]) {
      const [, owner] = new RegExp(`^${PREFIX}(\\d+)-\\d+$`).exec(name) ?? [];
      if (owner !== undefined && !isThere(`/proc/${owner}`)) await removeGroup(join(hierarchy, name));
    }
  }
}

/** Groups of the machine, the innermost first. A process that is just ending holds its group for a moment. */
async function removeGroup(path: string): Promise<void> {
  if (!isThere(path)) return;
  for (const { name, isDirectory } of [...Deno.readDirSync(path)]) {
    if (isDirectory) await removeGroup(join(path, name));
  }
  // rmdir and no more: the files of a group cannot be removed.
  await eventually(`${path} to be removed`, () => {
    const { success } = new Deno.Command("rmdir", { args: [path], stderr: "null" }).outputSync();
    return success;
  });
}

/** A process of ours that is nobody's child here; never mistaken for a later one with the same number. */
class Process {
  readonly pid: number;
  readonly #startTime: string | undefined;

  constructor(pid: number) {
    this.pid = pid;
    this.#startTime = statOf(pid)?.startTime;
  }

  isAlive(): boolean {
    const now = statOf(this.pid);
    return now !== undefined && now.startTime === this.#startTime && now.state !== "Z";
  }

  kill(signal: Deno.Signal): void {
    if (!this.isAlive()) return;
    try {
      Deno.kill(this.pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  /**
   * Its child that is process 1 of a namespace. nspawn has a helper before, which is in the namespaces of the host: nothing may
   * ever be run through that one.
   */
  firstOfNamespace(): Process | undefined {
    const path = `/proc/${this.pid}/task/${this.pid}/children`;
    if (!isThere(path)) return undefined;
    return Deno.readTextFileSync(path).trim().split(" ").filter((pid) => pid !== "" && isFirst(pid))
      .map((pid) => new Process(Number(pid)))[0];
  }
}

function isFirst(pid: string): boolean {
  try {
    return /^NSpid:\t\d+\t1$/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

function statOf(pid: number): { readonly state: string; readonly startTime: string } | undefined {
  try {
    const text = Deno.readTextFileSync(`/proc/${pid}/stat`);
    // Behind the name, which may have anything in it.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0] ?? "", startTime: fields[19] ?? "" };
  } catch {
    return undefined;
  }
}
