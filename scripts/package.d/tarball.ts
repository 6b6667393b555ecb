/** The archive with install.sh, for systems without dpkg. */
import { join } from "node:path";
import { sha256, textOf } from "../build.d/command.ts";
import { ROOT } from "../build.d/project.ts";
import { filesOf, fillTree, PROGRAMS, settle, type TreeOptions, writeText } from "./tree.ts";

/** Makes it in `out`; returns its path. */
export function makeTarball(options: TreeOptions): string {
  const { layout, work, out, epoch } = options;
  const name = `statemanager-${layout.version}-${layout.target}`;
  const tree = join(work, name);
  fillTree(tree, options);
  writeText(join(tree, "install.sh"), Deno.readTextFileSync(join(ROOT, "packaging/install.sh")));
  const sums = filesOf(tree).map((file) => `${sha256(Deno.readFileSync(join(tree, file)))}  ${file}\n`);
  writeText(join(tree, "SHA256SUMS"), sums.join(""));
  settle(tree, { epoch, programs: [...PROGRAMS, "install.sh"] });
  const plain = join(work, `${name}.tar`);
  const same = ["--format=ustar", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"];
  textOf(["tar", ...same, "-C", work, "-cf", plain, name], { env: { LC_ALL: "C" } });
  textOf(["xz", "-6", "--threads=1", plain]);
  const path = join(out, `${name}.tar.xz`);
  Deno.copyFileSync(`${plain}.xz`, path);
  return path;
}
