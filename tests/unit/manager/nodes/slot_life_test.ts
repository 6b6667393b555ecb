import { deepEqual, equal } from "node:assert/strict";
import { SlotLife } from "../../../../src/manager/nodes/slot_life.ts";

function unexpected(error: unknown): never {
  throw error;
}

/** Whether it is settled, a turn later. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let isDone = false;
  void promise.then(() => isDone = true);
  await new Promise((resolve) => setTimeout(resolve, 0));
  return isDone;
}

Deno.test("done resolves when the life has ended and its work has, not before", async () => {
  const life = new SlotLife(unexpected);
  const work = Promise.withResolvers<void>();
  const other = Promise.withResolvers<void>();
  life.run(() => work.promise);
  life.run(() => other.promise);
  other.resolve();
  equal(await isSettled(life.done), false);
  equal(life.isOver, false);
  void life[Symbol.asyncDispose]();
  equal(life.isOver, true);
  equal(life.signal.aborted, true);
  equal(await isSettled(life.done), false);
  work.resolve();
  equal(await isSettled(life.done), true);
});

Deno.test("nothing is begun after the end, by the last steps of other work neither", async () => {
  const life = new SlotLife(unexpected);
  const first = Promise.withResolvers<void>();
  const begun: string[] = [];
  const begin = (what: string) => () => {
    begun.push(what);
    return Promise.resolve();
  };
  life.run(() => first.promise.then(() => life.run(begin("last step"))));
  life.run(begin("before"));
  void life[Symbol.asyncDispose]();
  life.run(begin("after"));
  first.resolve();
  await life.done;
  deepEqual(begun, ["before"]);
});

Deno.test("a life without work is done at its end, and ends once however often it is ended", async () => {
  const life = new SlotLife(unexpected);
  let aborts = 0;
  life.signal.addEventListener("abort", () => aborts += 1);
  equal(await isSettled(life.done), false);
  await life[Symbol.asyncDispose]();
  await life[Symbol.asyncDispose]();
  equal(aborts, 1);
  equal(await isSettled(life.done), true);
});

Deno.test("work that throws or rejects is reported, and ends neither the life nor other work", async () => {
  const errors: unknown[] = [];
  const life = new SlotLife((error) => void errors.push(error));
  const work = Promise.withResolvers<void>();
  life.run(() => work.promise);
  life.run(() => {
    throw new Error("thrown");
  });
  life.run(() => Promise.reject(new Error("rejected")));
  void life[Symbol.asyncDispose]();
  equal(await isSettled(life.done), false);
  deepEqual(errors, [new Error("thrown"), new Error("rejected")]);
  work.resolve();
  equal(await isSettled(life.done), true);
});
