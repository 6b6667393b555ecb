/**
 * A podman of a test's own: its storage, its state and its socket lie in a temporary directory, and it has one image, made of this
 * machine's shell: no registry, no compiler.
 *
 * I1  What it started ends with it: containers, the service, mounts and files.
 */
import { eventually } from "../eventually.ts";
import { Process } from "../process.ts";
import { missingProgram } from "../require.ts";
import { TempDir } from "../temp_dir.ts";

/** Has /bin/sh and /bin/sleep. */
export const IMAGE = "localhost/shell:1";

/** Debian's runc refuses the limits that podman asks for by default in some machines. */
const CONF = `[containers]
default_ulimits = ["nofile=20000:20000","nproc=4096:4096"]
[engine]
runtime = "runc"
`;

/** Why there is no podman here; undefined when there is. */
export function missingPodman(): string | undefined {
  if (Deno.uid() !== 0) return "only root has containers here";
  for (const program of ["podman", "runc", "conmon", "ldd", "tar"]) {
    const missing = missingProgram(program);
    if (missing !== undefined) return missing;
  }
  return undefined;
}

/** While this file is there, whoever has a container started dies of it. */
const DEATH = "die-at-start";

function mortalRuntime(path: string): string {
  const lines = [
    "#!/bin/sh",
    `"$(command -pv runc)" "$@"`,
    "code=$?",
    `case " $* " in *" start "*) [ -e '${path}' ] && rm '${path}' && kill -9 $PPID ;; esac`,
    "exit $code",
  ];
  return `${lines.join("\n")}\n`;
}

export interface PodmanOptions {
  /** After so many seconds the service ends by itself, whoever forgot it. Default 900. */
  readonly lifetimeS?: number;
  /** vfs, the default, works on every file system and copies an image for each container; overlay is what machines have. */
  readonly storage?: "vfs" | "overlay";
  /** `dieAtStart` can be called. */
  readonly isMortal?: boolean;
}

export class Podman implements AsyncDisposable {
  readonly #dir: TempDir;
  readonly #lifetimeS: number;
  readonly #storage: NonNullable<PodmanOptions["storage"]>;
  /** Another name of the directory, because podman takes none of more than 50 characters for its runroot. */
  readonly #link = `/tmp/smp-${crypto.randomUUID().slice(0, 13)}`;
  #service: Service | undefined;

