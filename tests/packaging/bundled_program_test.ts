/** The bundled program, really run: `scripts/build --smoke`. Measured on two shared cores: x86_64 4 s, aarch64 66 s. */
import { pinnedDeno } from "../../scripts/build.d/runtime.ts";
import { assertPassed, build, missingRunner, missingWhenFetched } from "../support/packaging/real_builds.ts";
import { shipped } from "../support/packaging/shipped.ts";
import { testIf } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";

for (const arch of ["x86_64", "aarch64"] as const) {
  const missing = missingRunner(arch) ?? await missingWhenFetched(() => pinnedDeno(arch));
  testIf(
    `the bundled program for ${arch} starts, serves, ends and still knows everything`,
    missing,
    async () => {
      using out = new TempDir();
      const { dir } = arch === Deno.build.arch
        ? await shipped()
        : build("--target", arch, "--runtime", "bundled", "--out", out.path);
      assertPassed(build("--smoke", dir), 9);
    },
  );
}
