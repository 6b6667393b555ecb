/**
 * Has V8 keep the compiled form of what runs at every start.
 *
 * The runtime's code cache holds what V8 compiles when it reads a file, and V8 leaves out the bodies of functions that may never be
 * called: among them the modules of CommonJS packages, each of which the bundler has made such a function. So they would be
 * compiled anew at every start. A function in parentheses is taken by V8 for one that is called at once.
 *
 * I1  Only parentheses are added, and only around functions that run when their file does: what is asked for later, or never,
 *     costs no memory.
 */
import { type AnyNode, type ArrowFunctionExpression, parse, type Program } from "acorn";
import type { BundleFile } from "./bundle_files.ts";

/** A file with the modules that are functions in it, and the names by which others know them. */
interface Scope {
  readonly program: Program;
  readonly modules: ReadonlyMap<string, ArrowFunctionExpression>;
  /** Local name -> where it comes from. */
  readonly imported: ReadonlyMap<string, { readonly file: string; readonly name: string }>;
  /** Exported name -> local name. */
  readonly exported: ReadonlyMap<string, string>;
}

export function compileAhead(files: readonly BundleFile[]): readonly BundleFile[] {
  const scopes = new Map(files.map(({ name, text }) => [name, scopeOf(text)]));
  const running = runningModules(scopes);
  return files.map(({ name, text }) => {
    const found = [...scopes.get(name)?.modules.values() ?? []].filter((module) => running.has(module));
    return { name, text: inParentheses(text, found) };
  });
}

function scopeOf(text: string): Scope {
  const program = parse(text, { ecmaVersion: "latest", sourceType: "module" });
  const modules = new Map<string, ArrowFunctionExpression>();
  const imported = new Map<string, { file: string; name: string }>();
  const exported = new Map<string, string>();
  for (const statement of program.body) {
    if (statement.type === "VariableDeclaration") {
      for (const { id, init } of statement.declarations) {
        if (id.type !== "Identifier" || init?.type !== "CallExpression") continue;
        const [module] = init.arguments;
        if (module?.type === "ArrowFunctionExpression") modules.set(id.name, module);
      }
    } else if (statement.type === "ImportDeclaration") {
      const file = String(statement.source.value).replace(/^\.\//, "");
      for (const one of statement.specifiers) {
        if (one.type === "ImportSpecifier") {
          imported.set(one.local.name, { file, name: nameOf(one.imported) });
        }
      }
    } else if (statement.type === "ExportNamedDeclaration") {
      for (const one of statement.specifiers) exported.set(nameOf(one.exported), nameOf(one.local));
    }
  }
  return { program, modules, imported, exported };
}

function nameOf(node: AnyNode): string {
  return node.type === "Identifier" ? node.name : "";
}

/** Those that are called when a file is run, and those that these call in turn. */
function runningModules(scopes: ReadonlyMap<string, Scope>): ReadonlySet<ArrowFunctionExpression> {
  const running = new Set<ArrowFunctionExpression>();
  const run = (node: AnyNode, file: string): void => {
    for (const name of namesCalledBy(node)) {
      const called = moduleOf(name, file);
      if (called === undefined || running.has(called.module)) continue;
      running.add(called.module);
      run(called.module.body, called.file);
    }
  };
  const moduleOf = (name: string, file: string) => {
    const scope = scopes.get(file);
    const from = scope?.imported.get(name);
    const home = from?.file ?? file;
    const local = from === undefined ? name : scopes.get(home)?.exported.get(from.name);
    const module = scopes.get(home)?.modules.get(local ?? "");
    return module === undefined ? undefined : { module, file: home };
  };
  for (const [file, { program }] of scopes) run(program, file);
  return running;
}

/** Names of functions that are called when `node` is run: not those that functions in it call. */
function* namesCalledBy(node: AnyNode): Generator<string> {
  if (node.type === "CallExpression" && node.callee.type === "Identifier") yield node.callee.name;
  for (const child of Object.values(node).flat()) {
    if (isNode(child) && !/Function/.test(child.type)) yield* namesCalledBy(child);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function inParentheses(text: string, nodes: readonly ArrowFunctionExpression[]): string {
  let done = "";
  let at = 0;
  for (const { start, end } of nodes) {
    done += `${text.slice(at, start)}(${text.slice(start, end)})`;
    at = end;
  }
  return done + text.slice(at);
}
