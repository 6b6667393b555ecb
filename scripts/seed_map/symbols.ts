/** Finds in a program what a row of docs/seed_map.md names, if it is there and is what the row says it is. */
import ts from "typescript";

/** How a row names something: `name()`, `Class.method()`, `Type.field`, `Type "Value"` or `Type`. */
export type SymbolKind = "function" | "method" | "field" | "member" | "type";

/** Undefined when the text is none of these. */
export function kindOf(text: string): SymbolKind | undefined {
  if (/^\w+\(\)$/.test(text)) return "function";
  if (/^\w+\.\w+\(\)$/.test(text)) return "method";
  if (/^\w+\.\w+$/.test(text)) return "field";
  if (/^\w+ "\w+"$/.test(text)) return "member";
  return /^\w+$/.test(text) ? "type" : undefined;
}

/** Undefined when the file is no part of the program, or has no such thing. */
export function findSymbol(program: ts.Program, path: string, text: string): ts.Symbol | undefined {
  const checker = program.getTypeChecker();
  const [owner = "", part = ""] = text.split(/[^\w]+/);
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) return undefined;
  const exported = checker.getExportsOfModule(module).find(({ name }) => name === owner);
  if (exported === undefined) return undefined;
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
  const found = isAlias ? checker.getAliasedSymbol(exported) : exported;
  const isType = (found.flags & ts.SymbolFlags.Type) !== 0;
  const kind = kindOf(text);
  switch (kind) {
    case "function":
      return isCallable(checker, found) ? found : undefined;
    case "type":
      return isType ? found : undefined;
    case "member": {
      const type = checker.getDeclaredTypeOfSymbol(found);
      const members = type.isUnion() ? type.types : [type];
      return isType && members.some((one) => one.isStringLiteral() && one.value === part) ? found : undefined;
    }
    case "method":
    case "field": {
      const member = isType ? checker.getDeclaredTypeOfSymbol(found).getProperty(part) : undefined;
      if (member === undefined || isCallable(checker, member) !== (kind === "method")) return undefined;
      return member;
    }
    case undefined:
      return undefined;
  }
}

function isCallable(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  const declared = symbol.valueDeclaration;
  return declared !== undefined &&
    checker.getTypeOfSymbolAtLocation(symbol, declared).getCallSignatures().length > 0;
}
