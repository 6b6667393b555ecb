/**
 * A machine that systemd has booted, in namespaces of its own: systemd-nspawn over the tree of root_image.ts.
 *
 * I1  Nothing of it outlives its disposal: no process, no control group, no mount. It dies with a test run that is killed as
 *     well; the next machine then removes its control groups.
 * I2  What is changed in it is in memory and gone with it; the next machine boots from the same tree.
 * I3  It has a loopback interface only: no port of the host is taken, nothing is reached.
 */
import { join } from "node:path";
import { eventually, within } from "../eventually.ts";
import { isThere, rootImage } from "./root_image.ts";

const CGROUPS = "/sys/fs/cgroup";
/** nspawn leaves an empty folder there where /run is no file system of its own. */
const PROPAGATE = "/run/systemd/nspawn/propagate";
const PREFIX = "statemanager-boot-";
/** Hierarchies of control groups version 1 in which the machine gets a group of its own. */
const LEGACY = ["systemd", "unified", "memory", "pids", "cpu", "cpuacct"] as const;
/** Longest that one command in the machine may take, seconds: the demo, on a computer with other work. */
const COMMAND_S = 600;
const LOG = "console.log";

/**
 * Puts itself into the groups, then becomes the guard below which systemd-nspawn runs. The guard ends with the test, whatever
 * ends that. nspawn alone that is killed leaves its machine running: as the first process of a namespace it cannot.
 */