  private constructor(dir: TempDir, { lifetimeS = 900, storage = "vfs", isMortal = false }: PodmanOptions) {
    this.#dir = dir;
    Deno.symlinkSync(dir.path, this.#link);
    this.#lifetimeS = lifetimeS;
    this.#storage = storage;
    if (isMortal) Deno.chmodSync(dir.write("runc", mortalRuntime(dir.file(DEATH))), 0o755);
    const runtimes = isMortal ? `[engine.runtimes]\nrunc = ["${dir.file("runc")}"]\n` : "";
    dir.write("containers.conf", CONF + runtimes);
  }

  static async start(options: PodmanOptions = {}): Promise<Podman> {
    const podman = new Podman(new TempDir("statemanager-podman-"), options);
    try {
      await podman.startService();
      await podman.#importImage();
      return podman;
    } catch (error) {
      await podman[Symbol.asyncDispose]();
      throw error;
    }
  }

  get socket(): string {
    return this.#dir.file("socket");
  }

  /** Where conmon writes exits. */
  get exitDirectory(): string {
    return this.#dir.file("tmp/exits");
  }

  /** For the directories of instances. */
  directory(name: string): string {
    const path = this.#dir.file(name);
    Deno.mkdirSync(path, { recursive: true });
    return path;
  }

  async startService(): Promise<void> {
    const words = this.#words("system", "service", "--time=0", `unix://${this.socket}`);
    this.#service = new Service(words, { ...this.#place, lifetimeS: this.#lifetimeS });
    await eventually("podman to serve", () => {
      try {
        return Deno.statSync(this.socket).isSocket ?? false;
      } catch {
        return false;
      }
    }, { timeoutMs: 60_000, intervalMs: 20 });
  }

  /** kill -9: its containers live on. */
  async killService(): Promise<void> {
    await this.#service?.end();
    this.#service = undefined;
    try {
      Deno.removeSync(this.socket);
    } catch {
      // It took it along.
    }
  }

  /** The service dies when the next container was started, before it has written that down. */
  dieAtStart(): void {
    this.#dir.write(DEATH, "");
  }

  /** Holds the service: connections are taken and not answered. */
  pauseService(): void {
    this.#service?.send("SIGSTOP");
  }

  resumeService(): void {
    this.#service?.send("SIGCONT");
  }

  /** The image under another name, for example one of another version. */
  async tag(name: string): Promise<void> {
    await this.run("tag", IMAGE, name);
  }

  /**
   * As if the machine lost its power and came back: every container and the service end at once, and what lies in memory (/run) is
   * gone; the service does not run.
   */
  async cutPower(): Promise<void> {
    await this.killService();
    this.#killAll();
    await this.#unmountAll();
    for (const name of ["run", "tmp"]) {
      Deno.removeSync(this.#dir.file(name), { recursive: true });
    }
  }

  /** podman's own command line; answers with what it wrote. */
  async run(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await new Process(this.#words(...args), this.#place).ended;
    if (code !== 0) throw new Error(`podman ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  /** A program `podman` in that directory, which is this one, for scripts that call it by name. */
  writeCommand(directory: string): void {
    const [, ...places] = this.#words();
    const path = `${directory}/podman`;
    const lines = [
      "#!/bin/sh",
      `export CONTAINERS_CONF='${this.#dir.file("containers.conf")}'`,
      // The one of the system, not this one again.
      `exec "$(command -pv podman)" ${places.map((word) => `'${word}'`).join(" ")} "$@"`,
    ];
    Deno.writeTextFileSync(path, `${lines.join("\n")}\n`);
    Deno.chmodSync(path, 0o755);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (this.#service !== undefined) await this.run("rm", "--all", "--force", "--time=0");
    } finally {
      await this.#service?.end();
      this.#killAll();
      await this.#unmountAll();
      Deno.removeSync(this.#link);
      this.#dir[Symbol.dispose]();
    }
  }

  /** Storage of the driver vfs has no mounts of its own; those of a container that did not go are taken away by force. */
  async #unmountAll(): Promise<void> {
    const mounts = Deno.readTextFileSync("/proc/self/mounts").split("\n").map((line) =>
      line.split(" ")[1] ?? ""
    );
    for (const mount of mounts.filter((path) => path.startsWith(`${this.#dir.path}/`)).reverse()) {
      await new Deno.Command("umount", { args: ["--lazy", mount], stderr: "null" }).output();
    }
  }

  /** The parents of all containers, whose arguments name the directory, and first their children. */
  #killAll(): void {
    for (const { name } of Deno.readDirSync("/proc")) {
      const pid = Number(name);
      if (!Number.isInteger(pid) || !isConmonOf(pid, this.#dir.path)) continue;
      for (const one of [...childrenOf(pid), pid]) kill(one, "SIGKILL");
    }
  }

  /** What watches a container writes into the directory in which podman was started. */
  get #place(): { readonly cwd: string; readonly env: Record<string, string> } {
    return { cwd: this.#dir.path, env: { CONTAINERS_CONF: this.#dir.file("containers.conf") } };
  }

  #words(...args: readonly string[]): readonly string[] {
    const folder = (name: string) => this.#dir.file(name);
    const places = [
      ...["--root", folder("root"), "--runroot", `${this.#link}/run`, "--tmpdir", folder("tmp")],
      ...["--storage-driver", this.#storage, "--cgroup-manager", "cgroupfs"],
    ];
    return ["podman", ...places, ...args];
  }

  async #importImage(): Promise<void> {
    const programs = ["/bin/sh", "/bin/sleep"];
    const { stdout } = await new Deno.Command("ldd", { args: programs }).output();
    const libraries = new TextDecoder().decode(stdout).match(/\/\S+\.so\S*/g) ?? [];
    const files = [...new Set([...programs, ...libraries])].map((path) => path.slice(1));
    const archive = this.#dir.file("image.tar");
    const tar = await new Deno.Command("tar", {
      args: ["--dereference", "-cf", archive, "-C", "/", ...files],
    })
      .output();
    if (!tar.success) throw new Error(new TextDecoder().decode(tar.stderr));
    await this.run("import", archive, IMAGE);
  }
}

/**
 * The service outlives the test that starts it, so this process holds nothing of it: a child, its pipes and its status would count as
 * leaks. It ends by itself when nobody is left to end it.
 */
class Service {
  readonly #pid: number;

  constructor(
    words: readonly string[],
    { cwd, env, lifetimeS }: {
      readonly cwd: string;
      readonly env: Readonly<Record<string, string>>;
      readonly lifetimeS: number;
    },
  ) {
    const script = 'timeout "$@" >/dev/null 2>&1 </dev/null & echo $!';
    const args = ["-c", script, "sh", String(lifetimeS), ...words];
    const { stdout } = new Deno.Command("sh", { args, cwd, env: { ...env }, stderr: "null" }).outputSync();
    this.#pid = Number(new TextDecoder().decode(stdout));
  }

  /** To podman, which `timeout` runs. */
  send(signal: Deno.Signal): void {
    for (const pid of this.#processes()) kill(pid, signal);
  }

  async end(): Promise<void> {
    const pids = this.#processes();
    this.send("SIGKILL");
    await eventually("podman to end", () => pids.every(isOver), { timeoutMs: 10_000, intervalMs: 5 });
  }

  /** The child first: of one whose parent is gone nobody knows. */
  #processes(): readonly number[] {
    return [...childrenOf(this.#pid), this.#pid];
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).split(" ").map(Number).filter((child) =>
      child > 0
    );
  } catch {
    return [];
  }
}

function isConmonOf(pid: number, directory: string): boolean {
  try {
    const [program = "", ...words] = Deno.readTextFileSync(`/proc/${pid}/cmdline`).split("\0");
    return program.endsWith("conmon") && words.some((word) => word.startsWith(`${directory}/`));
  } catch {
    return false;
  }
}

function kill(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

function isOver(pid: number): boolean {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    return stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
  } catch {
    return true;
  }
}
