/** How a program of an architecture is run on this machine. */
import type { Arch } from "./arguments.ts";
import { run } from "./command.ts";

export type Runner =
  /** `words` go before those of the program. */
  | { readonly kind: "native" | "emulated"; readonly words: readonly string[] }
  | { readonly kind: "missing"; readonly reason: string };

const QEMU = "qemu-aarch64-static";
const SYSROOT = "/usr/aarch64-linux-gnu";
/** What Deno is linked with. */
const LIBRARIES = ["ld-linux-aarch64.so.1", "libc.so.6", "libgcc_s.so.1"];
const PACKAGES = "qemu-user-static libc6-arm64-cross libgcc-s1-arm64-cross libstdc++6-arm64-cross";

export function runnerFor(arch: Arch, host: string = Deno.build.arch): Runner {
  if (arch === host) return { kind: "native", words: [] };
  if (arch !== "aarch64") return { kind: "missing", reason: `${arch} programs cannot be run on ${host}` };
  const isThere = run([QEMU, "--version"]).code === 0 &&
    LIBRARIES.every((name) => run(["test", "-e", `${SYSROOT}/lib/${name}`]).code === 0);
  return isThere
    ? { kind: "emulated", words: [QEMU, "-L", SYSROOT] }
    : { kind: "missing", reason: `${QEMU} or its libraries are not there (apt-get install ${PACKAGES})` };
}
