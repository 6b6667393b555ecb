/** The types of what `gen/codecs.ts` exports: the codecs of messages, and the methods of each service. */
import type { Buffer } from "node:buffer";
import type { Reader } from "protobufjs/minimal.js";

/** The representation of decoded 64-bit integers and enum values. */
export interface Conversion {
  readonly longs?: typeof String;
  readonly enums?: typeof String;
  readonly defaults?: boolean;
  readonly oneofs?: boolean;
}

/** The codec of one message; `Plain` has all defaults. `fromObject` and `decode` throw when the input is no such message. */
export interface Codec<Plain = object> {
  fromObject(plain: object): object;
  toObject(message: object, conversion?: Conversion): Plain;
  encode(message: object): { finish(): Buffer };
  /** Reads a message from bytes, or from a reader over them. */
  decode(source: Uint8Array | Reader): object;
}

export interface MethodDescription {
  /** The path of the call on the wire. */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  /** The name of the client's method. */
  readonly originalName: string;
  readonly request: Codec;
  readonly response: Codec;
}

/** The methods of a service by their names in the .proto file. */
export type ServiceMethods = Readonly<Record<string, MethodDescription>>;
