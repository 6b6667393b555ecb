/** Where the server may listen, and how texts are cut. */
import assert from "node:assert/strict";
import { checkListenAddress, isLocalAddress, socketPathOf } from "../../../src/grpc/server/listen.ts";
import { truncateBytes } from "../../../src/records/checks.ts";

Deno.test("isLocalAddress() knows what stays on this machine", () => {
  const local = ["127.0.0.1:0", "127.8.9.10:1", "localhost:80", "[::1]:80", "unix:/run/a.sock"];
  const remote = [
    "0.0.0.0:0",
    "[::]:1",
    "10.0.0.1:1",
    "127.0.0.1.example.org:1",
    "example.org:1",
    "[fe80::1]:1",
    ":1",
    "x",
  ];
  for (const address of local) assert.equal(isLocalAddress(address), true, address);
  for (const address of remote) {
    assert.equal(isLocalAddress(address), false, address);
    assert.throws(() => checkListenAddress(address, false), /insecure_network: true/);
    checkListenAddress(address, true);
  }
  assert.equal(socketPathOf("unix:/run/a.sock"), "/run/a.sock");
  assert.equal(socketPathOf("127.0.0.1:1"), undefined);
});

Deno.test("truncateBytes() cuts at a character and never splits one", () => {
  assert.equal(truncateBytes("abc", 10), "abc");
  assert.equal(truncateBytes("ääää", 5), "ää");
  assert.equal(truncateBytes("a😀b", 4), "a");
  assert.equal(truncateBytes("a😀b", 5), "a😀");
  assert.equal(truncateBytes("a\ud800", 100), "a\ufffd");
  assert.equal(truncateBytes("x".repeat(5_000), 1_024).length, 1_024);
});
