/** The packages: what is in them, that they are the same each time, and what installing, upgrading and removing does. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { debianVersion, type MaintainerScript, maintainerScript } from "../../scripts/package.d/deb.ts";
import { sha256 } from "../../scripts/build.d/command.ts";
import { readLayout } from "../../scripts/package.d/layout.ts";
import { manPage } from "../../scripts/package.d/man_page.ts";
import { walk } from "../../scripts/package.d/tree.ts";
import { COMMANDS } from "../../src/cli/command_table.ts";
import { SHELL_SCRIPTS } from "../../src/cli/completion.ts";
import { EXIT_CODES } from "../../src/cli/errors.ts";
import { createSchema, SCHEMA_VERSION } from "../../src/journal/schema.ts";
import {
  DpkgRoot,
  FakeSystem,
  makeTestArchive,
  makeTestDeb,
  writeLayout,
} from "../support/packaging/stand_in.ts";
import { missingProgram, testIf } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";

const ROOT = join(import.meta.dirname ?? ".", "../..");
const CONFIG = "etc/piccolo/statemanager.yaml";
const missingDpkg = missingProgram("dpkg-deb") ?? missingProgram("dpkg");
const missingTar = missingProgram("tar") ?? missingProgram("xz");

function isThere(path: string): boolean {
  try {
    Deno.lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

testIf("a package says what it needs, and has every file with its mode and of root", missingDpkg, () => {
  using dir = new TempDir();
  const system = new FakeSystem(dir);
  const deb = makeTestDeb(dir, "0.3.0-rc.1");
  assert.ok(deb.endsWith("/statemanager_0.3.0~rc.1_amd64.deb"), deb);
  const { stdout: control } = system.run("dpkg-deb", ["--field", deb]);
  assert.match(control, /^Architecture: amd64$/m);
  assert.match(control, /^Version: 0\.3\.0~rc\.1$/m);
  assert.match(control, /^Depends: libc6 \(>= 2\.27\), libgcc-s1, systemd \| /m);
  assert.match(control, /^Installed-Size: \d+$/m);
  const { stdout: contents } = system.run("dpkg-deb", ["--contents", deb]);
  const files = contents.trim().split("\n").map((line) => line.split(/\s+/));
  assert.deepEqual([...new Set(files.map(([, owner]) => owner))], ["root/root"]);
  const modes = new Map(files.map(([mode, , , , , path]) => [path, mode]));
  assert.equal(modes.get("./usr/bin/statemanagerd"), "-rwxr-xr-x");
  for (
    const path of [
      `./${CONFIG}`,
      "./usr/lib/systemd/system/statemanager.service",
      "./usr/lib/systemd/system/statemanager@.service",
      "./usr/lib/systemd/system/statemanager-node.service",
      "./usr/share/statemanager/node.yaml",
      "./usr/share/statemanager/workload_example.yaml",
      "./usr/lib/sysusers.d/statemanager.conf",
      "./usr/lib/tmpfiles.d/statemanager.conf",
      "./usr/share/bash-completion/completions/statemanagerd",
      "./usr/share/zsh/vendor-completions/_statemanagerd",
      "./usr/share/fish/vendor_completions.d/statemanagerd.fish",
      "./usr/share/man/man8/statemanagerd.8.gz",
      "./usr/share/doc/statemanager/changelog.gz",
      "./usr/share/doc/statemanager/copyright",
      "./usr/share/doc/statemanager/operations.md",
    ]
  ) assert.equal(modes.get(path), "-rw-r--r--", path);
});

testIf("the same layout gives the same bytes, whatever the umask", missingDpkg ?? missingTar, () => {
  using dir = new TempDir();
  const first = makeTestDeb(dir, "0.1.0", "first");
  const old = Deno.umask(0o077);
  let second: string;
  try {
    second = makeTestDeb(dir, "0.1.0", "second");
  } finally {
    Deno.umask(old);
  }
  assert.equal(sha256(Deno.readFileSync(second)), sha256(Deno.readFileSync(first)));
  makeTestArchive(dir, "0.1.0");
  const archive = dir.file("packages/statemanager-0.1.0-x86_64.tar.xz");
  const bytes = Deno.readFileSync(archive);
  makeTestArchive(dir, "0.1.0");
  assert.equal(sha256(Deno.readFileSync(archive)), sha256(bytes));
  // Nothing has the time of the packing, which two packages of the same second would share.
  const system = new FakeSystem(dir);
  for (const list of [["dpkg-deb", "--contents", first], ["tar", "-tvJf", archive]] as const) {
    const [program, ...args] = list;
    const lines = system.run(program, args, { TZ: "UTC" }).stdout.trim().split("\n");
    for (const line of lines) assert.match(line, / 2023-11-14 22:13 /);
  }
});

testIf("install, upgrade, remove and purge: state and configuration stay until purge", missingDpkg, () => {
  using dir = new TempDir();
  const system = new FakeSystem(dir);
  const root = new DpkgRoot(dir, system);
  const at = `--root=${root.path}`;
  const made = [
    `systemd-sysusers ${at} statemanager.conf`,
    `systemd-tmpfiles ${at} --create statemanager.conf`,
  ];
  const first = root.dpkg("--install", makeTestDeb(dir, "0.1.0"));
  assert.equal(first.code, 0, first.stderr);
  // Nothing of the systemd that runs here: it is not the one of that root. And it proves that DPKG_ROOT is set.
  assert.deepEqual(system.takeCalls(), made);
  assert.ok(isThere(root.file("usr/bin/statemanagerd")));

  const journal = dir.write("root/var/lib/statemanager/journal.db", "1\n");
  const config = dir.write(`root/${CONFIG}`, "# mine\n");
  assert.equal(root.dpkg("--install", makeTestDeb(dir, "0.2.0")).code, 0);
  assert.deepEqual(system.takeCalls(), made);
  assert.equal(Deno.readTextFileSync(config), "# mine\n");
  assert.ok(isThere(journal));

  assert.equal(root.dpkg("--remove", "statemanager").code, 0);
  assert.deepEqual(system.takeCalls(), []);
  assert.equal(isThere(root.file("usr/bin/statemanagerd")), false);
  assert.equal(Deno.readTextFileSync(config), "# mine\n");
  assert.ok(isThere(journal));

  const purged = root.dpkg("--purge", "statemanager");
  assert.equal(purged.code, 0, purged.stderr);
  assert.deepEqual(system.takeCalls(), [
    `userdel --prefix ${root.path} statemanager`,
    `userdel --prefix ${root.path} statemanager-node`,
  ]);
  for (const path of ["etc/piccolo", "var/lib/statemanager", "usr/share/doc/statemanager"]) {
    assert.equal(isThere(root.file(path)), false, path);
  }
});

for (
  const [journal, verdict] of [["2", "refused"], ["1", "done"], ["broken", "done"]] as const
) {
  testIf(`a downgrade with a journal of layout ${journal} is ${verdict}`, missingDpkg, () => {
    using dir = new TempDir();
    const system = new FakeSystem(dir);
    const root = new DpkgRoot(dir, system);
    assert.equal(SCHEMA_VERSION, 1, "a package reads up to this layout; raise what the test calls too new");
    assert.equal(root.dpkg("--install", makeTestDeb(dir, "0.2.0")).code, 0);
    const path = dir.write("root/var/lib/statemanager/journal.db", `${journal}\n`);
    const { code, stderr } = root.dpkg("--install", makeTestDeb(dir, "0.1.0"));
    const { stdout } = root.dpkg("--status", "statemanager");
    assert.match(stdout, /^Status: install ok installed$/m);
    assert.ok(isThere(path));
    if (verdict === "done") {
      assert.equal(code, 0, stderr);
      assert.match(stdout, /^Version: 0\.1\.0$/m);
      assert.equal(stderr.includes("cannot tell the layout"), journal === "broken", stderr);
      return;
    }
    assert.equal(code, 1);
    assert.match(stdout, /^Version: 0\.2\.0$/m);
    assert.match(stderr, /has layout 2; version 0\.1\.0 reads layouts up to 1/);
    for (const step of ["export", ".newer-1", "import"]) assert.ok(stderr.includes(step), stderr);

    // The way out that it names.
    Deno.renameSync(path, `${path}.newer-1`);
    assert.equal(root.dpkg("--install", makeTestDeb(dir, "0.1.0")).code, 0);
  });
}

Deno.test("the check of a downgrade understands what this program says of a real journal", () => {
  using dir = new TempDir();
  const system = new FakeSystem(dir);
  dir.write("root/var/lib/statemanager/none", "");
  const path = dir.file("root/var/lib/statemanager/journal.db");
  const db = new DatabaseSync(path);
  createSchema(db, 256);
  db.close();
  const program = dir.write(
    "root/usr/bin/statemanagerd",
    `#!/bin/sh\nexec '${Deno.execPath()}' run -A --config '${ROOT}/deno.json' '${ROOT}/main.ts' "$@"\n`,
  );
  Deno.chmodSync(program, 0o755);
  // dpkg is not needed for this: 9.0 comes after every version.
  const dpkg = dir.write("bin/dpkg", "#!/bin/sh\nexit 0\n");
  Deno.chmodSync(dpkg, 0o755);
  const preinst = (journalSchema: number) => {
    const script = dir.write("preinst", maintainerScript("preinst", { version: "0.1.0", journalSchema }));
    return system.run("sh", [script, "upgrade", "9.0"], { DPKG_ROOT: dir.file("root") });
  };
  const current = preinst(SCHEMA_VERSION);
  assert.deepEqual(current, { code: 0, stdout: "", stderr: "" });
  const older = preinst(SCHEMA_VERSION - 1);
  assert.equal(older.code, 1);
  assert.match(older.stderr, new RegExp(`has layout ${SCHEMA_VERSION};`));
});

/** Which instances there are is asked first. */
const LIST = "systemctl --system list-units --plain --no-legend statemanager@*.service";

