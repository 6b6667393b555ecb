/**
 * Deno 2.6.10, the newest of which the compile runtime (denort) is in a package registry: with it `deno compile` is really
 * done and its result run, where for the pinned version only the official release has a denort. Nothing of it is shipped.
 *
 * I1  What is stood in for is what this Deno lacks or does wrong, each by itself shown to be so; everything else of the program
 *     is as it is shipped.
 */
import type { Arch } from "./arguments.ts";
import { BuildError } from "./command.ts";
import type { Compiler } from "./compile.ts";
import { programFromWheel, type WheelProgram } from "./wheel.ts";

export const OLDER_VERSION = "2.6.10";

/** It compiles for both architectures, and itself runs on this one only. */
const DENO: WheelProgram = {
  distribution: "deno",
  version: OLDER_VERSION,
  platform: "manylinux_2_27_x86_64",
  wheelSha256: "d1600f4ee7b4a9699b7057841bdb5d7b7eac3fb073df072540064166841c2f4c",
  member: `deno-${OLDER_VERSION}.data/scripts/deno`,
  programSha256: "bb9513ce8a9a7a976a77e0a32c5818035fb72dff6364afc5b8659594ba4a6139",
  keptAs: `deno-${OLDER_VERSION}`,
};

/** A program that this very Deno compiled: its runtime, and then its own code, which is cut off. */
const COMPILED = {
  distribution: "bids-validator-deno",
  version: "2.4.1",
  member: "bids_validator_deno-2.4.1.data/scripts/bids-validator-deno",
  cut: cutElf,
} as const;

/** The compile runtime of each architecture. */
export const DENORT: Readonly<Record<Arch, WheelProgram>> = {
  x86_64: {
    ...COMPILED,
    platform: "manylinux_2_28_x86_64",
    wheelSha256: "5087fcd13341f529b5404792a74e22f570e50f17e5ea4cabe9c91b1caf74cbf4",
    programSha256: "1b136202dc147212ad0b129de0c10eb5f17060917c9754c7921cd68f764ad2e2",
    keptAs: `denort-${OLDER_VERSION}-x86_64`,
  },
  aarch64: {
    ...COMPILED,
    platform: "manylinux_2_28_aarch64",
    wheelSha256: "f09c1e600cae71293ab5ae9ddc30aa56a871463837a020eb23b246fa2024c462",
    programSha256: "ee39b54b2f465eae3f1dd3d79495e1ef957fae69ff4f6ad118499986b714d494",
    keptAs: `denort-${OLDER_VERSION}-aarch64`,
  },
};

/** A gap or fault of this Deno, and what the program is given for it. */
interface StandIn {
  readonly what: string;
  readonly code: string;
}

export const STAND_INS: readonly StandIn[] = [
  {
    what: "Deno.FsFile.tryLockSync is not there yet; lockSync, which waits, stands in",
    code: "Deno.FsFile.prototype.tryLockSync??=function(exclusive){this.lockSync(exclusive);return true};",
  },
  {
    what: "http2.getDefaultSettings only throws; grpc-js asks it for the window, which is that of RFC 9113",
    code:
      'import standInHttp2 from"node:http2";standInHttp2.getDefaultSettings=()=>({initialWindowSize:65535});',
  },
  {
    what: "a server of node:net counts every closed connection twice and then never says that it is closed",
    code: 'import standInNet from"node:net";{const server=standInNet.Server.prototype,drained=' +
      "server._emitCloseIfDrained;server._emitCloseIfDrained=function(){" +
      "this._connections=Math.max(0,this._connections);return drained.call(this)}}",
  },
];

/** The text of the file that is run first, with what stands in before it. */
export function withStandIns(text: string): string {
  return `${STAND_INS.map(({ code }) => `${code}\n`).join("")}${text}`;
}

/** Why it cannot run on this machine; undefined when it can. */
export function missingCompiler(): string | undefined {
  const { arch } = Deno.build;
  return arch === "x86_64" ? undefined : `Deno ${OLDER_VERSION} is pinned for x86_64 only; this is ${arch}`;
}

/** The compiler for `arch`, fetched where it is not there; what it writes goes into `scratch`. */
export async function olderCompiler(
  arch: Arch,
  scratch: string,
): Promise<{ readonly compiler: Compiler; readonly denort: string }> {
  const missing = missingCompiler();
  if (missing !== undefined) throw new BuildError(missing);
  const deno = await programFromWheel(DENO);
  const denort = await programFromWheel(DENORT[arch]);
  const env = { DENORT_BIN: denort, DENO_DIR: scratch, DENO_NO_UPDATE_CHECK: "1" };
  return { compiler: { deno, version: OLDER_VERSION, env, withoutNames: ["umask"] }, denort };
}

/** Offsets in the header of a 64-bit ELF file. */
const ELF = { class: 4, shoff: 0x28, shentsize: 0x3a, shnum: 0x3c, length: 0x40 } as const;

/** The program as it was linked, without what stands behind it: it ends with the table of its sections. */
export function cutElf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const isElf64 = bytes.length >= ELF.length && bytes[0] === 0x7f &&
    new TextDecoder().decode(bytes.subarray(1, 4)) === "ELF" && bytes[ELF.class] === 2;
  if (!isElf64) throw new BuildError("it is no 64-bit ELF program");
  const header = new DataView(bytes.buffer, bytes.byteOffset, ELF.length);
  const end = Number(header.getBigUint64(ELF.shoff, true)) +
    header.getUint16(ELF.shentsize, true) * header.getUint16(ELF.shnum, true);
  if (end > bytes.length) {
    throw new BuildError(`it ends at byte ${bytes.length}, before its sections do (${end})`);
  }
  return bytes.slice(0, end);
}
