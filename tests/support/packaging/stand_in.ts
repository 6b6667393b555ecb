/**
 * What packages are made from and installed into, without a build and without this machine: a small layout as scripts/build
 * leaves it, a root of its own for dpkg, and programs that only write down how they were called.
 */
import { join } from "node:path";
import { makeDeb } from "../../../scripts/package.d/deb.ts";
import { readLayout } from "../../../scripts/package.d/layout.ts";
import { makeTarball } from "../../../scripts/package.d/tarball.ts";
import type { TempDir } from "../temp_dir.ts";

const EPOCH = 1_700_000_000;

/** Answers `journal inspect FILE -o json` with the layout that the text in FILE names; a broken one answers nothing. */
const PROGRAM = `#!/bin/sh
[ "$1 $2" = "journal inspect" ] || exit 0
read -r schema <"$3"
[ "$schema" != broken ] || exit 1
printf '{\\n  "kind": "Journal",\\n  "schemaVersion": %s,\\n  "ringSize": 256\\n}\\n' "$schema"
`;

/** Writes a layout below `dir` as scripts/build does; returns the directory for `--from`. */
export function writeLayout(dir: TempDir, version: string): string {
  const from = `build-${version}`;
  const at = `${from}/x86_64`;
  Deno.chmodSync(dir.write(`${at}/usr/bin/statemanagerd`, PROGRAM), 0o755);
  dir.write(`${at}/usr/share/doc/statemanager/copyright`, "Copyright 2026 somebody\n\nApache-2.0\n");
  dir.write(`${at}/usr/share/doc/statemanager/sbom.cdx.json`, "{}\n");
  dir.write(`${at}/MANIFEST.json`, JSON.stringify({ version }));
  return dir.file(from);
}

/** Makes the package of this version in `<dir>/<out>`; returns its path. */
export function makeTestDeb(dir: TempDir, version: string, out = "packages"): string {
  return makeDeb({ ...optionsOf(dir, version, out), maintainer: "Somebody <somebody@statemanager.invalid>" });
}

/** Makes the archive of this version and unpacks it; returns the directory with install.sh. */
export function makeTestArchive(dir: TempDir, version: string): string {
  const path = makeTarball(optionsOf(dir, version, "packages"));
  const unpacked = dir.file("unpacked");
  Deno.mkdirSync(unpacked, { recursive: true });
  const { success } = new Deno.Command("tar", { args: ["-C", unpacked, "-xJf", path] }).outputSync();
  if (!success) throw new Error(`Cannot unpack ${path}`);
  return join(unpacked, `statemanager-${version}-x86_64`);
}

function optionsOf(dir: TempDir, version: string, out: string) {
  const layout = readLayout(writeLayout(dir, version), "x86_64");
  Deno.mkdirSync(dir.file(out), { recursive: true });
  return { layout, epoch: EPOCH, work: Deno.makeTempDirSync({ dir: dir.path }), out: dir.file(out) };
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const FAKES = ["systemctl", "systemd-sysusers", "systemd-tmpfiles", "deb-systemd-invoke", "userdel"] as const;

/** Programs of the system that write down how they were called, and a way to run something that finds them first. */
export class FakeSystem {
  readonly #bin: string;
  readonly #calls: string;

  constructor(dir: TempDir) {
    this.#calls = dir.write("calls", "");
    for (const name of FAKES) {
      const path = dir.write(`bin/${name}`, `#!/bin/sh\necho "${name} $*" >>"$FAKE_CALLS"\n`);
      Deno.chmodSync(path, 0o755);
    }
    this.#bin = dir.file("bin");
  }

  run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Finished {
    const { code, stdout, stderr } = new Deno.Command(program, {
      args: [...args],
      env: {
        PATH: `${this.#bin}:${Deno.env.get("PATH") ?? ""}:/usr/sbin:/sbin`,
        FAKE_CALLS: this.#calls,
        LC_ALL: "C",
        ...env,
      },
    }).outputSync();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  }

  /** What was called since the last time, in order. */
  takeCalls(): readonly string[] {
    const calls = Deno.readTextFileSync(this.#calls).split("\n").filter((line) => line !== "");
    Deno.writeTextFileSync(this.#calls, "");
    return calls;
  }
}

/** A root that dpkg installs into, with a database of its own. */
export class DpkgRoot {
  readonly path: string;
  readonly #system: FakeSystem;

  constructor(dir: TempDir, system: FakeSystem) {
    this.path = dir.file("root");
    this.#system = system;
    dir.write("root/var/lib/dpkg/status", "");
    for (const name of ["info", "updates", "triggers"]) Deno.mkdirSync(this.file("var/lib/dpkg", name));
  }

  file(...names: readonly string[]): string {
    return join(this.path, ...names);
  }

  /** Scripts run outside of the root, which has no shell, and learn of it by DPKG_ROOT. */
  dpkg(...args: readonly string[]): Finished {
    const how = ["--force-not-root", "--force-script-chrootless", "--force-depends", "--force-confold"];
    return this.#system.run("dpkg", [`--root=${this.path}`, "--log=/dev/null", ...how, ...args]);
  }
}
