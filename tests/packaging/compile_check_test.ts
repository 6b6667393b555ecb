/** What `scripts/build --check-compile` and `--smoke` refuse, and how they judge; the programs themselves run in other files. */
import assert from "node:assert/strict";
import { readArguments } from "../../scripts/build.d/arguments.ts";
import { Checks, countsOf } from "../../scripts/build.d/checks.ts";
import { BuildError } from "../../scripts/build.d/command.ts";
import { runnerFor } from "../../scripts/build.d/emulation.ts";
import { cutElf, DENORT, STAND_INS, withStandIns } from "../../scripts/build.d/older_toolchain.ts";
import { launcherEnv, launcherOf, launcherWords } from "../../scripts/build.d/runtime.ts";
import { smokeTest } from "../../scripts/build.d/smoke.ts";
import { checkDigest, FetchError } from "../../scripts/build.d/wheel.ts";
import { TempDir } from "../support/temp_dir.ts";

/** 64-bit, with a table of `sections` sections of 64 bytes at `offset`. */
function elf(
  { offset, sections }: { readonly offset: number; readonly sections: number },
): DataView<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(offset + sections * 64 + 100));
  view.setUint32(0, 0x7f454c46);
  view.setUint8(4, 2);
  view.setBigUint64(0x28, BigInt(offset), true);
  view.setUint16(0x3a, 64, true);
  view.setUint16(0x3c, sections, true);
  return view;
}

function bytesOf(view: DataView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view.buffer);
}

Deno.test("cutElf() gives the program up to the end of its section table, and refuses what has none", () => {
  const whole = bytesOf(elf({ offset: 200, sections: 3 }));
  assert.deepEqual(cutElf(whole), whole.slice(0, 200 + 3 * 64));
  assert.throws(() => cutElf(whole.slice(0, 300)), /ends at byte 300, before its sections do \(392\)/);
  assert.throws(() => cutElf(whole.slice(0, 10)), /no 64-bit ELF program/);
  assert.throws(() => cutElf(new TextEncoder().encode("#!/bin/sh\n".repeat(20))), /no 64-bit ELF program/);
  const narrow = elf({ offset: 200, sections: 3 });
  narrow.setUint8(4, 1);
  assert.throws(() => cutElf(bytesOf(narrow)), /no 64-bit ELF program/);
});

Deno.test("the pins of the older toolchain are whole, and another digest is refused", () => {
  const pins = Object.values(DENORT);
  for (const { wheelSha256, programSha256, platform } of pins) {
    assert.match(`${wheelSha256} ${programSha256}`, /^[0-9a-f]{64} [0-9a-f]{64}$/);
    assert.match(platform, /^manylinux_/);
  }
  assert.equal(new Set(pins.flatMap((pin) => [pin.wheelSha256, pin.programSha256, pin.keptAs])).size, 6);
  const [expected, found] = ["a".repeat(64), "b".repeat(64)];
  checkDigest("it", { found: expected, expected });
  // No FetchError: that would be a reason to skip.
  const refused = (error: Error) => error instanceof BuildError && !(error instanceof FetchError);
  assert.throws(() => checkDigest("it", { found, expected }), refused);
});

Deno.test("stand-ins come before the bundle, and take nothing from a Deno that needs none", async () => {
  const text = withStandIns("BUNDLE");
  assert.ok(text.endsWith("\nBUNDLE"));
  for (const { code } of STAND_INS) assert.ok(text.includes(code));
  using dir = new TempDir();
  const own = "const own = Deno.FsFile.prototype.tryLockSync;\n";
  const file = dir.write(
    "a.js",
    `${own}${withStandIns("if (own !== Deno.FsFile.prototype.tryLockSync) Deno.exit(1);")}`,
  );
  const { code } = await new Deno.Command(Deno.execPath(), { args: ["run", "--no-config", file] }).output();
  assert.equal(code, 0);
});

Deno.test("what runs instead of the launcher is what the launcher says", () => {
  const text = launcherOf().replaceAll(/ \\\n\s+/g, " ");
  assert.ok(
    text.includes(`exec "$lib/deno" ${launcherWords('"$lib/bundle/main.js"').join(" ")} "$@"`),
    text,
  );
  for (const assignment of launcherEnv()) {
    const [name, value] = assignment.split("=");
    assert.ok(
      text.includes(` ${assignment}`) ||
        (text.includes(`\nkept=${value}\n`) && text.includes(` ${name}="\${${name}:-$kept}"`)),
      assignment,
    );
  }
  // Root can make every folder but one under this.
  assert.ok(launcherEnv().includes("DENO_DIR=/dev/null"));
});

Deno.test("an architecture that this machine cannot run is said to be so", () => {
  assert.deepEqual(runnerFor("x86_64", "x86_64"), { kind: "native", words: [] });
  assert.deepEqual(runnerFor("aarch64", "aarch64"), { kind: "native", words: [] });
  assert.equal(runnerFor("x86_64", "aarch64").kind, "missing");
});

Deno.test("checking is not building: what does not go together is refused", () => {
  assert.deepEqual(readArguments(["--check-compile"]), {
    kind: "check-compile",
    targets: ["x86_64", "aarch64"],
  });
  const one = readArguments(["--check-compile", "--target", "aarch64"]);
  assert.deepEqual(one, { kind: "check-compile", targets: ["aarch64"] });
  assert.deepEqual(readArguments(["--smoke", "here"]), { kind: "smoke", dir: "here" });
  assert.throws(() => readArguments(["--check-compile", "--smoke", "x"]), /two different things/);
  assert.throws(
    () => readArguments(["--check-compile", "--out", "x"]),
    /for building, not for --check-compile/,
  );
  assert.throws(() => readArguments(["--smoke", "x", "--runtime", "bundled"]), /not for --smoke/);
  assert.throws(() => readArguments(["--smoke", "x", "--target", "aarch64"]), /MANIFEST\.json/);
  assert.throws(() => readArguments(["--check-compile", "--target", "mips"]), /--target is one of/);
});

Deno.test("a program that does nothing right passes no check, and none waits for it", async () => {
  const checks = new Checks(() => {});
  const words = ["sh", "-c", 'echo \'{"commit":"other"}\'; exit 1', "sh"];
  await smokeTest({ arch: "x86_64", isEmulated: false, commit: "c0ffee", words, probe: words }, checks);
  const { passed, failed } = countsOf(checks.results);
  assert.equal(passed, 0, JSON.stringify(checks.results));
  assert.ok(failed >= 3);
  const ready = checks.results.find(({ check }) => check === "ready");
  assert.match(ready?.detail ?? "", /ended with 1: \{"commit":"other"\}/);
});
