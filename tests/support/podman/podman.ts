/**
 * A podman of a test's own: its storage, its state and its socket lie in a temporary directory, and it has one image, made of this
 * machine's shell: no registry, no compiler.
 *
 * I1  What it started ends with it: containers, the service, mounts and files.
 */
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

export class Podman implements AsyncDisposable {
  readonly #dir: TempDir;
  #service: Process | undefined;

  private constructor(dir: TempDir) {
    this.#dir = dir;
    dir.write("containers.conf", CONF);
  }

  static async start(): Promise<Podman> {
    const podman = new Podman(new TempDir("statemanager-podman-"));
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
    this.#service = new Process(words, { env: this.#env });
    await this.#service.until("podman to serve", () => {
      try {
        return Deno.statSync(this.socket).isSocket ?? false;
      } catch {
        return false;
      }
    });
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

  /** Holds the service: connections are taken and not answered. */
  pauseService(): void {
    this.#service?.pause();
  }

  resumeService(): void {
    this.#service?.resume();
  }

  /** podman's own command line; answers with what it wrote. */
  async run(...args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await new Process(this.#words(...args), { env: this.#env }).ended;
    if (code !== 0) throw new Error(`podman ${args.join(" ")}: ${stderr}`);
    return stdout.trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      if (this.#service !== undefined) await this.run("rm", "--all", "--force", "--time=0");
    } finally {
      await this.#service?.end();
      // Storage of the driver vfs has no mounts of its own; those of a container that did not go are taken away by force.
      const mounts = Deno.readTextFileSync("/proc/self/mounts").split("\n").map((line) =>
        line.split(" ")[1] ?? ""
      );
      for (const mount of mounts.filter((path) => path.startsWith(`${this.#dir.path}/`)).reverse()) {
        await new Deno.Command("umount", { args: ["--lazy", mount], stderr: "null" }).output();
      }
      this.#dir[Symbol.dispose]();
    }
  }

  get #env(): Record<string, string> {
    return { CONTAINERS_CONF: this.#dir.file("containers.conf") };
  }

  #words(...args: readonly string[]): readonly string[] {
    const folder = (name: string) => this.#dir.file(name);
    const places = [
      ...["--root", folder("root"), "--runroot", folder("run"), "--tmpdir", folder("tmp")],
      ...["--storage-driver", "vfs", "--cgroup-manager", "cgroupfs"],
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
