/**
 * Converts 64-bit integers between their bytes and their decimal text, with the interface that protobufjs expects.
 *
 * protobufjs uses the class that it finds as `globalThis.Long` when it is loaded, and otherwise the package `long`. That package has
 * arithmetic, for which it loads WebAssembly: 1.4 MiB in every daemon and command, although 64-bit integers are only read and written.
 *
 * I1  The bits, numbers and texts are those of the package, except that a text which is not an integer is refused.
 */
const BITS = 64;
const HALF = 2 ** 32;

/** The values that protobufjs accepts as a 64-bit integer. */
export type LongLike = number | string | {
  readonly low: number;
  readonly high: number;
  readonly unsigned?: boolean;
};

export class Long {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;

  constructor(low: number, high: number, unsigned = false) {
    this.low = low | 0;
    this.high = high | 0;
    this.unsigned = unsigned;
  }

  static isLong(value: unknown): value is Long {
    return value instanceof Long;
  }

  static fromBits(low: number, high: number, unsigned = false): Long {
    return new Long(low, high, unsigned);
  }

  /** Truncated to an integer, and clamped to 64 bits; NaN is 0. */
  static fromNumber(value: number, unsigned = false): Long {
    if (Number.isNaN(value)) return new Long(0, 0, unsigned);
    const [least, most] = unsigned ? [0, 2 ** 64] : [-(2 ** 63), 2 ** 63];
    if (value <= least) return fromBigInt(BigInt(least), unsigned);
    if (value >= most) return fromBigInt(BigInt(most) - 1n, unsigned);
    return fromBigInt(BigInt(Math.trunc(value)), unsigned);
  }

  /** A number beyond 64 bits loses its upper bits. Throws a SyntaxError when the text is not an integer. */
  static fromString(text: string, unsigned = false): Long {
    if (!/^[+-]?\d+$/.test(text)) throw new SyntaxError(`${JSON.stringify(text)} is no whole number`);
    return fromBigInt(BigInt(text), unsigned);
  }

  static fromValue(value: LongLike, unsigned?: boolean): Long {
    if (typeof value === "number") return Long.fromNumber(value, unsigned);
    if (typeof value === "string") return Long.fromString(value, unsigned);
    return new Long(value.low, value.high, unsigned ?? value.unsigned ?? false);
  }

  toNumber(): number {
    return (this.unsigned ? this.high >>> 0 : this.high) * HALF + (this.low >>> 0);
  }

  toString(): string {
    // Most values are small.
    if (this.high === 0) return String(this.low >>> 0);
    const value = BigInt(this.high) << 32n | BigInt(this.low >>> 0);
    return String(this.unsigned ? BigInt.asUintN(BITS, value) : value);
  }
}

function fromBigInt(value: bigint, unsigned: boolean): Long {
  return new Long(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)), unsigned);
}

Reflect.set(globalThis, "Long", Long);
