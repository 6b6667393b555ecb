/**
 * Who uses what in a program, as far as its first file reaches.
 *
 * I1  Only what begins at the entry counts: a unit that nothing reached uses calls nobody. So a function that only tests, or only
 *     unused functions, call has no caller.
 * I2  A use is a call, a read, or handing a function on as a value. Naming something in a type, an import, an export or on the
 *     left of an assignment is none, and a unit does not use itself.
 * I3  A use of a member of an interface or of a base class is a use of that member in every class in use that implements or
 *     extends it: which of them it is, is known only when the program runs.
 * I4  What uses something comes in the order in which it was reached, the nearest to the entry first.
 */
import ts from "typescript";
import { isTypeOnly, type Unit, unitOf } from "./units.ts";

export interface CallGraphOptions {
  /** Path of the file in which the program begins. */
  readonly entry: string;
  /** Files that are not looked into, by path. */
  readonly isOutside?: (path: string) => boolean;
}

/** Everything that is reached from the entry, and who uses it. */
export class CallGraph {
  readonly #isOutside: (path: string) => boolean;
  readonly #checker: ts.TypeChecker;
  readonly #reached = new Set<Unit>();
  /** Reached and not looked into yet. */
  #waiting: Unit[] = [];
  /** Declaration -> the units that use what it declares. */
  readonly #users = new Map<ts.Node, Set<Unit>>();
  /** Declaration of a member in an interface or base class -> that member in the classes in use. */
  readonly #members = new Map<ts.Node, Set<ts.Node>>();

  constructor(program: ts.Program, { entry, isOutside = () => false }: CallGraphOptions) {
    this.#isOutside = isOutside;
    this.#checker = program.getTypeChecker();
    const file = program.getSourceFile(entry);
    if (file === undefined) throw new Error(`The program has no file ${entry}`);
    this.#reach(file);
    while (this.#waiting.length > 0) {
      const units = this.#waiting;
      this.#waiting = [];
      for (const unit of units) this.#scan(unit);
    }
  }

  /** The units that use what `symbol` stands for. */
  usersOf(symbol: ts.Symbol): readonly Unit[] {
    return [...new Set((symbol.declarations ?? []).flatMap((one) => [...this.#users.get(one) ?? []]))];
  }

  #reach(unit: Unit): void {
    if (this.#reached.has(unit) || this.#isOutside(unit.getSourceFile().fileName)) return;
    this.#reached.add(unit);
    this.#waiting.push(unit);
  }

  #scan(unit: Unit): void {
    if (ts.isSourceFile(unit)) this.#scanModule(unit);
    else if (ts.isClassDeclaration(unit)) this.#scanClass(unit);
    else ts.forEachChild(unit, (child) => this.#walk(child, unit));
  }

  /** What runs when a module is loaded: the modules that it imports, and the statements that declare nothing. */
  #scanModule(file: ts.SourceFile): void {
    for (const statement of file.statements) {
      if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
        if (statement.moduleSpecifier !== undefined) this.#load(statement.moduleSpecifier);
      } else if (unitOf(statement) === file && !ts.isVariableStatement(statement)) {
        this.#walk(statement, file);
      }
    }
  }

  /** What a class in use brings along: its base, what it implements, its construction, and members that have no plain name. */
  #scanClass(unit: ts.ClassDeclaration): void {
    for (const clause of unit.heritageClauses ?? []) {
      for (const type of clause.types) {
        if (clause.token === ts.SyntaxKind.ExtendsKeyword) this.#walk(type.expression, unit);
        this.#inherit(unit, this.#checker.getTypeAtLocation(type));
      }
    }
    for (const member of unit.members) {
      const isCalledByName = member.name !== undefined && !ts.isComputedPropertyName(member.name) &&
        !ts.isPropertyDeclaration(member);
      if (!isCalledByName) this.#reach(member);
    }
  }

  #inherit(unit: ts.ClassDeclaration, base: ts.Type): void {
    const own = this.#checker.getTypeAtLocation(unit);
    for (const property of base.getProperties()) {
      for (const member of own.getProperty(property.name)?.declarations ?? []) {
        for (const declared of property.declarations ?? []) {
          if (declared === member) continue;
          this.#members.set(declared, (this.#members.get(declared) ?? new Set()).add(member));
          // The member may have been used before the class was.
          for (const user of this.#users.get(declared) ?? []) this.#use(member, user);
        }
      }
    }
  }

  #walk(node: ts.Node, unit: Unit): void {
    if (isTypeOnly(node)) return;
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      if (!isAssigned(node)) this.#useSymbol(this.#symbolOf(node), unit);
      return;
    }
    if (ts.isBindingElement(node)) this.#useField(node, unit);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      for (const module of node.arguments) this.#load(module);
    }
    ts.forEachChild(node, (child) => this.#walk(child, unit));
  }

  /** `{ field }` taken from an object reads the field. */
  #useField(element: ts.BindingElement, unit: Unit): void {
    const name = element.propertyName ?? element.name;
    if (!ts.isObjectBindingPattern(element.parent) || !ts.isIdentifier(name)) return;
    this.#useSymbol(this.#checker.getTypeAtLocation(element.parent).getProperty(name.text), unit);
  }

  #symbolOf(node: ts.Identifier | ts.PrivateIdentifier): ts.Symbol | undefined {
    return ts.isShorthandPropertyAssignment(node.parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(node.parent)
      : this.#checker.getSymbolAtLocation(node);
  }

  #useSymbol(symbol: ts.Symbol | undefined, unit: Unit): void {
    if (symbol === undefined) return;
    const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    const found = isAlias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    for (const declared of found.declarations ?? []) this.#use(declared, unit);
  }

  #use(declared: ts.Node, unit: Unit): void {
    if (declared.getSourceFile().isDeclarationFile) return;
    const target = unitOf(declared);
    if (target === unit) return;
    if (target !== undefined) this.#reach(target);
    const users = this.#users.get(declared) ?? new Set();
    this.#users.set(declared, users.add(unit));
    for (const member of this.#members.get(declared) ?? []) this.#use(member, unit);
  }

  #load(specifier: ts.Expression): void {
    const file = this.#checker.getSymbolAtLocation(specifier)?.valueDeclaration;
    if (file !== undefined && ts.isSourceFile(file)) this.#reach(file);
  }
}

/** Whether a name stands where it is only given something: it declares, or is on the left of an assignment. */
function isAssigned(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const place = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
  const { parent } = place;
  return ts.isBinaryExpression(parent) && parent.left === place &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}
