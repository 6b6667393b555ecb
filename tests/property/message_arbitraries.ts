/** Messages of any type that protobufjs knows. */
import fc from "fast-check";
import protobuf from "protobufjs";

const DEPTH = 3;

/** Plain messages of this type, with fields left out, numbers at their ends and values of enums that nobody knows. */
export function messages(type: protobuf.Type, depth = DEPTH): fc.Arbitrary<object> {
  const fields = type.fieldsArray.filter((field) =>
    depth > 0 || !(field.resolvedType instanceof protobuf.Type)
  );
  const chosen = fields.map((field) => [field.name, values(field.resolve(), depth)] as const);
  return fc.record(Object.fromEntries(chosen), { requiredKeys: [] }).map((plain) =>
    withOneOfEach(type, plain)
  );
}

function withOneOfEach(type: protobuf.Type, plain: Readonly<Record<string, unknown>>): object {
  const dropped = new Set(
    type.oneofsArray.flatMap(({ fieldsArray }) =>
      fieldsArray.map(({ name }) => name).filter((name) => name in plain).slice(1)
    ),
  );
  return Object.fromEntries(Object.entries(plain).filter(([name]) => !dropped.has(name)));
}

function values(field: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  const one = value(field, depth);
  if (field instanceof protobuf.MapField) {
    return fc.dictionary(fc.string({ maxLength: 4 }), one, { maxKeys: 3 });
  }
  return field.repeated ? fc.array(one, { maxLength: 3 }) : one;
}

function value({ resolvedType, type }: protobuf.Field, depth: number): fc.Arbitrary<unknown> {
  if (resolvedType instanceof protobuf.Type) return messages(resolvedType, depth - 1);
  if (resolvedType instanceof protobuf.Enum) {
    return fc.constantFrom(...Object.keys(resolvedType.values), 4711);
  }
  switch (type) {
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 8 });
    case "bool":
      return fc.boolean();
    case "bytes":
      return fc.uint8Array({ maxLength: 8 });
    case "double":
    case "float":
      return fc.double();
    case "int64":
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String);
    case "uint64":
      return fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String);
    case "int32":
      return fc.integer();
    case "uint32":
      return fc.nat();
    default:
      throw new Error(`no values of ${type}`);
  }
}
