/**
 * Converts between an enum of the domain and its counterpart on the wire.
 *
 * I1: a codec is made from two tables, one per direction, and neither compiles while a member is missing.
 * I2: a received number is a value that this version does not know; it is refused, never guessed.
 */
import { invalid } from "../../kit/errors.ts";
import { quoted } from "../../records/checks.ts";

export interface EnumCodec<D extends string, W extends string> {
  toWire(value: D): W;
  /** Throws a StateManagerError that names `path` and the values that are accepted. */
  fromWire(value: W | number, path: string): D;
}

/** `fromWire` has `undefined` for values that are not accepted, mostly UNSPECIFIED. */
export function enumCodec<D extends string, W extends string>(
  toWire: Readonly<Record<D, W>>,
  fromWire: Readonly<Record<W, D | undefined>>,
): EnumCodec<D, W> {
  const accepted = Object.keys(fromWire).filter((name) => fromWire[name as W] !== undefined).join(", ");
  return {
    toWire: (value) => toWire[value],
    fromWire: (value, path) => {
      const found = typeof value === "string" && Object.hasOwn(fromWire, value) ? fromWire[value] : undefined;
      if (found !== undefined) return found;
      const problem = typeof value === "number"
        ? `${value} is not known`
        : `${quoted(value)} is not accepted`;
      throw invalid(path, problem, accepted);
    },
  };
}
