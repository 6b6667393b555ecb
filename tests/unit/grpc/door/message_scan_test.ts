import { deepEqual, equal } from "node:assert/strict";
import { status as Status } from "@grpc/grpc-js";
import { MessageScan, type ScanRules } from "../../../../src/grpc/server/door/message_scan.ts";
import { ByteBudget } from "../../../../src/kit/byte_budget.ts";
import { framed } from "../../../support/http2/raw_peer.ts";

const UNARY: ScanRules = { isStream: false, maxMessageBytes: 1_000, encoding: "" };
const STREAM: ScanRules = { ...UNARY, isStream: true };

function scanOf(rules: Partial<ScanRules> = {}, capacityBytes = 1_000_000) {
  const account = new ByteBudget({ name: "client_bytes", capacityBytes });
  return { account, scan: new MessageScan({ ...UNARY, ...rules }, account) };
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

/** The code with which bytes are refused, however they are cut; "complete" when they are a request. */
function verdictOf(bytes: Uint8Array, rules: Partial<ScanRules> = {}): string {
  const verdicts = new Set([1, 3, bytes.length + 1].map((step) => {
    const { scan } = scanOf(rules);
    for (let at = 0; at < bytes.length; at += step) {
      const refusal = scan.data(bytes, at, Math.min(bytes.length, at + step));
      if (refusal !== null) return Status[refusal.code] ?? "";
    }
    const refusal = scan.end();
    return refusal === null ? "complete" : Status[refusal.code] ?? "";
  }));
  equal(verdicts.size, 1, [...verdicts].join(" or "));
  return [...verdicts].join();
}

const MESSAGE = framed(new Uint8Array(10));
const CASES: readonly (readonly [string, Uint8Array, Partial<ScanRules>, string])[] = [
  ["one message", MESSAGE, {}, "complete"],
  ["an empty message", framed(new Uint8Array(0)), {}, "complete"],
  ["a message of the largest size", framed(new Uint8Array(1_000)), {}, "complete"],
  ["a message that is larger", framed(new Uint8Array(1_001)), {}, "RESOURCE_EXHAUSTED"],
  ["a message that claims 4 GiB", framed(new Uint8Array(1), 0, 0xffff_ffff), {}, "RESOURCE_EXHAUSTED"],
  ["nothing", new Uint8Array(0), {}, "UNIMPLEMENTED"],
  ["nothing of a stream", new Uint8Array(0), STREAM, "complete"],
  ["two messages", join(MESSAGE, MESSAGE), {}, "UNIMPLEMENTED"],
  ["two messages of a stream", join(MESSAGE, MESSAGE), STREAM, "complete"],
  ["half a prefix", MESSAGE.subarray(0, 3), {}, "INVALID_ARGUMENT"],
  ["half a message", MESSAGE.subarray(0, 9), {}, "INVALID_ARGUMENT"],
  ["half a second message", join(MESSAGE, MESSAGE.subarray(0, 9)), STREAM, "INVALID_ARGUMENT"],
  ["the flag 2", framed(new Uint8Array(1), 2), {}, "INVALID_ARGUMENT"],
  ["the flag 255", framed(new Uint8Array(1), 255), {}, "INVALID_ARGUMENT"],
  ["the flag 1 without an encoding", framed(new Uint8Array(1), 1), {}, "INTERNAL"],
  ["the flag 1 with identity", framed(new Uint8Array(1), 1), { encoding: "identity" }, "INTERNAL"],
  ["the flag 1 with gzip", framed(new Uint8Array(1), 1), { encoding: "gzip" }, "UNIMPLEMENTED"],
  ["gzip that is not used", MESSAGE, { encoding: "gzip" }, "complete"],
];

for (const [name, bytes, rules, verdict] of CASES) {
  Deno.test(`MessageScan answers ${name} with ${verdict}`, () => equal(verdictOf(bytes, rules), verdict));
}

Deno.test("MessageScan books a message when its length is known, and refuses what has no room", () => {
  const { account, scan } = scanOf({}, 1_000);
  equal(scan.data(framed(new Uint8Array(0), 0, 400), 0, 5), null);
  equal(account.usedBytes, 800);
  equal(scanOf({}, 799).scan.data(framed(new Uint8Array(0), 0, 400), 0, 5)?.code, Status.RESOURCE_EXHAUSTED);
});

Deno.test("MessageScan of a stream keeps only the messages booked that may still be held", () => {
  const { account, scan } = scanOf(STREAM);
  const bytes = join(...Array.from({ length: 100 }, () => MESSAGE));
  deepEqual(scan.data(bytes, 0, bytes.length), null);
  equal(account.usedBytes, 17 * 20);
});
