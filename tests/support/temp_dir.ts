/** A directory of a test's own, which is gone when the test ends. */

/** Owns a temporary directory: `using dir = new TempDir()`. */
export class TempDir implements Disposable {
  readonly path: string;

  constructor(prefix = "statemanager-test-") {
    this.path = Deno.makeTempDirSync({ prefix });
  }

  /** The path of something in it. */
  file(...names: readonly string[]): string {
    return [this.path, ...names].join("/");
  }

  /** Writes a text file, with the folders above it; returns its path. */
  write(name: string, text: string): string {
    const path = this.file(name);
    Deno.mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    Deno.writeTextFileSync(path, text);
    return path;
  }

  /** Removes it; a second call does nothing. */
  [Symbol.dispose](): void {
    try {
      Deno.removeSync(this.path, { recursive: true });
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
