import { equal } from "node:assert/strict";
import { ListenError } from "../../../src/kit/listen_error.ts";

const REASONS: readonly (readonly [cause: string, message: string])[] = [
  [
    "listen EADDRINUSE: address already in use 127.0.0.1:47001",
    "another process has the port; ss -ltnp 'sport = :47001' shows which, and listen sets another address",
  ],
  [
    "Address already in use (os error 98)",
    "another process has the port; ss -ltnp 'sport = :47001' shows which, and listen sets another address",
  ],
  ["listen EADDRNOTAVAIL: address not available", "this machine has no such address"],
  ["it is a file and not a socket", "it is a file and not a socket"],
];

Deno.test("a ListenError says in words what the operating system says in a code", () => {
  for (const [cause, why] of REASONS) {
    equal(
      new ListenError("127.0.0.1:47001", new Error(cause)).message,
      `Cannot listen on 127.0.0.1:47001: ${why}`,
    );
  }
});
