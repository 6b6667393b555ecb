/** A file system of a test's own, small enough to fill. */
import { TempDir } from "./temp_dir.ts";
import { missingProgram } from "./require.ts";

/** What to give to `testIf`: undefined when one can be mounted here. */
export function missingTmpfs(): string | undefined {
  const missing = missingProgram("mount") ?? missingProgram("umount");
  if (missing !== undefined) return missing;
  using dir = new TempDir();
  if (!isDone("mount", mountArguments(dir.path, "64k"))) return "no tmpfs may be mounted here";
  isDone("umount", [dir.path]);
  return undefined;
}

/** Mounted on `path`, which is made; gone at dispose. Nothing may be open in it then. */
export class Tmpfs implements Disposable {
  readonly #path: string;

  /** `size` as mount takes it: `512k`. */
  constructor(path: string, size: string) {
    Deno.mkdirSync(path, { recursive: true });
    if (!isDone("mount", mountArguments(path, size))) throw new Error(`Cannot mount a tmpfs on ${path}`);
    this.#path = path;
  }

  /** Also for root. */
  makeReadOnly(): void {
    if (!isDone("mount", ["-o", "remount,ro", this.#path])) throw new Error(`Cannot remount ${this.#path}`);
  }

  [Symbol.dispose](): void {
    if (!isDone("umount", [this.#path])) {
      throw new Error(`Cannot unmount ${this.#path}: is a file open in it?`);
    }
  }
}

function mountArguments(path: string, size: string): string[] {
  return ["-t", "tmpfs", "-o", `size=${size},mode=0700`, "tmpfs", path];
}

function isDone(command: string, args: string[]): boolean {
  return new Deno.Command(command, { args, stdout: "null", stderr: "null" }).outputSync().success;
}
