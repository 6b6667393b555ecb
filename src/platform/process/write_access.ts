/**
 * What this process may write to (docs/adr/0016-the-program-limits-itself.md).
 *
 * The launcher and the compiled program grant every path, because they cannot know the configuration; the program gives back what it
 * does not need as soon as it knows what that is, and before it loads what talks to anybody.
 *
 * I1  After `limitWrites` the process can write to the given places and what is below them, and nothing in it can change that.
 * I2  Whoever starts the program may grant less; then that is what counts.
 * I3  After `limitPrograms` the process runs programs only where its configuration has something that does.
 */
import { basename, dirname, join } from "node:path";

/** Everything, as a path and not as a flag without a value: that one cannot be given back in part. */
const EVERYTHING: Deno.WritePermissionDescriptor = { name: "write", path: "/" };

/**
 * Gives back every permission to write but that for `places`, absolute paths of files, sockets and directories. With `deno run -A` or
 * `--allow-write` there is nothing to give back and nothing happens. Throws where the runtime keeps what it was to give back.
 */
export function limitWrites(places: readonly string[]): void {
  if (isGranted({ name: "write" }) || !isGranted(EVERYTHING)) return;
  // What is asked for while it is granted is kept for itself.
  for (const path of new Set(places.flatMap((place) => [place, realPathOf(place)]))) {
    Deno.permissions.requestSync({ name: "write", path });
  }
  Deno.permissions.revokeSync(EVERYTHING);
  if (isGranted(EVERYTHING)) throw new Error("Cannot limit what this process may write to");
}

/**
 * Gives back the permission to run programs and to load native code where the configuration has no use for it, whoever granted it: then
 * nothing that gets into this process starts another one. Throws where the runtime keeps it.
 */
export function limitPrograms({ isNeeded }: { readonly isNeeded: boolean }): void {
  if (isNeeded) return;
  for (const name of ["run", "ffi"] as const) {
    Deno.permissions.revokeSync({ name });
    if (Deno.permissions.querySync({ name }).state === "granted") {
      throw new Error(`Cannot give back the permission ${name}`);
    }
  }
}

/** Whether this process may write to the path; what the file system says is another matter. */
export function mayWrite(path: string): boolean {
  return isGranted({ name: "write", path });
}

function isGranted(descriptor: Deno.WritePermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/** Without symbolic links, as SQLite is given it; of what is not there yet, as far as it is there. */
export function realPathOf(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPathOf(parent), basename(path));
  }
}