/** What systemd is told where it runs. The scripts that remove files are not run like this: there would be no root. */
const TOLD: readonly (readonly [MaintainerScript, readonly string[], readonly string[]])[] = [
  ["postinst", ["configure", ""], ["systemctl --system daemon-reload"]],
  ["postinst", ["configure", "0.1.0"], [
    "systemctl --system daemon-reload",
    LIST,
    "deb-systemd-invoke try-restart statemanager.service statemanager-node.service",
  ]],
  ["postinst", ["abort-upgrade", "0.1.0"], []],
  ["prerm", ["upgrade", "0.2.0"], []],
  ["prerm", ["remove"], [LIST, "deb-systemd-invoke stop statemanager.service statemanager-node.service"]],
  ["postrm", ["upgrade", "0.2.0"], []],
  ["postrm", ["remove"], ["systemctl --system daemon-reload"]],
];

for (const [name, args, told] of TOLD) {
  Deno.test(`where systemd runs, ${name} ${args.join(" ").trim()} tells it ${told.join(", ") || "nothing"}`, () => {
    using dir = new TempDir();
    const system = new FakeSystem(dir);
    const text = maintainerScript(name, { version: "0.2.0", journalSchema: 1 });
    const script = dir.write(name, text.replaceAll("/run/systemd/system", dir.path));
    assert.equal(system.run("sh", [script, ...args]).code, 0);
    const calls = system.takeCalls().filter((call) => !/^systemd-(sysusers|tmpfiles) /.test(call));
    assert.deepEqual(calls, told);
  });
}

