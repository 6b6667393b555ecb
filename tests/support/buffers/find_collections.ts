/**
 * Finds every collection that outlives a call: fields of classes, variables of modules, and collections inside of object literals.
 *
 * A collection is what can grow: Map, Set, an array, a typed array, or a class of ours that holds one (`COLLECTION_CLASSES`). What is
 * declared as read-only, or made in full where it is declared, does not grow and is left out.
 */

/** Types and classes whose instances can grow. */
const GROWING = new Set(["Map", "Set", "WeakMap", "Array", "Uint8Array"]);
/** Classes of ours that hold entries for whoever owns one. */
export const COLLECTION_CLASSES: ReadonlySet<string> = new Set([
  ...[
    "BoundedQueue",
    "IndexedHeap",
    "HistoryRing",
    "WaitingLines",
    "OutputBuffer",
    "Slots",
    "ReservedSlots",
    "WorkQueue",
    "Deferred",
  ],
]);
const CLASSES = new Set([...GROWING, ...COLLECTION_CLASSES]);

type Node = Deno.lint.Node;
type Expression = Deno.lint.Expression;
type TypeNode = Deno.lint.TypeNode;

/** Names of the collections of a module, in order: `Class.field`, `Class{key}` in an object literal of the class, or `variable`. */
export function findCollections(source: string): readonly string[] {
  const found: string[] = [];
  let owner = "";
  const plugin: Deno.lint.Plugin = {
    name: "collections",
    rules: {
      find: {
        create: () => ({
          ClassDeclaration: (node) => void (owner = node.id?.name ?? ""),
          "ClassDeclaration:exit": () => void (owner = ""),
          PropertyDefinition(node) {
            const isGrowing = grows(node.value, node.typeAnnotation?.typeAnnotation);
            if (isGrowing) found.push(`${owner}.${nameOf(node.key)}`);
          },
          VariableDeclarator(node) {
            const { type } = node.parent.parent;
            if (type !== "Program" && type !== "ExportNamedDeclaration") return;
            if (node.id.type !== "Identifier" || isReadonly(node.id.typeAnnotation?.typeAnnotation)) return;
            if (isNewCollection(node.init)) found.push(node.id.name);
          },
          Property(node) {
            if (isNewCollection(node.value)) found.push(`${owner}{${nameOf(node.key)}}`);
          },
        }),
      },
    },
  };
  Deno.lint.runPlugin(plugin, "module.ts", source);
  return found;
}

function grows(value: Expression | null | undefined, type: TypeNode | undefined): boolean {
  if (isReadonly(type)) return false;
  if (type !== undefined && isGrowingType(type)) return !isFilled(value);
  return isNewCollection(value) || (value?.type === "ArrayExpression" && value.elements.length === 0);
}

/** Whether it is made in full where it is declared: `new Map([…])`, `new Uint8Array(512)`, `[1, 2]`. */
function isFilled(value: Expression | null | undefined): boolean {
  if (value?.type === "ArrayExpression") return value.elements.length > 0;
  return false;
}

function isNewCollection(value: Node | null | undefined): boolean {
  return value?.type === "NewExpression" && value.callee.type === "Identifier" &&
    CLASSES.has(value.callee.name);
}

function isGrowingType(type: TypeNode): boolean {
  if (type.type === "TSArrayType") return true;
  if (type.type === "TSUnionType") return type.types.some(isGrowingType);
  return type.type === "TSTypeReference" && type.typeName.type === "Identifier" &&
    CLASSES.has(type.typeName.name);
}

function isReadonly(type: TypeNode | undefined): boolean {
  if (type === undefined) return false;
  if (type.type === "TSTypeOperator") return type.operator === "readonly";
  return type.type === "TSTypeReference" && type.typeName.type === "Identifier" &&
    ["ReadonlyMap", "ReadonlySet", "Readonly", "ReadonlyArray"].includes(type.typeName.name);
}

function nameOf(key: Node): string {
  return key.type === "Identifier" || key.type === "PrivateIdentifier" ? key.name : "";
}