const START = `for one in $MACHINE_GROUPS; do echo $$ >"$one/cgroup.procs" || exit 1; done
exec setpriv --pdeathsig KILL unshare --pid --fork --kill-child --mount-proc systemd-nspawn "$@" >"$CONSOLE" 2>&1`;

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
  /** Of the machine and its control groups. */
  readonly name: string;
  readonly #groups: readonly string[];
  /** For the console; not in the tree. */
  readonly #dir: string;
  /** Ends nspawn, and with it the machine, when it ends. */
  #guard: { readonly process: Deno.ChildProcess; isAlive: boolean; readonly done: Promise<void> } | undefined;
  #nspawn: Process | undefined;
  #leader: Process | undefined;

  private constructor() {
    this.name = `${PREFIX}${Deno.pid}-${++booted}`;
    const isUnified = isThere(join(CGROUPS, "cgroup.controllers"));
    const hierarchies = isUnified ? ["."] : LEGACY.filter((one) => isThere(join(CGROUPS, one)));
    this.#groups = hierarchies.map((one) => join(CGROUPS, one, this.name));
    this.#dir = Deno.makeTempDirSync({ prefix: "statemanager-boot-" });
  }

  /** Resolves once systemd has started everything; rejects with the end of the console. */
  static async boot(options: BootOptions = {}): Promise<Machine> {
    const root = rootImage();
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
    const process = new Deno.Command("sh", {
      args: [
        ...["-c", START, "sh", "--directory", root, `--machine=${this.name}`, "--hostname=vehicle"],
        ...["--volatile=overlay", "--boot", "--register=no", "--keep-unit", "--link-journal=no"],
        ...["--private-network", "--resolv-conf=off", "--timezone=off", "--console=pipe", ...binds],
      ],
      env: { MACHINE_GROUPS: this.#groups.join(" "), CONSOLE: join(this.#dir, LOG) },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const guard = { process, isAlive: true, done: process.status.then(() => void (guard.isAlive = false)) };
    this.#guard = guard;
    await eventually("systemd to have booted", async () => {
      if (!guard.isAlive) throw new Error("systemd-nspawn has ended");
      this.#nspawn ??= firstOfNamespace(process.pid);
      this.#leader ??= this.#nspawn && firstOfNamespace(this.#nspawn.pid);
      if (this.#leader === undefined) return false;
      const { stdout } = await this.run("systemctl", "is-system-running");
      return /^(running|degraded)$/.test(stdout.trim());
    }, { intervalMs: 50 });
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

  /** Words before a command that run it inside as root. */
  get enter(): readonly string[] {
    if (this.#leader === undefined) throw new Error("the machine does not run");
    return ["nsenter", "-t", String(this.#leader.pid), "-m", "-u", "-i", "-n", "-p", "-C", "--"];
  }

  /** Runs a program inside as root, to its end. */
  async run(program: string, ...args: readonly string[]): Promise<Finished> {
    const { code, stdout, stderr } = await new Deno.Command("timeout", {
      args: ["--foreground", "--kill-after=5", String(COMMAND_S), ...this.enter, program, ...args],
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

  /** As if it lost its power. */
  kill(): void {
    this.#nspawn?.kill("SIGKILL");
  }

  /** Shuts it down, or ends it where that takes too long, and clears away; a second call does nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    // SIGTERM makes nspawn ask the systemd inside for a shutdown.
    this.#nspawn?.kill("SIGTERM");
    const guard = this.#guard;
    try {
      if (guard !== undefined) await within("the machine to end", guard.done);
    } catch {
      guard?.process.kill("SIGKILL");
      await guard?.done;
    }
    this.#guard = undefined;
    this.#nspawn = undefined;
    this.#leader = undefined;
    for (const path of [...this.#groups, join(PROPAGATE, this.name)]) await removeFolders(path);
    if (isThere(this.#dir)) Deno.removeSync(this.#dir, { recursive: true });
  }
}

/** What a run that was killed could not clear away: its processes died with it, its groups did not. */
async function removeLeftovers(): Promise<void> {
  for (const dir of [...[".", ...LEGACY].map((one) => join(CGROUPS, one)), PROPAGATE].filter(isThere)) {
    for (const { name } of [...Deno.readDirSync(dir)]) {
      const [, owner] = new RegExp(`^${PREFIX}(\\d+)-\\d+$`).exec(name) ?? [];
      if (owner !== undefined && !isThere(`/proc/${owner}`)) await removeFolders(join(dir, name));
    }
  }
}

/** Groups of a machine, the innermost first. A process that is just ending holds its group for a moment. */
async function removeFolders(path: string): Promise<void> {
  if (!isThere(path)) return;
  for (const { name, isDirectory } of [...Deno.readDirSync(path)]) {
    if (isDirectory) await removeFolders(join(path, name));
  }
  // rmdir and no more: the files of a group cannot be removed.
  await eventually(`${path} to be removed`, () => {
    const { success } = new Deno.Command("rmdir", { args: [path], stderr: "null" }).outputSync();
    return success;
  });
}

/** A process below the guard; never mistaken for a later one with the same number. */
class Process {
  readonly pid: number;
  readonly #startTime: string | undefined;

  constructor(pid: number) {
    this.pid = pid;
    this.#startTime = startTimeOf(pid);
  }

  kill(signal: Deno.Signal): void {
    if (this.#startTime === undefined || startTimeOf(this.pid) !== this.#startTime) return;
    try {
      Deno.kill(this.pid, signal);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/**
 * The child of this process that is process 1 of a namespace of its own. nspawn has a helper before the machine, which is in
 * the namespaces of the host: nothing may ever be run through that one.
 */
function firstOfNamespace(parent: number): Process | undefined {
  const depth = numbersOf(parent)?.length ?? 0;
  const children = textOf(`/proc/${parent}/task/${parent}/children`)?.trim().split(" ") ?? [];
  const first = children.map(Number).find((pid) => {
    const numbers = numbersOf(pid);
    return pid > 0 && numbers !== undefined && numbers.length > depth && numbers.at(-1) === "1";
  });
  return first === undefined ? undefined : new Process(first);
}

/** Its numbers, from the outermost namespace of processes to its own. */
function numbersOf(pid: number): readonly string[] | undefined {
  return /^NSpid:\s*(.+)$/m.exec(textOf(`/proc/${pid}/status`) ?? "")?.[1]?.split(/\s+/);
}

function startTimeOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  // Behind the name, which may have anything in it.
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

/** Undefined where the process has ended. */
function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