testIf(
  "install.sh installs into a root, keeps a changed configuration, and leaves nothing behind",
  missingTar,
  () => {
    using dir = new TempDir();
    const system = new FakeSystem(dir);
    const script = join(makeTestArchive(dir, "0.1.0"), "install.sh");
    const root = dir.file("image");
    Deno.mkdirSync(root);
    const install = (...args: readonly string[]) => system.run("sh", [script, "--root", root, ...args]);
    assert.deepEqual(install(), { code: 0, stdout: "", stderr: "" });
    assert.equal((Deno.statSync(join(root, "usr/bin/statemanagerd")).mode ?? 0) & 0o777, 0o755);
    assert.ok(isThere(join(root, "usr/lib/systemd/system/statemanager.service")));
    assert.deepEqual(system.takeCalls(), []);

    Deno.writeTextFileSync(join(root, CONFIG), "# mine\n");
    assert.match(install().stdout, /kept .*statemanager\.yaml; the one of this version/);
    assert.equal(Deno.readTextFileSync(join(root, CONFIG)), "# mine\n");
    assert.match(install("--uninstall").stdout, /kept .*statemanager\.yaml, which was changed/);
    assert.deepEqual(walk(root), [CONFIG, "etc/piccolo", "etc"]);

    Deno.removeSync(join(root, "etc"), { recursive: true });
    assert.equal(install().code, 0);
    assert.equal(install("--uninstall").code, 0);
    assert.deepEqual(walk(root), []);
    assert.equal(install("--uninstall").code, 1);
  },
);

