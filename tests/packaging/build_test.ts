/** `scripts/build`: what it makes runs by itself, wherever it lies, and is the same each time. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { pinOf, runtimeFlags } from "../../scripts/build.d/project.ts";
import { sha256 } from "../../scripts/build.d/command.ts";
import { replaceOnce } from "../../scripts/build.d/bundle.ts";
import { BUNDLE } from "../../scripts/build.d/layout.ts";
import { readArguments } from "../../scripts/build.d/arguments.ts";
import { build, shipped } from "../support/packaging/shipped.ts";

const ROOT = join(import.meta.dirname ?? ".", "..", "..");
const TARGET = Deno.build.arch;

async function run(program: string, args: readonly string[], options: Deno.CommandOptions = {}) {
  const { code, stdout, stderr } = await new Deno.Command(program, { args: [...args], ...options }).output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** The bundle that the checkout at `root` makes, as one digest. */
async function bundleDigest(root: string): Promise<string> {
  const program = `
    import { makeBundle } from ${JSON.stringify(join(root, "scripts/build.d/bundle.ts"))};
    import { sha256 } from ${JSON.stringify(join(root, "scripts/build.d/command.ts"))};
    const { files } = await makeBundle("unknown");
    console.log(sha256(new TextEncoder().encode(JSON.stringify(files))));
  `;
  const args = ["eval", "--quiet", "--config", join(root, "deno.json"), program];
  const { code, stdout, stderr } = await run(Deno.execPath(), args, { cwd: root });
  assert.equal(code, 0, stderr);
  return stdout;
}

Deno.test("the bundle is the same wherever the checkout lies", async () => {
  const dir = await Deno.makeTempDir({ prefix: "statemanager-bundle-elsewhere-" });
  try {
    const elsewhere = join(dir, "deeper", "checkout");
    await Deno.mkdir(elsewhere, { recursive: true });
    const copied = ["main.ts", "deno.json", "deno.lock", "src", "scripts", "proto"];
    const { code, stderr } = await run("cp", ["-r", ...copied, elsewhere], { cwd: ROOT });
    assert.equal(code, 0, stderr);
    assert.equal(await bundleDigest(elsewhere), await bundleDigest(ROOT));
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("a build runs by itself where it was unpacked, and the next one is the same", async () => {
  const dir = await Deno.makeTempDir({ prefix: "statemanager-build-test-" });
  try {
    const first: { readonly dir: string; readonly sha256: string; readonly commit: string } = JSON.parse(
      await build(dir),
    );
    assert.equal(first.sha256, (await shipped()).sha256);
    assert.equal(first.dir, join(dir, TARGET));
    for (const line of (await Deno.readTextFile(join(first.dir, "SHA256SUMS"))).trim().split("\n")) {
      const [sum, path = ""] = line.split("  ");
      const bytes = await Deno.readFile(join(first.dir, path));
      assert.equal(sha256(bytes), sum, path);
    }
    const bundle = join(first.dir, BUNDLE);
    let compiledAhead = 0;
    for (const { name } of Deno.readDirSync(bundle)) {
      const text = await Deno.readTextFile(join(bundle, name));
      compiledAhead += [...text.matchAll(/=\w+\(\((?:\w+|\(\w+,\w+\))=>\{/g)].length;
      assert.ok(!text.includes(ROOT), `${name} has no path of the machine that built it`);
      assert.ok(!/\bimport\("/.test(text), `${name} names nothing that would be read at every start`);
    }
    assert.ok(compiledAhead > 100, `${compiledAhead} modules of packages are in parentheses`);
    const moved = join(dir, "somewhere else");
    await Deno.rename(first.dir, moved);

    // Nothing of the checkout, of a cache or of the home directory is in reach.
    const program = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
      run(join(moved, "usr/bin/statemanagerd"), args, {
        cwd: dir,
        clearEnv: true,
        env: { PATH: "/usr/bin:/bin", NO_COLOR: "1", ...env },
      });
    const version = await program(["version", "--json"]);
    assert.equal(version.code, 0, version.stderr);
    assert.equal(JSON.parse(version.stdout).commit, first.commit);
    // The client of gRPC and that of etcd are there with their protocols.
    const get = await program(["get", "--address", "127.0.0.1:1"]);
    assert.match(get.stderr, /127\.0\.0\.1:1/);
    const doctor = await program(["doctor"], { STATEMANAGER_ETCD_ENDPOINTS: "127.0.0.1:1" });
    assert.match(doctor.stdout, /etcd.*127\.0\.0\.1:1/is);
    const sbom = JSON.parse(await Deno.readTextFile(join(moved, "usr/share/doc/statemanager/sbom.cdx.json")));
    const names: readonly string[] = sbom.components.map(({ name }: { readonly name: string }) => name);
    for (const name of ["deno", "@grpc/grpc-js", "etcd3"]) assert.ok(names.includes(name), name);
    assert.ok(!names.includes("fast-check"), "what only the tests use is not shipped");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("what is put into the bundle is put in exactly once, or the build fails", () => {
  const mark = { what: "the mark", pattern: /x/, by: "y" };
  const files = (...texts: string[]) => texts.map((text, index) => ({ name: `${index}.js`, text }));
  assert.deepEqual(replaceOnce(files("ab", "axb"), mark), files("ab", "ayb"));
  assert.throws(() => replaceOnce(files("ab"), mark), /the mark is 0 times in the bundle/);
  assert.throws(() => replaceOnce(files("xx"), mark), /the mark is 2 times in the bundle/);
  assert.throws(() => replaceOnce(files("x", "x"), mark), /the mark is 2 times in the bundle/);
});

Deno.test("pins, flags and permissions have one home each", () => {
  for (const arch of ["x86_64", "aarch64"] as const) {
    const pin = pinOf(arch);
    assert.match(pin.version, /^\d+\.\d+\.\d+$/);
    assert.match(`${pin.wheelSha256} ${pin.programSha256}`, /^[0-9a-f]{64} [0-9a-f]{64}$/);
  }
  assert.throws(() => pinOf("x86_64", "VERSION=1.0.0\n"), /no pin for x86_64/);
  const flags = runtimeFlags();
  assert.ok(flags.some((flag) => flag.startsWith("--v8-flags=--max-old-space-size=")));
  // Without it there is no datagram socket, and systemd waits for READY until it gives up.
  assert.ok(flags.includes("--unstable-net"));
  // As a path: the program can give it back in part, which it cannot with the flag alone (ADR 16).
  assert.ok(flags.includes("--allow-write=/") && !flags.includes("--allow-write"));
  assert.ok(!flags.some((flag) => flag.startsWith("--allow-run") || flag.startsWith("--allow-ffi")));
});

Deno.test("what scripts/build does not understand is refused with what it would", () => {
  assert.deepEqual(readArguments([], "aarch64"), {
    kind: "build",
    target: "aarch64",
    runtime: "compiled",
  });
  assert.throws(() => readArguments(["--target", "mips"]), /--target is one of x86_64, aarch64/);
  assert.throws(() => readArguments(["--runtime", "x"]), /--runtime is one of compiled, bundled/);
  assert.throws(() => readArguments(["--frobnicate"]), /try --help/);
});
