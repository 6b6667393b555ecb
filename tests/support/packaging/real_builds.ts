/** `scripts/build` as the tests of the programs that it makes run it. */
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Arch } from "../../../scripts/build.d/arguments.ts";
import { runnerFor } from "../../../scripts/build.d/emulation.ts";
import { FetchError } from "../../../scripts/build.d/wheel.ts";

const ROOT = join(import.meta.dirname ?? ".", "../../..");

/** The reason where it cannot be fetched. Whatever else is wrong, such as a digest, is for the test to fail on. */
export async function missingWhenFetched(fetch: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await fetch();
    return undefined;
  } catch (error) {
    return error instanceof FetchError ? error.message : undefined;
  }
}

export function missingRunner(arch: Arch): string | undefined {
  const runner = runnerFor(arch);
  return runner.kind === "missing" ? runner.reason : undefined;
}

export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function build(...args: readonly string[]): Report & { readonly dir: string } {
  const { code, stdout, stderr } = new Deno.Command("bash", {
    args: [join(ROOT, "scripts/build"), ...args],
    env: { STATEMANAGER_DENO: Deno.execPath(), NO_COLOR: "1" },
    stdin: "null",
  }).outputSync();
  const text = new TextDecoder();
  assert.equal(code, 0, text.decode(stderr));
  return JSON.parse(text.decode(stdout).trim().split("\n").at(-1) ?? "");
}

export function assertPassed({ passed, failed, skipped }: Report, count: number): void {
  assert.deepEqual({ passed, failed, skipped }, { passed: count, failed: 0, skipped: 0 });
}
