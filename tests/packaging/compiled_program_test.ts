/** The compiled program, really run: `scripts/build --check-compile`. Measured on two shared cores: x86_64 4 s, aarch64 66 s. */
import { missingCompiler, olderCompiler } from "../../scripts/build.d/older_toolchain.ts";
import { assertPassed, build, missingRunner, missingWhenFetched } from "../support/packaging/real_builds.ts";
import { testIf } from "../support/require.ts";

for (const arch of ["x86_64", "aarch64"] as const) {
  const missing = missingRunner(arch) ?? missingCompiler() ??
    await missingWhenFetched(() => olderCompiler(arch, "/nonexistent"));
  testIf(`the compiled program for ${arch} starts, serves, ends and still knows everything`, missing, () => {
    assertPassed(build("--check-compile", "--target", arch), 12);
  });
}
