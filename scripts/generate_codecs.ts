/**
 * The functions that turn messages into bytes and back, as text; part of `generate.ts`.
 *
 * protobufjs makes them from the descriptors each time that a program loads a protocol, which is a third of what the daemon needs to
 * start. Here the same functions are written down once: only what they refer to gets a name instead of a place in a list.
 */
import type { PackageDefinition, ServiceDefinition } from "@grpc/proto-loader";
import protobuf from "protobufjs";

/** What protobufjs exports without telling TypeScript what a generator becomes: the text of one function. */
type Generator = (type: protobuf.Type) => { toString(name: string): string };
const GENERATORS = {
  encode: protobuf.encoder,
  decode: protobuf.decoder,
  fromObject: protobuf.converter.fromObject,
  toObject: protobuf.converter.toObject,
} as Readonly<Record<string, Generator>>;

const head = (grpcDir: string) =>
  `// @ts-nocheck: the exports say their types.
import type { Codec, ServiceMethods } from "${grpcDir}codec.ts";
import "${grpcDir}long.ts";
import protobuf from "protobufjs/minimal.js";

const { Reader, Writer, util } = protobuf;
`;

/** The module with the codec of every message and the methods of every service. `grpcDir` = `src/grpc/`, as the module names it. */
export function writeCodecs(root: protobuf.Root, loaded: PackageDefinition, grpcDir: string): string {
  const types: protobuf.Type[] = [];
  const enums: protobuf.Enum[] = [];
  const visit = (namespace: protobuf.NamespaceBase) => {
    for (const one of namespace.nestedArray) {
      if (one instanceof protobuf.Enum) enums.push(one);
      if (one instanceof protobuf.Type) types.push(one);
      if (one instanceof protobuf.Namespace) visit(one);
    }
  };
  visit(root);
  const services = Object.entries(loaded).filter((entry): entry is [string, ServiceDefinition] =>
    !("format" in entry[1])
  );
  return [
    head(grpcDir),
    ...enums.map(enumText),
    ...types.map(typeText),
    table("MESSAGES", "Codec", types.map((type) => [type.fullName.slice(1), nameOf(type)])),
    table(
      "SERVICES",
      "ServiceMethods",
      services.map(([name, methods]) => [name, methodsText(root, methods)]),
    ),
  ].join("\n");
}

/** The name of its constant. */
function nameOf(one: protobuf.ReflectionObject | null | undefined): string {
  if (!one) throw new Error("a message is used that is in no file");
  return one.fullName.slice(1).replaceAll(".", "_");
}

function enumText(one: protobuf.Enum): string {
  const values = { ...one.valuesById, ...one.values };
  return `const ${nameOf(one)} = { values: ${JSON.stringify(values)} };\n`;
}

function typeText(type: protobuf.Type): string {
  const name = nameOf(type);
  const functions = Object.entries(GENERATORS).map(([key, generator]) => {
    const text = generator(type).toString(`${type.name}$${key}`);
    const used = (_: string, index: string) => nameOf(type.fieldsArray[Number(index)]?.resolvedType);
    return `  ${key}: ${text.replaceAll(/\btypes\[(\d+)\]/g, used)},\n`;
  });
  // A map that was not begun is told by this value.
  const maps = type.fieldsArray.filter((field) => field instanceof protobuf.MapField)
    .map((field) => `${name}.ctor.prototype.${field.name} = util.emptyObject;\n`);
  return `const ${name} = {\n  ctor: class ${type.name} {},\n${functions.join("")}};\n${maps.join("")}`;
}

function methodsText(root: protobuf.Root, methods: ServiceDefinition): string {
  const lines = Object.entries(methods).map(
    ([name, { path, requestStream, responseStream, originalName }]) => {
      const [, service = ""] = path.split("/");
      const method = root.lookupService(service).methods[name];
      const request = nameOf(method?.resolvedRequestType);
      const response = nameOf(method?.resolvedResponseType);
      const facts = JSON.stringify({ path, requestStream, responseStream, originalName }).slice(1, -1);
      return `    ${name}: { ${facts}, request: ${request}, response: ${response} },\n`;
    },
  );
  return `{\n${lines.join("")}  }`;
}

function table(name: string, type: string, entries: readonly (readonly [string, string])[]): string {
  const lines = entries.map(([key, value]) => `  ${JSON.stringify(key)}: ${value},\n`);
  return `export const ${name}: Readonly<Record<string, ${type}>> = {\n${lines.join("")}};\n`;
}
