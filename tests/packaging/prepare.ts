/**
 * Before the files of this suite: the program as it is shipped, the tree to boot from and the runtimes of both architectures. What cannot
 * be had is for the tests to say.
 */
import { olderCompiler } from "../../scripts/build.d/older_toolchain.ts";
import { pinnedDeno } from "../../scripts/build.d/runtime.ts";
import { missingBoot } from "../support/packaging/root_image.ts";
import { shipped } from "../support/packaging/shipped.ts";

await Promise.allSettled((["x86_64", "aarch64"] as const).map(async (arch) => {
  await olderCompiler(arch, "/nonexistent");
  await pinnedDeno(arch);
}));
missingBoot();
await Promise.allSettled([shipped()]);
