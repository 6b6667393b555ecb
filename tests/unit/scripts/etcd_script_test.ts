import assert from "node:assert/strict";
import { join } from "node:path";
import { TempDir } from "../../support/temp_dir.ts";

const SCRIPT = join(import.meta.dirname ?? ".", "..", "..", "..", "scripts", "etcd");

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Result {
  const { code, stdout, stderr } = new Deno.Command(SCRIPT, {
    args: [...args],
    env: { ...env },
    stdin: "null",
  })
    .outputSync();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** A cache with a program that is not etcd, but is where etcd would be. */
function fakeCache(dir: TempDir, version: string, way: string): string {
  const path = `statemanager/etcd/${version}/${way}`;
  for (const name of ["etcd", "etcdctl"]) {
    Deno.chmodSync(dir.write(`${path}/${name}`, "#!/bin/sh\nexit 3\n"), 0o755);
  }
  return dir.file(path);
}

const MISTAKES: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["no command", [], /a command is missing/],
  ["another command", ["fetch"], /no command "fetch"/],
  ["another option", ["get", "--fast"], /no option "--fast"/],
  ["an option without a value", ["get", "--version"], /--version needs a value/],
  ["an empty value", ["get", "--version", ""], /--version needs a value/],
  ["no version", ["get", "--version", "newest"], /"newest" is no version/],
  ["a version with a path in it", ["get", "--version", "../3.6.16"], /is no version/],
  ["another way", ["get", "--way", "luck"], /no way "luck"/],
  ["programs of a container", ["get", "--way", "container"], /only for "run"/],
  ["members of no cluster", ["get", "--members", "3"], /--members is only for "run"/],
  ["two members", ["run", "--members", "2"], /--members is 1 or 3/],
];

for (const [what, args, message] of MISTAKES) {
  Deno.test(`scripts/etcd refuses ${what} and says so`, () => {
    const { code, stdout, stderr } = run(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, message);
    assert.match(stderr, /--help/);
  });
}

Deno.test("scripts/etcd --help lists every option", () => {
  const { code, stdout } = run(["--help"]);
  assert.equal(code, 0);
  for (const word of ["get", "run", "--version", "--way", "--members", "--data", "3.6.16"]) {
    assert.ok(stdout.includes(word), word);
  }
});

Deno.test("scripts/etcd get takes what is in the cache, in the order of the ways, and says which", () => {
  using dir = new TempDir();
  const env = { XDG_CACHE_HOME: dir.path };
  const release = fakeCache(dir, "3.6.1", "release");
  assert.equal(run(["get", "--version", "3.6.1"], env).stdout, `${release}\n`);
  const modules = fakeCache(dir, "3.6.1", "modules");
  const { code, stdout, stderr } = run(["get", "--version", "v3.6.1"], env);
  assert.equal(code, 0);
  assert.equal(stdout, `${modules}\n`);
  assert.match(stderr, /3\.6\.1 from the cache \(built from its Go modules\)/);
  assert.equal(run(["get", "--version", "3.6.1", "--way", "release"], env).stdout, `${release}\n`);
});

Deno.test("scripts/etcd get says what to do when no way is left", () => {
  using dir = new TempDir();
  const { code, stdout, stderr } = run(["get", "--version", "3.6.x", "--way", "release"], {
    XDG_CACHE_HOME: dir.path,
  });
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /needs the whole version/);
  assert.match(stderr, /install go, or put etcd and etcdctl 3\.6\.x on PATH/);
  assert.deepEqual([...Deno.readDirSync(dir.file("statemanager/etcd/3.6.x"))].map(({ name }) => name), [
    "lock",
  ]);
});

Deno.test("scripts/etcd get says when it cannot write to the cache", () => {
  using dir = new TempDir();
  const file = dir.write("file", "");
  const { code, stderr } = run(["get"], { XDG_CACHE_HOME: file });
  assert.equal(code, 1);
  assert.match(stderr, /cannot write to .*; set XDG_CACHE_HOME/);
});

Deno.test("scripts/etcd run says why an etcd that does not start did not", () => {
  using dir = new TempDir();
  fakeCache(dir, "3.6.1", "modules");
  const { code, stdout, stderr } = run(["run", "--version", "3.6.1", "--way", "modules"], {
    XDG_CACHE_HOME: dir.path,
  });
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /member m0 ended with code 3/);
});
