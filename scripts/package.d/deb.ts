/** The package for Debian: the tree, the control files, and dpkg-deb. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { textOf } from "../build.d/command.ts";
import { ROOT } from "../build.d/project.ts";
import { SCHEMA_VERSION } from "../../src/journal/schema.ts";
import { TARGETS } from "./layout.ts";
import {
  CONFIG_PATH,
  filesOf,
  fillTree,
  PROGRAMS,
  settle,
  type TreeOptions,
  walk,
  writeText,
  writeZipped,
} from "./tree.ts";

const MAINTAINER_SCRIPTS = ["preinst", "postinst", "prerm", "postrm"] as const;
export type MaintainerScript = typeof MAINTAINER_SCRIPTS[number];

export interface DebOptions extends TreeOptions {
  /** `Name <address>`. */
  readonly maintainer: string;
  /** Default `xz`, as it is shipped; `none` takes a second instead of half a minute. */
  readonly compression?: "xz" | "none";
}

/** Makes it in `out`; returns its path. */
export function makeDeb(options: DebOptions): string {
  const { layout, work, out, epoch, compression = "xz" } = options;
  const version = debianVersion(layout.version);
  fillTree(work, options);
  writeZipped(join(work, "usr/share/doc/statemanager/changelog"), changelog(options));
  writeText(
    join(work, "usr/share/lintian/overrides/statemanager"),
    Deno.readTextFileSync(join(ROOT, "packaging/deb/lintian-overrides")),
  );
  const sums = filesOf(work).filter((name) => name !== CONFIG_PATH)
    .map((name) => `${md5(Deno.readFileSync(join(work, name)))}  ${name}\n`).join("");
  const control = controlFile(options, installedKib(work));
  writeText(join(work, "DEBIAN/md5sums"), sums);
  writeText(join(work, "DEBIAN/conffiles"), `/${CONFIG_PATH}\n`);
  writeText(join(work, "DEBIAN/control"), control);
  for (const name of MAINTAINER_SCRIPTS) {
    const script = maintainerScript(name, { version, journalSchema: SCHEMA_VERSION });
    writeText(join(work, "DEBIAN", name), script);
  }
  settle(work, { epoch, programs: [...PROGRAMS, ...MAINTAINER_SCRIPTS.map((name) => `DEBIAN/${name}`)] });
  const path = join(out, `statemanager_${version}_${TARGETS[layout.target].debian}.deb`);
  // One thread: how many this machine has must not show in the bytes.
  textOf(["dpkg-deb", "--root-owner-group", "--threads-max=1", `-Z${compression}`, "--build", work, path], {
    env: { SOURCE_DATE_EPOCH: String(epoch) },
  });
  return path;
}

/** With `~` a pre-release comes before its release; `-` would begin a revision of the package. */
export function debianVersion(semver: string): string {
  return semver.replace("-", "~").replaceAll("-", ".");
}

/** The script, with what it has to know of the package that it belongs to. */
export function maintainerScript(
  name: MaintainerScript,
  { version, journalSchema }: { readonly version: string; readonly journalSchema: number },
): string {
  return Deno.readTextFileSync(join(ROOT, "packaging/deb", name))
    .replaceAll("@VERSION@", version)
    .replaceAll("@JOURNAL_SCHEMA@", String(journalSchema));
}

function controlFile({ layout, maintainer }: DebOptions, sizeKib: number): string {
  const depends = [
    `libc6 (>= ${layout.glibc})`,
    "libgcc-s1",
    // What postinst calls; each can be had without systemd itself.
    "systemd | systemd-standalone-sysusers | systemd-sysusers",
    "systemd | systemd-standalone-tmpfiles | systemd-tmpfiles",
  ];
  return [
    "Package: statemanager",
    `Version: ${debianVersion(layout.version)}`,
    `Architecture: ${TARGETS[layout.target].debian}`,
    `Maintainer: ${maintainer}`,
    `Installed-Size: ${sizeKib}`,
    `Depends: ${depends.join(", ")}`,
    "Suggests: etcd-server",
    "Section: admin",
    "Priority: optional",
    "Description: keeps the services of a vehicle computer in their desired state",
    " The PICCOLO State Manager learns from NodeAgents how what runs differs from",
    " what is wanted, has the ActionController act, checks that it really worked,",
    " and recovers in stages when it did not. Every decision is in a local journal",
    " before its effect leaves the process.",
    " .",
    " It is QM software and makes no ASIL claim. This package neither enables nor",
    " starts the service.",
    "",
  ].join("\n");
}

/** Debian wants one in every package. */
function changelog({ layout: { version }, maintainer, epoch }: DebOptions): string {
  const date = new Date(epoch * 1000).toUTCString().replace("GMT", "+0000");
  return [
    `statemanager (${debianVersion(version)}) unstable; urgency=medium`,
    "",
    `  * Release ${version}.`,
    "",
    ` -- ${maintainer}  ${date}`,
    "",
  ].join("\n");
}

/** As Debian counts it: whole KiB a file, one for everything else. */
function installedKib(tree: string): number {
  return walk(tree).reduce((sum, name) => {
    const { isFile, size } = Deno.lstatSync(join(tree, name));
    return sum + (isFile ? Math.ceil(size / 1024) : 1);
  }, 0);
}

function md5(bytes: Uint8Array): string {
  return createHash("md5").update(bytes).digest("hex");
}
