/** A small program in memory, as the compiler knows it. */
import ts from "typescript";
import { readProgram } from "../../../../scripts/seed_map/program.ts";

/** What the programs need of the standard library. */
const LIBRARY = `
interface Array<T> { readonly length: number; [index: number]: T }
interface ReadonlyArray<T> { readonly length: number; readonly [index: number]: T }
interface Promise<T> { then<U>(next: (value: T) => U): Promise<U> }
`;

/** The program that begins in `/main.ts`; `sources` by path. */
export function programOf(sources: Readonly<Record<string, string>>): ts.Program {
  const textOf = (path: string) => sources[path] ?? (path.endsWith(".d.ts") ? LIBRARY : undefined);
  return readProgram("/main.ts", {
    fileExists: (path) => path in sources,
    readFile: textOf,
    getSourceFile: (path, options) => ts.createSourceFile(path, textOf(path) ?? "", options, true),
    getDefaultLibFileName: () => "/lib.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => {},
  });
}
