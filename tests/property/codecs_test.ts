import { loadSync, type MessageTypeDefinition } from "@grpc/proto-loader";
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { deepStrictEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import type protobuf from "protobufjs";
import { loadProtos, PROTO_DIR, protoFiles } from "../../scripts/protos.ts";
import * as definitions from "../../src/grpc/definitions.ts";
import { SERVICES } from "../../src/grpc/gen/codecs.ts";
import { messages } from "./message_arbitraries.ts";

const FILES = protoFiles();
/** The library that reads the same files when it runs. */
const LOADED = loadSync(FILES, {
  ...{ longs: String, enums: String, defaults: true, oneofs: true },
  includeDirs: [PROTO_DIR],
});
/** Served under a second name, with the messages of the first; there is no file of its own. */
const ALIAS = "grpc.reflection.v1alpha.ServerReflection";
const OURS = Object.fromEntries(
  Object.values(definitions).filter(isService).map((ours) => [serviceOf(ours), ours] as const)
    .filter(([name]) => name !== ALIAS),
);
const ROOT = loadProtos(FILES, { keepCase: false });

function isService(value: unknown): value is ServiceDefinition {
  return typeof value === "object";
}

function serviceOf(definition: ServiceDefinition): string {
  return Object.values(definition)[0]?.path.split("/")[1] ?? "";
}

function definitionByLibrary(service: string): ServiceDefinition {
  const found = LOADED[service] as ServiceDefinition | MessageTypeDefinition<object, object> | undefined;
  ok(found !== undefined && !("format" in found));
  return found;
}

Deno.test("every service of proto/ has a definition, with the same calls as @grpc/proto-loader gives it", () => {
  deepStrictEqual(Object.keys(OURS).sort(), Object.keys(SERVICES).sort());
  for (const [name, ours] of Object.entries(OURS)) {
    const facts = (definition: ServiceDefinition) =>
      Object.entries(definition).map(([call, { path, requestStream, responseStream, originalName }]) => ({
        ...{ call, path, requestStream, responseStream, originalName },
      }));
    deepStrictEqual(facts(ours), facts(definitionByLibrary(name)));
  }
});

Deno.test("the older name of the reflection has the calls of the newer one", () => {
  const paths = (definition: ServiceDefinition) => Object.values(definition).map(({ path }) => path);
  deepStrictEqual(
    paths(definitions.REFLECTION_ALPHA_SERVICE),
    paths(definitions.REFLECTION_SERVICE).map((path) => path.replace(".v1.", ".v1alpha.")),
  );
});

/** How the messages of one direction become bytes and back. */
interface Side {
  readonly serialize: (value: object) => Uint8Array;
  readonly deserialize: (bytes: Uint8Array) => object;
}

interface Compared {
  readonly what: string;
  readonly type: protobuf.Type;
  readonly ours: Side;
  readonly theirs: Side;
}

function sideOf(method: MethodDefinition<object, object> | undefined, side: "request" | "response"): Side {
  ok(method !== undefined);
  const deserialize: (bytes: never) => object = method[`${side}Deserialize`];
  return { serialize: method[`${side}Serialize`], deserialize: (bytes) => deserialize(bytes as never) };
}

function* everySide(): Generator<Compared> {
  for (const [service, methods] of Object.entries(OURS)) {
    for (const call of Object.keys(methods)) {
      for (const side of ["request", "response"] as const) {
        const described = ROOT.lookupService(service).methods[call];
        const type = side === "request" ? described?.resolvedRequestType : described?.resolvedResponseType;
        if (!type) throw new Error(`${service}/${call} has no ${side}`);
        yield {
          ...{ what: `the ${side} of ${service}/${call}`, type },
          ours: sideOf(methods[call], side),
          theirs: sideOf(definitionByLibrary(service)[call], side),
        };
      }
    }
  }
}

/** The value, or what it was refused with. */
function read({ deserialize }: Side, bytes: Uint8Array): object {
  try {
    return { value: deserialize(bytes) };
  } catch (error) {
    return { error: String(error) };
  }
}

for (const { what, type, ours, theirs } of everySide()) {
  Deno.test(`${what} has the same bytes and the same values as by @grpc/proto-loader`, () => {
    fc.assert(
      fc.property(messages(type), (message) => {
        const bytes = ours.serialize(message);
        deepStrictEqual(bytes, theirs.serialize(message));
        deepStrictEqual(ours.deserialize(bytes), theirs.deserialize(bytes));
      }),
      { numRuns: 60 },
    );
  });

  Deno.test(`${what}, spoilt, is taken or refused as by @grpc/proto-loader`, () => {
    const spoilt = fc.tuple(messages(type), fc.nat(), fc.nat(255)).map(([message, at, byte]) => {
      const bytes = theirs.serialize(message);
      return bytes.length === 0 ? Uint8Array.of(byte) : bytes.with(at % bytes.length, byte);
    });
    const anything = fc.oneof(spoilt, fc.uint8Array({ maxLength: 40 }));
    const isSame = (bytes: Uint8Array) => deepStrictEqual(read(ours, bytes), read(theirs, bytes));
    fc.assert(fc.property(anything, isSame), { numRuns: 200 });
  });
}

Deno.test("a message that is nested too deeply is refused", () => {
  const list = definitions.messageCodec("google.protobuf.Value");
  let nested: object = { nullValue: 0 };
  for (let depth = 0; depth < 200; depth++) nested = { listValue: { values: [nested] } };
  throws(() => list.fromObject(nested), /depth/);
});
