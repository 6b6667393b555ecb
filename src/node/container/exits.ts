/**
 * Notices that the main process of a container has ended, before the runtime tells of it: podman's stream of events lags by up to 250 ms.
 *
 * conmon, which is the parent of each of podman's containers, writes a file named like the container into its exit directory. Where that
 * is comes from conmon's own arguments, or is where podman has it by default. docker needs none of this: its events come at once.
 *
 * I1: what is noticed here is only a reason to ask the runtime: how it ended is for the runtime to say.
 * I2: without the permission to read /proc, or to look into the directory, the events of the runtime are all there is.
 */
import { basename, dirname } from "node:path";

export interface ExitWatchOptions {
  /** Called with the id of each container whose exit was written. */
  readonly onExit: (containerId: string) => void;
  /** Where podman has the directory by default; those that exist are watched. */
  readonly defaultDirectories?: readonly string[];
}

/** Directories of one machine: root's podman, and one of each user. */
const MAX_DIRECTORIES = 8;
const CONTAINER_ID = /^[0-9a-f]{64}$/;

export class ExitWatch implements Disposable {
  readonly #options: ExitWatchOptions;
  readonly #watchers = new Map<string, Deno.FsWatcher>();

  constructor(options: ExitWatchOptions) {
    this.#options = options;
    for (const directory of options.defaultDirectories ?? defaultDirectories()) this.#watch(directory);
  }

  /** Watches where the conmon of this process writes, if that can be told. */
  learn(pid: number): void {
    const directory = exitDirectoryOf(pid);
    if (directory !== undefined) this.#watch(directory);
  }

  [Symbol.dispose](): void {
    for (const watcher of this.#watchers.values()) watcher.close();
    this.#watchers.clear();
  }

  #watch(directory: string): void {
    if (this.#watchers.has(directory) || this.#watchers.size >= MAX_DIRECTORIES) return;
    let watcher: Deno.FsWatcher;
    try {
      watcher = Deno.watchFs(directory, { recursive: false });
    } catch {
      // I2
      return;
    }
    this.#watchers.set(directory, watcher);
    // A watcher that fails is one that watches nothing any more: the next container of that conmon makes a new one.
    this.#follow(directory, watcher).catch(() => {}).finally(() => this.#watchers.delete(directory));
  }

  async #follow(directory: string, watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      // The directory itself is gone: a new one of that name is another one.
      if (kind === "remove" && paths.includes(directory)) return watcher.close();
      for (const path of paths) {
        const name = basename(path);
        if (CONTAINER_ID.test(name) && kind !== "remove") this.#options.onExit(name);
      }
    }
  }
}

function defaultDirectories(): readonly string[] {
  let runtimeDir: string | undefined;
  try {
    runtimeDir = Deno.env.get("XDG_RUNTIME_DIR");
  } catch {
    // Without the permission to read the environment there is only root's.
  }
  return ["/run/libpod/exits", ...(runtimeDir === undefined ? [] : [`${runtimeDir}/libpod/tmp/exits`])];
}

/** From the arguments of the process's parent, when that is conmon. */
function exitDirectoryOf(pid: number): string | undefined {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const parent = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "";
    const words = Deno.readTextFileSync(`/proc/${parent}/cmdline`).split("\0");
    if (!basename(words[0] ?? "").startsWith("conmon")) return undefined;
    const at = words.indexOf("--exit-dir");
    const directory = at < 0 ? undefined : words[at + 1];
    return directory === undefined || dirname(directory) === directory ? undefined : directory;
  } catch {
    return undefined;
  }
}
