/**
 * The .proto files as FileDescriptorProtos, for server reflection; part of `generate.ts`.
 *
 * protobufjs can write descriptors, but forgets the files, their imports and how fields were spelt; tools that ask a server want
 * all three.
 */
import protobuf from "protobufjs";
import descriptor from "protobufjs/ext/descriptor/index.js";

/** One file, as `src/grpc/gen/files.json` has it. */
export interface DescribedFile {
  readonly name: string;
  readonly dependencies: readonly string[];
  /** Full names of the messages, enums and services in it. */
  readonly symbols: readonly string[];
  /** The FileDescriptorProto in base64. */
  readonly descriptor: string;
}

const SCALARS: Readonly<Record<string, number>> = {
  ...{ double: 1, float: 2, int64: 3, uint64: 4, int32: 5, fixed64: 6, fixed32: 7, bool: 8, string: 9 },
  ...{ bytes: 12, uint32: 13, sfixed32: 15, sfixed64: 16, sint32: 17, sint64: 18 },
};
const MESSAGE = 11;
const ENUM = 14;
const OPTIONAL = 1;
const REPEATED = 3;

/** What `google/protobuf/` declares is built into protobufjs, without the files. */
const WELL_KNOWN: Readonly<Record<string, string>> = {
  Any: "google/protobuf/any.proto",
  Struct: "google/protobuf/struct.proto",
  Value: "google/protobuf/struct.proto",
  NullValue: "google/protobuf/struct.proto",
  ListValue: "google/protobuf/struct.proto",
};

type Reflected = protobuf.Type | protobuf.Enum | protobuf.Service;

/** Every file in order of name. `nameOf` = its name as other files import it. */
export function describeFiles(root: protobuf.Root, nameOf: (path: string) => string): DescribedFile[] {
  const files = new Map<string, Reflected[]>();
  const fileOf = (one: Reflected) =>
    one.parent?.fullName === ".google.protobuf" ? WELL_KNOWN[one.name] ?? "" : nameOf(one.filename ?? "");
  const visit = (namespace: protobuf.NamespaceBase) => {
    for (const one of namespace.nestedArray) {
      if (one instanceof protobuf.Type || one instanceof protobuf.Enum || one instanceof protobuf.Service) {
        files.set(fileOf(one), [...files.get(fileOf(one)) ?? [], one]);
      } else if (one instanceof protobuf.Namespace) visit(one);
    }
  };
  visit(root);
  return [...files].sort(([a], [b]) => a < b ? -1 : 1).map(([name, inside]) => {
    const used = new Set<string>();
    const use = (one: Reflected): string => {
      const outermost = topLevel(one);
      if (fileOf(outermost) !== name) used.add(fileOf(outermost));
      return one.fullName;
    };
    const types = inside.filter((one) => one instanceof protobuf.Type).map((one) => typeOf(one, use));
    const enums = inside.filter((one) => one instanceof protobuf.Enum).map(enumOf);
    const services = inside.filter((one) => one instanceof protobuf.Service).map((one) =>
      serviceOf(one, use)
    );
    const dependencies = [...used].sort();
    const message = descriptor.FileDescriptorProto.fromObject({
      ...{ name, package: inside[0]?.parent?.fullName.slice(1), dependency: dependencies, syntax: "proto3" },
      ...{ messageType: types, enumType: enums, service: services },
    });
    const bytes = descriptor.FileDescriptorProto.encode(message).finish();
    const symbols = inside.map((one) => one.fullName.slice(1));
    return { name, dependencies, symbols, descriptor: bytes.toBase64() };
  });
}

function topLevel(one: Reflected): Reflected {
  const { parent } = one;
  return parent instanceof protobuf.Type ? topLevel(parent) : one;
}

type Use = (one: Reflected) => string;

function typeOf(type: protobuf.Type, use: Use): object {
  const oneofs = type.oneofsArray.map(({ name }) => name);
  const nested = type.nestedArray;
  const entries = type.fieldsArray.filter((field) => field instanceof protobuf.MapField);
  return {
    name: type.name,
    field: type.fieldsArray.map((field) => {
      const oneof = field.partOf === null ? -1 : oneofs.indexOf(field.partOf.name);
      const isMap = field instanceof protobuf.MapField;
      return {
        ...{ name: field.name, jsonName: protobuf.util.camelCase(field.name), number: field.id },
        label: field.repeated || isMap ? REPEATED : OPTIONAL,
        ...(isMap
          ? { type: MESSAGE, typeName: `${type.fullName}.${entryName(field)}` }
          : typed(field.type, field.resolvedType, use)),
        ...(oneof < 0 ? {} : { oneofIndex: oneof }),
      };
    }),
    oneofDecl: oneofs.map((name) => ({ name })),
    nestedType: [
      ...nested.filter((one) => one instanceof protobuf.Type).map((one) => typeOf(one, use)),
      ...entries.map((field) => ({
        name: entryName(field),
        field: [
          { name: "key", jsonName: "key", number: 1, label: OPTIONAL, type: SCALARS[field.keyType] },
          {
            ...{ name: "value", jsonName: "value", number: 2, label: OPTIONAL },
            ...typed(field.type, field.resolvedType, use),
          },
        ],
        options: { mapEntry: true },
      })),
    ],
    enumType: nested.filter((one) => one instanceof protobuf.Enum).map(enumOf),
  };
}

/** `state_by_name` becomes `StateByNameEntry`, as protoc has it. */
function entryName({ name }: protobuf.FieldBase): string {
  return `${protobuf.util.ucFirst(protobuf.util.camelCase(name))}Entry`;
}

function typed(type: string, resolved: protobuf.Type | protobuf.Enum | null, use: Use): object {
  if (resolved === null) return { type: SCALARS[type] };
  return { type: resolved instanceof protobuf.Enum ? ENUM : MESSAGE, typeName: use(resolved) };
}

function enumOf({ name, values }: protobuf.Enum): object {
  return { name, value: Object.entries(values).map(([word, number]) => ({ name: word, number })) };
}

function serviceOf(service: protobuf.Service, use: Use): object {
  const used = (type: protobuf.Type | null) => type === null ? "" : use(type);
  return {
    name: service.name,
    method: service.methodsArray.map((method) => ({
      name: method.name,
      inputType: used(method.resolvedRequestType),
      outputType: used(method.resolvedResponseType),
      clientStreaming: method.requestStream === true,
      serverStreaming: method.responseStream === true,
    })),
  };
}
