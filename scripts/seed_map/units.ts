/**
 * The parts of a program that call and are called, and how they are named.
 *
 * A unit is what has a name of its own: a function, a variable or a class of a module, a member of such a class, or the module
 * itself for the statements that declare nothing. What is nested in a unit belongs to it.
 */
import ts from "typescript";

/** The node that declares it. */
export type Unit = ts.Node;

/** The unit that `node` is or is a part of; none for what exists in types alone. */
export function unitOf(node: ts.Node): Unit | undefined {
  let variable: ts.Node | undefined;
  let member: ts.Node | undefined;
  let at = node;
  while (!ts.isSourceFile(at) && !ts.isSourceFile(at.parent)) {
    if (ts.isVariableDeclaration(at)) variable = at;
    if (ts.isClassElement(at)) member = at;
    at = at.parent;
  }
  if (isTypeOnly(at) || ts.isImportDeclaration(at) || ts.isExportDeclaration(at)) return undefined;
  if (ts.isFunctionDeclaration(at)) return at;
  if (ts.isClassDeclaration(at)) return member ?? at;
  return (ts.isVariableStatement(at) ? variable : undefined) ?? at.getSourceFile();
}

/** Whether a node vanishes when the program is compiled. */
export function isTypeOnly(node: ts.Node): boolean {
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) ||
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node));
}

/** `name()`, `Class.method()`, `new Class()`, `NAME`, or "the module" for its statements. */
export function nameOfUnit(unit: Unit): string {
  if (ts.isSourceFile(unit)) return "the module";
  if (ts.isConstructorDeclaration(unit)) return `new ${textOf(unit.parent.name)}()`;
  if (ts.isFunctionDeclaration(unit)) return `${textOf(unit.name)}()`;
  if (ts.isVariableDeclaration(unit)) {
    const isFunction = unit.initializer !== undefined && ts.isFunctionLike(unit.initializer);
    return `${textOf(unit.name)}${isFunction ? "()" : ""}`;
  }
  if (ts.isClassDeclaration(unit)) return textOf(unit.name);
  if (ts.isClassElement(unit) && ts.isClassDeclaration(unit.parent)) {
    const call = ts.isMethodDeclaration(unit) ? "()" : "";
    return `${textOf(unit.parent.name)}.${textOf(unit.name)}${call}`;
  }
  throw new Error(`No unit: ${ts.SyntaxKind[unit.kind]}`);
}

function textOf(name: ts.Node | undefined): string {
  return name === undefined ? "default" : name.getText();
}