testIf("install.sh takes away what only the version before had", missingTar, () => {
  using dir = new TempDir();
  const system = new FakeSystem(dir);
  const root = dir.file("image");
  Deno.mkdirSync(root);
  const script = join(makeTestArchive(dir, "0.1.0"), "install.sh");
  assert.equal(system.run("sh", [script, "--root", root]).code, 0);
  const gone = dir.write("image/usr/lib/statemanager/old.js", "");
  const list = join(root, "usr/lib/statemanager/installed-files");
  Deno.writeTextFileSync(list, "f /usr/lib/statemanager/old.js\n", { append: true });
  assert.equal(system.run("sh", [script, "--root", root]).code, 0);
  assert.equal(isThere(gone), false);
});

testIf(
  "install.sh --prefix: the unit is where systemd looks, and starts the program there",
  missingTar,
  () => {
    using dir = new TempDir();
    const system = new FakeSystem(dir);
    const script = join(makeTestArchive(dir, "0.1.0"), "install.sh");
    for (
      const [prefix, units] of [["/opt/sm", "etc/systemd/system"], [
        "/usr/local",
        "usr/local/lib/systemd/system",
      ]]
    ) {
      const root = dir.file(`image${prefix?.replaceAll("/", "-")}`);
      Deno.mkdirSync(root);
      const args = ["--root", root, "--prefix", prefix ?? ""];
      assert.deepEqual(system.run("sh", [script, ...args]), { code: 0, stdout: "", stderr: "" });
      const unit = Deno.readTextFileSync(join(root, units ?? "", "statemanager.service"));
      assert.ok(unit.includes(`ExecStart=${prefix}/bin/statemanagerd run`), unit);
      assert.equal(system.run("sh", [script, ...args, "--uninstall"]).code, 0);
      assert.deepEqual(walk(root), []);
    }
  },
);

testIf(
  "install.sh refuses a damaged archive and what it does not know",
  missingTar ?? missingProgram("sha256sum"),
  () => {
    using dir = new TempDir();
    const system = new FakeSystem(dir);
    const archive = makeTestArchive(dir, "0.1.0");
    const root = dir.file("image");
    Deno.mkdirSync(root);
    Deno.writeTextFileSync(join(archive, "usr/bin/statemanagerd"), "#", { append: true });
    const damaged = system.run("sh", [join(archive, "install.sh"), "--root", root]);
    assert.equal(damaged.code, 1);
    assert.match(damaged.stderr, /this archive is damaged/);
    assert.deepEqual(walk(root), []);
    for (const args of [["--wrong"], ["--prefix"], ["--prefix", "usr"], ["--root", dir.file("absent")]]) {
      assert.equal(system.run("sh", [join(archive, "install.sh"), ...args]).code, 2, args.join(" "));
    }
  },
);

Deno.test("a layout that was changed after the build, or is of another machine, is not packed", () => {
  using dir = new TempDir();
  const from = writeLayout(dir, "0.1.0");
  const sums = `${sha256(new Uint8Array())}  usr/bin/statemanagerd\n`;
  dir.write("build-0.1.0/x86_64/SHA256SUMS", sums);
  assert.throws(() => readLayout(from, "x86_64"), /is not what .*SHA256SUMS says/);
  Deno.removeSync(join(from, "x86_64/SHA256SUMS"));
  const elf = new Uint8Array(20);
  elf.set([0x7f, 0x45, 0x4c, 0x46]);
  elf[18] = 183;
  Deno.writeFileSync(join(from, "x86_64/usr/bin/statemanagerd"), elf);
  assert.throws(() => readLayout(from, "x86_64"), /is no program for x86_64/);
  assert.throws(() => readLayout(from, "aarch64"), /run scripts\/build --target aarch64 first/);
});

Deno.test("the newest glibc that a program asks for is what the package depends on", () => {
  using dir = new TempDir();
  const from = writeLayout(dir, "0.1.0");
  const text = "GLIBC_2.4\0GLIBC_2.34\0GLIBC_2.9\0GLIBC_2.99x";
  const elf = new Uint8Array(20 + text.length);
  elf.set([0x7f, 0x45, 0x4c, 0x46]);
  elf[18] = 62;
  elf.set(new TextEncoder().encode(text), 20);
  Deno.writeFileSync(join(from, "x86_64/usr/bin/statemanagerd"), elf);
  assert.equal(readLayout(from, "x86_64").glibc, "2.34");
});

Deno.test("a pre-release comes before its release, and nothing looks like a revision", () => {
  assert.equal(debianVersion("1.2.3"), "1.2.3");
  assert.equal(debianVersion("1.2.3-rc.1-x"), "1.2.3~rc.1.x");
});

function page(): string {
  return manPage({ version: "0.1.0", epoch: 0 });
}

