/**
 * The files of both packages below one directory, with fixed modes and times.
 *
 * I1  What is in it depends on the layout, the checkout and the epoch alone, never on this machine or its umask.
 */
import { dirname, join } from "node:path";
import { textOf } from "../build.d/command.ts";
import { ROOT } from "../build.d/project.ts";
import { SHELL_SCRIPTS } from "../../src/cli/completion.ts";
import { exists, type Layout } from "./layout.ts";
import { manPage } from "./man_page.ts";

export const CONFIG_PATH = "etc/piccolo/statemanager.yaml";
/** What runs; everything else is read. */
export const PROGRAMS = ["usr/bin/statemanagerd", "usr/lib/statemanager/deno"] as const;
const DOC = "usr/share/doc/statemanager";

/** Files of the checkout, and where they go. */
const COPIED = {
  "systemd/statemanager.service": "usr/lib/systemd/system/statemanager.service",
  "systemd/statemanager@.service": "usr/lib/systemd/system/statemanager@.service",
  "systemd/statemanager-node.service": "usr/lib/systemd/system/statemanager-node.service",
  "packaging/node.yaml": "usr/share/statemanager/node.yaml",
  "packaging/workload_example.yaml": "usr/share/statemanager/workload_example.yaml",
  "packaging/statemanager.yaml": CONFIG_PATH,
  "packaging/statemanager.sysusers": "usr/lib/sysusers.d/statemanager.conf",
  "packaging/statemanager.tmpfiles": "usr/lib/tmpfiles.d/statemanager.conf",
  "docs/cli.md": `${DOC}/cli.md`,
  "docs/configuration.md": `${DOC}/configuration.md`,
  "docs/explain.md": `${DOC}/explain.md`,
  "docs/node.md": `${DOC}/node.md`,
  "docs/operations.md": `${DOC}/operations.md`,
} as const;

export interface TreeOptions {
  readonly layout: Layout;
  /** Seconds since 1970. */
  readonly epoch: number;
  /** An empty directory to work in. */
  readonly work: string;
  /** Directory of the packages. */
  readonly out: string;
}

/** Fills the empty directory `tree` with everything that is installed. */
export function fillTree(tree: string, { layout, epoch }: Pick<TreeOptions, "layout" | "epoch">): void {
  copyTree(join(layout.dir, "usr"), join(tree, "usr"));
  for (const [from, to] of Object.entries(COPIED)) copyFile(join(ROOT, from), join(tree, to));
  copyTree(join(ROOT, "docs/examples"), join(tree, DOC, "examples"));
  const manifest = join(layout.dir, "MANIFEST.json");
  if (exists(manifest)) copyFile(manifest, join(tree, DOC, "MANIFEST.json"));
  writeText(join(tree, "usr/share/bash-completion/completions/statemanagerd"), SHELL_SCRIPTS.bash);
  writeText(join(tree, "usr/share/zsh/vendor-completions/_statemanagerd"), SHELL_SCRIPTS.zsh);
  writeText(join(tree, "usr/share/fish/vendor_completions.d/statemanagerd.fish"), SHELL_SCRIPTS.fish);
  const page = manPage({ version: layout.version, epoch });
  writeZipped(join(tree, "usr/share/man/man8/statemanagerd.8"), page);
}

export function writeText(path: string, text: string): void {
  Deno.mkdirSync(dirname(path), { recursive: true });
  Deno.writeTextFileSync(path, text);
}

/** As `<path>.gz`, without name and time in it. */
export function writeZipped(path: string, text: string): void {
  writeText(path, text);
  textOf(["gzip", "-n", "-9", path]);
}

function copyFile(from: string, to: string): void {
  Deno.mkdirSync(dirname(to), { recursive: true });
  Deno.copyFileSync(from, to);
}

function copyTree(from: string, to: string): void {
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copyTree(join(from, name), join(to, name));
    else copyFile(join(from, name), join(to, name));
  }
}

/** Gives everything in it its mode, and all of it one time. `programs` are names below it. */
export function settle(tree: string, options: { epoch: number; programs: readonly string[] }): void {
  const { epoch, programs } = options;
  for (const name of [...walk(tree), "."]) {
    const path = join(tree, name);
    const isProgram = Deno.lstatSync(path).isDirectory || programs.includes(name);
    Deno.chmodSync(path, isProgram ? 0o755 : 0o644);
    Deno.utimeSync(path, epoch, epoch);
  }
}

/** Names below the directory, sorted; a directory comes after what is in it. */
export function walk(tree: string, below = ""): readonly string[] {
  const entries = [...Deno.readDirSync(join(tree, below))].sort((a, b) => a.name < b.name ? -1 : 1);
  return entries.flatMap(({ name, isDirectory }) => {
    const path = below === "" ? name : `${below}/${name}`;
    return isDirectory ? [...walk(tree, path), path] : [path];
  });
}

/** Only the files of `walk`. */
export function filesOf(tree: string): readonly string[] {
  return walk(tree).filter((name) => Deno.lstatSync(join(tree, name)).isFile);
}
