/** The package with the real program in it, as it is shipped but for the compression. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { RealPackages, VERSION } from "../support/packaging/real_package.ts";
import { missingProgram, testIf } from "../support/require.ts";

const missing = missingProgram("dpkg-deb") ?? missingProgram("lintian");

testIf("lintian finds no error in the package with the real program", missing, async () => {
  using packages = new RealPackages();
  const path = join(await packages.made(), `${VERSION}.deb`);
  // Only here: the packages that are shipped are compressed.
  const notHere = ["control", "data"].map((part) => `uses-no-compression-for-${part}-tarball`).join(",");
  const args = ["--suppress-tags", notHere, "--fail-on", "error", path];
  const { code, stdout } = await new Deno.Command("lintian", { args }).output();
  assert.equal(code, 0, new TextDecoder().decode(stdout));
});