Deno.test("the man page has every command and every exit code", () => {
  const text = page();
  for (const { name } of COMMANDS) {
    assert.ok(text.includes(`\n.SS "${name.replaceAll("-", "\\-")}"\n`), name);
  }
  const codes = [...text.matchAll(/^\.B (\d)$/gm)].map(([, code]) => Number(code));
  assert.deepEqual(codes, Object.values(EXIT_CODES));
});

testIf("groff takes the man page without a warning", missingProgram("groff"), () => {
  using dir = new TempDir();
  const path = dir.write("statemanagerd.8", page());
  const { code, stderr } = new FakeSystem(dir).run("groff", ["-man", "-Tutf8", "-ww", "-z", path]);
  assert.deepEqual([code, stderr], [0, ""]);
});

testIf(
  "bash completes commands, the second word of a group, options and formats",
  missingProgram("bash"),
  () => {
    using dir = new TempDir();
    dir.write("completion", SHELL_SCRIPTS.bash);
    const complete = (...words: readonly string[]) => {
      const line = words.map((word) => `'${word}'`).join(" ");
      const program = `'${Deno.execPath()}' run --quiet --no-check --allow-all '${join(ROOT, "main.ts")}'`;
      const script = `statemanagerd() { ${program} "$@"; }; source '${
        dir.file("completion")
      }'; COMP_WORDS=(statemanagerd ${line}); COMP_CWORD=${words.length}
      compopt() { :; }; _statemanagerd; echo "\${COMPREPLY[*]}"`;
      const { code, stdout, stderr } = new FakeSystem(dir).run("bash", ["-c", script]);
      assert.deepEqual([code, stderr], [0, ""]);
      return stdout.trim();
    };
    assert.equal(complete("des"), "describe");
    assert.equal(complete("journal", "ex"), "export");
    assert.equal(complete("get", "--na"), "--namespace");
    assert.equal(complete("recover", "--action", "Re"), "Restart Recreate Relocate ResetConfig");
    assert.equal(complete("node", "c"), "check");
    assert.equal(complete("node", "--c"), "--config");
    assert.equal(complete("node", "--set", "a=b", "--c"), "--config");
  },
);

testIf("zsh takes the completion", missingProgram("zsh"), () => {
  using dir = new TempDir();
  const path = dir.write("_statemanagerd", SHELL_SCRIPTS.zsh);
  assert.deepEqual(new FakeSystem(dir).run("zsh", ["-n", path]), { code: 0, stdout: "", stderr: "" });
});

testIf("fish takes the completion", missingProgram("fish"), () => {
  using dir = new TempDir();
  const path = dir.write("statemanagerd.fish", SHELL_SCRIPTS.fish);
  assert.deepEqual(new FakeSystem(dir).run("fish", ["--no-execute", path]), {
    code: 0,
    stdout: "",
    stderr: "",
  });
});

testIf("shellcheck has nothing to say about the scripts", missingProgram("shellcheck"), () => {
  using dir = new TempDir();
  const scripts = ["preinst", "postinst", "prerm", "postrm"].map((name) => join(ROOT, "packaging/deb", name));
  const others = ["packaging/install.sh", "scripts/package", "scripts/packaging_tools"];
  const all = [...scripts, ...others.map((name) => join(ROOT, name))];
  const { code, stdout } = new FakeSystem(dir).run("shellcheck", all);
  assert.equal(code, 0, stdout);
});

testIf(
  "lintian finds no error in the package, and no warning",
  missingDpkg ?? missingProgram("lintian"),
  () => {
    using dir = new TempDir();
    const { code, stdout } = new FakeSystem(dir).run("lintian", [
      "--fail-on",
      "error,warning",
      makeTestDeb(dir, "0.1.0"),
    ]);
    assert.equal(code, 0, stdout);
  },
);

Deno.test("scripts/package says what is wrong with how it was called", () => {
  using dir = new TempDir();
  const run = (...args: readonly string[]) =>
    new FakeSystem(dir).run("bash", [join(ROOT, "scripts/package"), ...args], {
      STATEMANAGER_DENO: Deno.execPath(),
      NO_COLOR: "1",
    });
  assert.equal(run("--help").code, 0);
  assert.equal(run("--only", "rpm").code, 2);
  assert.equal(run("--wrong").code, 2);
  const { code, stderr } = run("--from", dir.file("absent"), "--target", "aarch64");
  assert.equal(code, 1);
  assert.match(stderr, /^scripts\/package: there is no .* run scripts\/build --target aarch64 first\n$/);
});
