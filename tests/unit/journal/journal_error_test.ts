import assert from "node:assert/strict";
import { JournalError } from "../../../src/journal/journal_error.ts";

for (
  const [message, kind] of [
    ["database or disk is full", "full"],
    ["No space left on device (os error 28)", "full"],
    ["Disk quota exceeded (os error 122)", "full"],
    ["attempt to write a readonly database", "readonly"],
    ["Read-only file system (os error 30)", "readonly"],
    ["disk I/O error", "io"],
    ["unable to open database file", "io"],
    ["something nobody has seen before", "io"],
    ["database disk image is malformed", "corrupt"],
    ["file is not a database", "corrupt"],
    ["UNIQUE constraint failed: services.resource", "corrupt"],
    ["database is locked", "locked"],
    ["database is not open", "closed"],
  ] as const
) {
  Deno.test(`JournalError.from() classifies "${message}" as ${kind}`, () => {
    const cause = new Error(message);
    const error = JournalError.from(cause, "store revision 7");
    assert.equal(error.kind, kind);
    assert.equal(error.cause, cause);
    assert.ok(error.message.startsWith(`Cannot store revision 7: ${message}`), error.message);
  });
}

Deno.test("JournalError.from() returns a JournalError unchanged", () => {
  const error = new JournalError("order", "no");
  assert.equal(JournalError.from(error, "anything"), error);
});

Deno.test("JournalError.from() classifies a missing permission as readonly", () => {
  assert.equal(JournalError.from(new Deno.errors.PermissionDenied("no"), "open").kind, "readonly");
});
