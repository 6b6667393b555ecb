/** Makes one package, in a thread of its own: the packers work until they are done, and the one that tells how far it is must go on. */
import { parentPort, workerData } from "node:worker_threads";
import { BuildError, sha256 } from "../build.d/command.ts";
import { makeDeb } from "./deb.ts";
import type { Layout } from "./layout.ts";
import { makeTarball } from "./tarball.ts";

export interface PackJob {
  readonly kind: "deb" | "tar";
  readonly layout: Layout;
  /** Seconds. */
  readonly epoch: number;
  readonly out: string;
  readonly maintainer: string;
}

export type PackResult =
  | { readonly ok: true; readonly path: string; readonly bytes: number; readonly sha256: string }
  /** What the person who packs can do something about. */
  | { readonly ok: false; readonly problem: string };

function pack({ kind, maintainer, ...job }: PackJob): PackResult {
  const work = Deno.makeTempDirSync({ prefix: "statemanager-package-" });
  try {
    const options = { ...job, work };
    const path = kind === "deb" ? makeDeb({ ...options, maintainer }) : makeTarball(options);
    const bytes = Deno.readFileSync(path);
    return { ok: true, path, bytes: bytes.length, sha256: sha256(bytes) };
  } catch (error) {
    if (error instanceof BuildError) return { ok: false, problem: error.message };
    throw error;
  } finally {
    Deno.removeSync(work, { recursive: true });
  }
}

parentPort?.postMessage(pack(workerData));
