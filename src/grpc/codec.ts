/** What `gen/codecs.ts` exports: how messages become bytes and back, and which messages a service takes and gives. */
import type { Buffer } from "node:buffer";

/** How 64-bit integers and enum values come out. */
export interface Conversion {
  readonly longs?: typeof String;
  readonly enums?: typeof String;
  readonly defaults?: boolean;
  readonly oneofs?: boolean;
}

/** One message; `Plain` is what it is with all its defaults. `fromObject` and `decode` throw where they are given no such message. */
export interface Codec<Plain = object> {
  fromObject(plain: object): object;
  toObject(message: object, conversion?: Conversion): Plain;
  encode(message: object): { finish(): Buffer };
  decode(bytes: Uint8Array): object;
}

export interface MethodDescription {
  /** As the peer is asked for it. */
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  /** The name of the method of a client. */
  readonly originalName: string;
  readonly request: Codec;
  readonly response: Codec;
}

/** By the name in the .proto file. */
export type ServiceMethods = Readonly<Record<string, MethodDescription>>;
