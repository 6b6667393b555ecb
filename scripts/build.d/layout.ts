/**
 * The files of a build, as they are going to lie under `/`.
 *
 * I1  The same content gives the same bytes, modes and times: nothing here depends on when or where it was built.
 */
import { dirname, join } from "node:path";
import { sha256 } from "./command.ts";

/** Where things lie in it. */
export const PROGRAM = "usr/bin/statemanagerd";
export const LIB = "usr/lib/statemanager";
export const BUNDLE: string = `${LIB}/bundle`;
export const DOC = "usr/share/doc/statemanager";

interface FileFacts {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export class Layout {
  readonly root: string;
  readonly #epochSeconds: number;
  readonly #files: FileFacts[] = [];

  constructor(root: string, epochSeconds: number) {
    this.root = root;
    this.#epochSeconds = epochSeconds;
  }

  /** What an earlier build left would be packaged with this one. */
  async clear(): Promise<void> {
    await Deno.remove(this.root, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }

  async program(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#write(path, bytes, 0o755);
  }

  async text(path: string, text: string): Promise<void> {
    await this.#write(path, new TextEncoder().encode(text), 0o644);
  }

  /** Writes what tells whether the files are whole; the digest is that of all of them together. */
  async seal(manifest: Readonly<Record<string, string>>): Promise<{ bytes: number; digest: string }> {
    const files = this.#files.toSorted((a, b) => a.path < b.path ? -1 : 1);
    const sums = files.map((file) => `${file.sha256}  ${file.path}\n`).join("");
    await this.text("MANIFEST.json", `${JSON.stringify({ ...manifest, files }, undefined, 2)}\n`);
    await this.text("SHA256SUMS", sums);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    return { bytes, digest: sha256(new TextEncoder().encode(sums)) };
  }

  async #write(path: string, bytes: Uint8Array<ArrayBuffer>, mode: number): Promise<void> {
    const file = join(this.root, path);
    await Deno.mkdir(dirname(file), { recursive: true, mode: 0o755 });
    await Deno.writeFile(file, bytes, { mode });
    // The mode above goes through the umask.
    await Deno.chmod(file, mode);
    await Deno.utime(file, this.#epochSeconds, this.#epochSeconds);
    this.#files.push({ path, bytes: bytes.length, sha256: sha256(bytes) });
  }
}
