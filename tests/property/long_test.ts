import { deepStrictEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import protobuf from "protobufjs/minimal.js";
import PackageLong from "long";
import "../../src/grpc/gen/codecs.ts";
import { Long } from "../../src/grpc/long.ts";

const RUNS = { numRuns: 2_000 };
const bits = fc.tuple(fc.integer(), fc.integer(), fc.boolean());
const special = fc.constantFrom(
  0,
  -0,
  0.5,
  -1.9,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 63),
  2 ** 63,
  2 ** 64,
  2 ** 80,
  -1,
);

interface Facts {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
  toNumber(): number;
}

function factsOf(long: Facts) {
  const { low, high, unsigned } = long;
  return { low, high, unsigned, number: long.toNumber(), text: String(long) };
}

function same(ours: Long, theirs: Facts): void {
  deepStrictEqual(factsOf(ours), factsOf(theirs));
}

Deno.test("64 bits convert to the same number and text as with the package", () => {
  fc.assert(
    fc.property(bits, (given) => same(Long.fromBits(...given), PackageLong.fromBits(...given))),
    RUNS,
  );
});

Deno.test("a number converts to the same bits as with the package", () => {
  const numbers = fc.oneof(
    special,
    fc.double(),
    fc.double({ min: -(2 ** 70), max: 2 ** 70 }),
    fc.maxSafeInteger(),
  );
  fc.assert(
    fc.property(
      numbers,
      fc.boolean(),
      (number, unsigned) => same(Long.fromNumber(number, unsigned), PackageLong.fromNumber(number, unsigned)),
    ),
    RUNS,
  );
});

Deno.test("a text converts to the same bits as with the package, and back", () => {
  const wholes = fc.tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.boolean())
    .map(([value, unsigned]) => ({ value: unsigned ? value : BigInt.asIntN(64, value), unsigned }));
  fc.assert(
    fc.property(wholes, ({ value, unsigned }) => {
      const ours = Long.fromValue(String(value), unsigned);
      same(ours, PackageLong.fromValue(String(value), unsigned));
      equal(String(ours), String(value));
    }),
    RUNS,
  );
});

Deno.test("a Long keeps its bits, and its sign unless another one is requested", () => {
  fc.assert(
    fc.property(bits, fc.option(fc.boolean(), { nil: undefined }), ([low, high, unsigned], asked) =>
      same(
        Long.fromValue({ low, high, unsigned }, asked),
        PackageLong.fromValue({ low, high, unsigned }, asked),
      )),
    RUNS,
  );
});

Deno.test("a text that is not an integer is refused", () => {
  for (const text of ["", "x", "1.5", "1e3", "--1", "0x10", " 5"]) {
    throws(() => Long.fromString(text), SyntaxError);
  }
});

Deno.test("protobufjs uses this class when the codecs were loaded first, and no other one", () => {
  const output = new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--quiet",
      `import "./src/grpc/gen/codecs.ts";
       import protobuf from "protobufjs/minimal.js";
       import { Long } from "./src/grpc/long.ts";
       console.log(protobuf.util.Long === Long);`,
    ],
    cwd: new URL("../..", import.meta.url),
  }).outputSync();
  equal(new TextDecoder().decode(output.stdout), "true\n", new TextDecoder().decode(output.stderr));
  equal(typeof protobuf.util.Long, "function");
});
