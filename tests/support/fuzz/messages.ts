/** Messages of any type in proto/: mostly such as a client would send, and some with values that nobody would. */
import { join } from "node:path";
import protobuf from "protobufjs";
import { specChangeToWire } from "../../../src/grpc/wire/query.ts";
import { DEFAULT_SPEC } from "../../../src/state/model.ts";
import { idOf } from "../domain.ts";
import type { Random } from "./random.ts";

const PROTO = join(import.meta.dirname ?? ".", "..", "..", "..", "proto");
const DEPTH = 4;
const MOST_ITEMS = 4;
const NAMES = ["lidar", "camera", "radar", "planner", "hmi", "logger"];
const TEXTS = [
  ...[
    "vehicle",
    "lidar",
    "front",
    "1.0",
    "",
    "a".repeat(63),
    "a".repeat(300),
    "Vehicle",
    "../etc",
    "ü\u0000",
  ],
  ...["\u202e", "-", "a/b", "piccolo://role/admin", "%s%n", "9223372036854775807"],
];
const NUMBERS = ["0", "1", "2", "-1", "100", "4294967295", "9223372036854775807", "-9223372036854775808"];

/** A request as protobuf knows it, and the path of its method. */
export interface KnownMethod {
  readonly path: string;
  readonly type: protobuf.Type;
  readonly isStream: boolean;
}

let known: protobuf.Root | undefined;

function protos(): protobuf.Root {
  known ??= load();
  return known;
}

function load(): protobuf.Root {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => target.startsWith("/") ? target : join(PROTO, target);
  const files = [...walk(PROTO)].filter((path) => path.endsWith(".proto"));
  root.loadSync(files, { keepCase: false });
  root.resolveAll();
  return root;
}

function* walk(dir: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(dir)) {
    const path = join(dir, name);
    if (isDirectory) yield* walk(path);
    else yield path;
  }
}

/** The methods of a service, by its full name. */
export function methodsOf(service: string): readonly KnownMethod[] {
  const found = protos().lookupService(service);
  return found.methodsArray.map((method) => ({
    path: `/${service}/${method.name}`,
    type: protos().lookupType(`${method.resolvedRequestType?.fullName ?? method.requestType}`),
    isStream: method.responseStream === true,
  }));
}

export function typeOf(name: string): protobuf.Type {
  return protos().lookupType(name);
}

/** The bytes of a message of the type, each field left out or made up. */
export function messageOf(random: Random, type: protobuf.Type): Uint8Array {
  return type.encode(type.fromObject(fieldsOf(random, type, DEPTH))).finish();
}

function fieldsOf(random: Random, type: protobuf.Type, depth: number): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const field of type.fieldsArray) {
    if (random.oneIn(3)) continue;
    const one = () => valueOf(random, field.resolve(), depth);
    const items = Array.from({ length: random.below(MOST_ITEMS) });
    if (field instanceof protobuf.MapField) {
      made[field.name] = Object.fromEntries(items.map(() => [random.pick(TEXTS), one()]));
    } else made[field.name] = field.repeated ? items.map(one) : one();
  }
  return made;
}

function valueOf(random: Random, field: protobuf.Field, depth: number): unknown {
  const { resolvedType, type } = field;
  if (resolvedType instanceof protobuf.Type) {
    return depth === 0 ? {} : fieldsOf(random, resolvedType, depth - 1);
  }
  if (resolvedType instanceof protobuf.Enum) {
    return random.oneIn(4) ? random.edge() | 0 : random.pick(Object.values(resolvedType.values));
  }
  if (type === "string") return random.pick(TEXTS);
  if (type === "bytes") return random.bytes(random.below(16));
  if (type === "bool") return random.oneIn(2);
  if (type === "double" || type === "float") return random.pick([0, 0.5, -1, NaN, Infinity, 1e308]);
  if (type.includes("64")) return random.pick(NUMBERS);
  return type.startsWith("u") ? random.edge() : random.edge() | 0;
}

/** UpdateState as a client would send it: a few services, again and again, now and then the end of one. */
export function validUpdate(random: Random): Uint8Array {
  const type = protos().lookupType("piccolo.statemanager.v1.StateUpdateRequest");
  const version = String(1 + random.below(3));
  const spec = {
    ...DEFAULT_SPEC,
    version,
    replicas: random.below(4),
    config: Object.fromEntries(Array.from({ length: random.below(4) }, (_, n) => [`key${n}`, version])),
  };
  const change = {
    ...{ resourceId: idOf(`fuzz/${random.pick(NAMES)}`), labels: {}, expectedGeneration: 0n, reason: "fuzz" },
    ...(random.oneIn(16) ? {} : { spec }),
  };
  return type.encode(type.fromObject(specChangeToWire(change))).finish();
}
