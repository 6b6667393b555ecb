/**
 * The gRPC services of this project as @grpc/grpc-js requires them, from the generated codecs: the same as what @grpc/proto-loader
 * makes of proto/ at run time (docs/adr/0014-codecs-generated-ahead.md).
 *
 * I1: 64-bit integers are decimal strings in both directions: no value passes through a lossy number.
 * I2: an enum value that this version does not know is decoded as its number, so that `wire/enum_codec.ts` can refuse it.
 */
import type { MethodDefinition, ServiceDefinition } from "@grpc/grpc-js";
import { CountingReader, type FieldCount } from "./counting_reader.ts";
import type { Codec, Conversion, MethodDescription, ServiceMethods } from "./codec.ts";
import { MESSAGES, SERVICES } from "./gen/codecs.ts";

const CONVERSION: Conversion = { longs: String, enums: String, defaults: true, oneofs: true };

/** The codec of a message that is embedded in another one. */
export function messageCodec<Plain>(fullName: string): Codec<Plain> {
  const codec = MESSAGES[fullName];
  if (codec === undefined) throw new Error(`${fullName} is not in proto/`);
  return codec as Codec<Plain>;
}

function serializer(codec: Codec) {
  return (value: object) => codec.encode(codec.fromObject(value)).finish();
}

function deserializer(codec: Codec) {
  return (bytes: Uint8Array) => codec.toObject(codec.decode(bytes), CONVERSION);
}

/** Decodes a request; the fields are counted while it goes on. Throws what `count.onFields` throws. */
export type RequestDecoder = (bytes: Uint8Array, count: FieldCount) => object;

const REQUEST_DECODERS = new Map<string, RequestDecoder>();

/** The decoder of the requests of a method, by its path. */
export function requestDecoder(path: string): RequestDecoder {
  const decoder = REQUEST_DECODERS.get(path);
  if (decoder === undefined) throw new Error(`${path} is not in proto/`);
  return decoder;
}

function keepDecoder(path: string, codec: Codec): void {
  REQUEST_DECODERS.set(
    path,
    (bytes, count) => codec.toObject(codec.decode(new CountingReader(bytes, count)), CONVERSION),
  );
}

function definitionOf(method: MethodDescription): MethodDefinition<object, object> {
  const { path, requestStream, responseStream, originalName, request, response } = method;
  keepDecoder(path, request);
  return {
    ...{ path, requestStream, responseStream, originalName },
    requestSerialize: serializer(request),
    requestDeserialize: deserializer(request),
    responseSerialize: serializer(response),
    responseDeserialize: deserializer(response),
  };
}

/** One of the generated services. Throws when it is not among them. */
export function definitionOfService(
  services: Readonly<Record<string, ServiceMethods>>,
  fullName: string,
): ServiceDefinition {
  const methods = services[fullName];
  if (methods === undefined) throw new Error(`${fullName} is not in proto/`);
  return Object.fromEntries(Object.entries(methods).map(([name, method]) => [name, definitionOf(method)]));
}

function service(fullName: string): ServiceDefinition {
  return definitionOfService(SERVICES, fullName);
}

export const STATE_MANAGER_SERVICE: ServiceDefinition = service("piccolo.statemanager.v1.StateManager");
export const NODE_AGENT_SERVICE: ServiceDefinition = service("piccolo.nodeagent.v1.NodeAgent");
export const ACTION_CONTROLLER_SERVICE: ServiceDefinition = service(
  "piccolo.actioncontroller.v1.ActionController",
);
export const MONITORING_SERVER_SERVICE: ServiceDefinition = service(
  "piccolo.monitoringserver.v1.MonitoringServer",
);
export const REFLECTION_SERVICE: ServiceDefinition = service("grpc.reflection.v1.ServerReflection");
/** The same messages under the name of the time before it was stable, which Python's and other tools still call. */
export const REFLECTION_ALPHA_SERVICE: ServiceDefinition = Object.fromEntries(
  Object.entries(SERVICES["grpc.reflection.v1.ServerReflection"] ?? {}).map(([name, method]) => [
    name,
    definitionOf({ ...method, path: method.path.replace(".v1.", ".v1alpha.") }),
  ]),
);
export const HEALTH_SERVICE: ServiceDefinition = service("grpc.health.v1.Health");
