/**
 * A program as the compiler knows it, read from its first file on.
 *
 * The compiler's library is that of the version which Deno carries. Deno's own commands do not tell who calls what, and without
 * types the `get` of a map cannot be told from that of a client.
 */
import ts from "typescript";

const OPTIONS: ts.CompilerOptions = {
  allowImportingTsExtensions: true,
  exactOptionalPropertyTypes: true,
  // What the packages and the runtime declare is not looked for: what comes from there is `any`, and no part of the program.
  lib: ["lib.esnext.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  noEmit: true,
  noUncheckedIndexedAccess: true,
  strict: true,
  target: ts.ScriptTarget.ESNext,
  types: [],
};

/** The file with the path `entry`, and what it imports, directly or not. `host` = where files are read, by default the disk. */
export function readProgram(entry: string, host = ts.createCompilerHost(OPTIONS)): ts.Program {
  return ts.createProgram([entry], OPTIONS, host);
}
