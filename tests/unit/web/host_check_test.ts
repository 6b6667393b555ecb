import { equal } from "node:assert/strict";
import { isHostAllowed } from "../../../src/web/host_check.ts";

const CASES: readonly (readonly [host: string | undefined, isAllowed: boolean])[] = [
  ["localhost", true],
  ["localhost:9464", true],
  ["LOCALHOST:9464", true],
  ["127.0.0.1:9464", true],
  ["192.168.1.7", true],
  ["[::1]:9464", true],
  ["ecu.local:9464", true],
  ["evil.example", false],
  ["evil.example:9464", false],
  ["localhost.evil.example", false],
  ["127.0.0.1.evil.example", false],
  ["1.2.3.4@evil.example", false],
  ["", false],
  [undefined, false],
];

Deno.test("isHostAllowed() takes addresses, localhost and the names that it listens by, and no other name", () => {
  for (const [host, isAllowed] of CASES) {
    equal(isHostAllowed(host, new Set(["ecu.local"])), isAllowed, String(host));
  }
});
