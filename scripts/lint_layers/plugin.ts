/**
 * Lint rules of this project, loaded by `deno lint` through deno.json.
 *
 * - `statemanager/layers`: imports point down only (`layers.ts`).
 * - `statemanager/pure`: no clock, randomness, system, network or package below the adapters (`purity.ts`).
 *
 * The banned names may not even be used for something of one's own: a rule that followed scopes could be fooled by one.
 */
import { dirname, join, relative } from "node:path";
import { forbiddenImport, isGoverned, layerOf, LAYERS } from "./layers.ts";
import { BANNED_GLOBALS, BANNED_MEMBERS, impureSpecifier } from "./purity.ts";

const root = join(import.meta.dirname ?? ".", "..", "..");

function pathOf(filename: string): string {
  return relative(root, filename).replaceAll("\\", "/");
}

interface FoundImport {
  readonly node: Deno.lint.Node;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

/** Visits every way in which a module can name another one. */
function importVisitor(
  onImport: (found: FoundImport) => void,
  onDynamic: (node: Deno.lint.Node) => void,
): Deno.lint.LintVisitor {
  return {
    ImportDeclaration(node) {
      const isTypeOnly = node.importKind === "type" ||
        (node.specifiers.length > 0 &&
          node.specifiers.every((one) => one.type === "ImportSpecifier" && one.importKind === "type"));
      onImport({ node, specifier: node.source.value, isTypeOnly });
    },
    ExportNamedDeclaration(node) {
      const { source } = node;
      if (source === null || source === undefined) return;
      onImport({ node, specifier: source.value, isTypeOnly: node.exportKind === "type" });
    },
    ExportAllDeclaration(node) {
      onImport({ node, specifier: node.source.value, isTypeOnly: node.exportKind === "type" });
    },
    ImportExpression(node) {
      const { source } = node;
      if (source.type === "Literal" && typeof source.value === "string") {
        onImport({ node, specifier: source.value, isTypeOnly: false });
      } else {
        onDynamic(node);
      }
    },
    TSImportType(node) {
      const { argument } = node;
      const literal = argument.type === "TSLiteralType" ? argument.literal : argument;
      if (literal.type === "Literal" && typeof literal.value === "string") {
        onImport({ node, specifier: literal.value, isTypeOnly: true });
      }
    },
  };
}

const layers: Deno.lint.Rule = {
  create(context) {
    const from = pathOf(context.filename);
    if (!isGoverned(from)) return {};
    if (layerOf(from) === undefined) {
      return {
        Program(node) {
          context.report({
            node,
            message: `${from} belongs to no layer`,
            hint:
              "Move it, or give its folder a place in scripts/lint_layers/layers.ts and an ADR that says why",
          });
        },
      };
    }
    return importVisitor((found) => {
      if (!found.specifier.startsWith(".")) return; // Packages are the business of `pure`.
      const to = relative(root, join(dirname(context.filename), found.specifier)).replaceAll("\\", "/");
      const problem = forbiddenImport({ from, to, isTypeOnly: found.isTypeOnly });
      if (problem !== undefined) context.report({ node: found.node, message: problem });
    }, (node) => {
      context.report({
        node,
        message: "An import whose path is computed cannot be checked against the layers",
      });
    });
  },
};

/** Whether the identifier is only the name of a member or a key, and so refers to nothing. */
function isMemberName(node: Deno.lint.Identifier): boolean {
  const { parent } = node;
  switch (parent.type) {
    case "MemberExpression":
      return parent.property === node && !parent.computed;
    case "Property":
      return parent.key === node && !parent.computed && !parent.shorthand;
    case "MethodDefinition":
    case "PropertyDefinition":
      return parent.key === node && !parent.computed;
    case "TSPropertySignature":
    case "TSMethodSignature":
    case "TSEnumMember":
    case "TSQualifiedName":
    case "ImportAttribute":
    case "LabeledStatement":
      return true;
    default:
      return false;
  }
}

/** `Math.random` and `Math["random"]` alike. */
function memberName(node: Deno.lint.MemberExpression): string | undefined {
  if (node.object.type !== "Identifier") return undefined;
  const { property } = node;
  if (!node.computed && property.type === "Identifier") return `${node.object.name}.${property.name}`;
  if (property.type === "Literal" && typeof property.value === "string") {
    return `${node.object.name}.${property.value}`;
  }
  return undefined;
}

const pure: Deno.lint.Rule = {
  create(context) {
    const path = pathOf(context.filename);
    const layer = isGoverned(path) ? layerOf(path) : undefined;
    if (layer === undefined || !LAYERS[layer].isPure) return {};
    const report = (node: Deno.lint.Node, what: string, hint: string | undefined) => {
      const hintPart = hint === undefined ? {} : { hint };
      context.report({ node, message: `${what} below the adapters`, ...hintPart });
    };
    return {
      ...importVisitor((found) => {
        const problem = impureSpecifier(found.specifier);
        if (problem !== undefined) context.report({ node: found.node, message: problem });
      }, () => {}),
      Identifier(node) {
        if (BANNED_GLOBALS.has(node.name) && !isMemberName(node)) {
          report(node, node.name, BANNED_GLOBALS.get(node.name));
        }
      },
      MemberExpression(node) {
        const name = memberName(node);
        if (name !== undefined && BANNED_MEMBERS.has(name)) report(node, name, BANNED_MEMBERS.get(name));
      },
      // `const { random } = Math` and `const m = Math` would get round the check of members.
      VariableDeclarator(node) {
        const { init } = node;
        if (init?.type !== "Identifier" || (init.name !== "Math" && init.name !== "AbortSignal")) return;
        report(
          node,
          `Taking ${init.name} apart or giving it another name`,
          "write out its members where they are used",
        );
      },
    };
  },
};

export default { name: "statemanager", rules: { layers, pure } } satisfies Deno.lint.Plugin;
