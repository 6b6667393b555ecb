/** Connections that have not proved yet who they are. */
import { deepEqual } from "node:assert/strict";
import { Handshakes } from "../../../../src/grpc/server/door/handshakes.ts";

const NEVER = { destroy: () => {} };

Deno.test("who answers at once gets in beside any number that never do", () => {
  const handshakes = new Handshakes(4);
  const closed: string[] = [];
  const begin = (peer: string) => handshakes.begin(peer, { destroy: () => void closed.push(peer) });
  for (let index = 0; index < 100; index++) {
    begin(`silent:${index}`);
    if (index % 3 === 0) {
      begin("prompt");
      handshakes.end("prompt");
    }
  }
  deepEqual(closed.slice(0, 3), ["silent:0", "silent:1", "silent:2"]);
  deepEqual([closed.length, closed.includes("prompt"), closed.includes("silent:99")], [97, false, false]);
});

Deno.test("what is closed waits no more", () => {
  const handshakes = new Handshakes(2);
  handshakes.begin("a", NEVER);
  handshakes.end("a");
  handshakes.end("a");
  deepEqual(handshakes.buffers().map(({ used, overflows }) => [used, overflows]), [[0, 0]]);
});
