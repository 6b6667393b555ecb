/**
 * A Debian with systemd and nothing else, as a folder to boot from: made once by debootstrap and kept with what else the
 * project fetches, below .deno/.
 *
 * I1  A tree in the cache is complete: it appears by one rename. Of two runs that make it, one keeps its own.
 * I2  It is never changed afterwards: whoever boots it lays something over it.
 */
import { join } from "node:path";
import { messageOf } from "../../../src/kit/errors.ts";
import { missingProgram } from "../require.ts";

const CACHE = join(import.meta.dirname ?? ".", "../../../.deno/roots");
const SUITE = "bookworm";
/** To be raised with every change of how the tree is made. */
const RECIPE = 1;

/** What to give to `testIf`: undefined when such a tree is there, or could be made, and can be booted here. */
export function missingBoot(): string | undefined {
  if (Deno.build.os !== "linux") return "systemd boots on Linux only";
  if (Deno.uid() !== 0) return "booting systemd needs root";
  const missing = ["systemd-nspawn", "debootstrap", "nsenter", "unshare", "setpriv", "timeout", "dpkg-deb"]
    .map(
      missingProgram,
    )
    .find((one) => one !== undefined);
  if (missing !== undefined) return `${missing}; as root: scripts/packaging_tools`;
  if (!canMakeCgroups()) return "no control group may be made below /sys/fs/cgroup";
  try {
    rootImage();
    return undefined;
  } catch (error) {
    // Where Debian's packages cannot be fetched nothing is wrong with what is tested.
    return messageOf(error);
  }
}

function canMakeCgroups(): boolean {
  const root = isThere("/sys/fs/cgroup/systemd") ? "/sys/fs/cgroup/systemd" : "/sys/fs/cgroup";
  const path = join(root, `statemanager-probe-${Deno.pid}`);
  try {
    Deno.mkdirSync(path);
    Deno.removeSync(path);
    return true;
  } catch {
    return false;
  }
}

/** The tree; the first call on a machine fetches it, which takes about half a minute. Throws with what debootstrap said. */
export function rootImage(): string {
  const path = join(CACHE, `${SUITE}-${Deno.build.arch}-${RECIPE}`);
  if (isThere(path)) return path;
  Deno.mkdirSync(CACHE, { recursive: true });
  removeLeftovers();
  const made = Deno.makeTempDirSync({ dir: CACHE, prefix: `making-${Deno.pid}-` });
  try {
    bootstrap(made);
    Deno.renameSync(made, path); // I1
  } catch (error) {
    Deno.removeSync(made, { recursive: true });
    if (!isThere(path)) throw error;
  }
  return path;
}

/** Of runs that were killed while they made one. */
function removeLeftovers(): void {
  for (const { name } of [...Deno.readDirSync(CACHE)]) {
    const [, owner] = /^making-(\d+)-/.exec(name) ?? [];
    if (owner !== undefined && !isThere(`/proc/${owner}`)) {
      Deno.removeSync(join(CACHE, name), { recursive: true });
    }
  }
}

function bootstrap(tree: string): void {
  const packages = ["systemd", "systemd-sysv", "dbus"];
  const words = ["debootstrap", "--variant=minbase", `--include=${packages.join(",")}`, SUITE, tree];
  // It mounts /proc and /sys in the tree: in a namespace they are gone with it, also when it fails.
  const { success, stdout, stderr } = new Deno.Command("unshare", {
    args: ["--mount", "sh", "-c", 'umask 022; exec "$@"', "sh", ...words],
    env: { LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" },
    stdin: "null",
  }).outputSync();
  if (!success) {
    const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
    throw new Error(`debootstrap failed: ${text.trim().split("\n").slice(-3).join(" / ")}`);
  }
  Deno.chmodSync(tree, 0o755);
  // debootstrap takes the name of the machine that it runs on.
  Deno.writeTextFileSync(join(tree, "etc/hostname"), "vehicle\n");
  Deno.writeTextFileSync(join(tree, "etc/hosts"), "127.0.0.1 localhost vehicle\n");
  const archives = join(tree, "var/cache/apt/archives");
  for (const { name } of Deno.readDirSync(archives)) {
    if (name.endsWith(".deb")) Deno.removeSync(join(archives, name));
  }
}

export function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
