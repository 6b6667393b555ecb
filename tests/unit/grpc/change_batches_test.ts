import assert from "node:assert/strict";
import { messageCodec } from "../../../src/grpc/definitions.ts";
import type { StateChangeEvent__Output } from "../../../src/grpc/gen/piccolo/statemanager/v1/StateChangeEvent.ts";
import { ChangeBatches } from "../../../src/grpc/server/change_batches.ts";
import { messagesFromWire, messageToWire } from "../../../src/grpc/wire/subscription.ts";
import type { ChangeMessage } from "../../../src/manager/serve/subscription_messages.ts";
import { resourceId } from "../../../src/state/resource_id.ts";
import { testEvent, testService } from "../../support/cli.ts";

const Message = messageCodec<StateChangeEvent__Output>("piccolo.statemanager.v1.StateChangeEvent");

function change(revision: number, text = ""): ChangeMessage {
  const service = testService(resourceId("vehicle", "lidar"));
  const status = { ...service.status, lastReason: text };
  return {
    kind: "change",
    event: testEvent("vehicle/lidar", BigInt(revision)),
    ...(revision % 3 !== 0 && { service: { ...service, status } }),
    revision: BigInt(revision),
  };
}

/** Changes that wait, as a subscription has them. */
function waiting(changes: readonly ChangeMessage[]) {
  const left = [...changes];
  return { left, nextOf: () => left.shift() };
}

function read(bytes: Uint8Array | undefined) {
  assert.ok(bytes !== undefined);
  const wire = Message.toObject(Message.decode(bytes), {
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
  });
  return { wire, messages: messagesFromWire(wire) };
}

Deno.test("a batch has every change with its own revision, and the message the cursor of the last", () => {
  const [first, ...rest] = [1, 2, 3, 300].map((revision) => change(revision));
  assert.ok(first !== undefined);
  const { wire, messages } = read(new ChangeBatches().take({ first, term: 7n, most: 10 }, waiting(rest)));
  assert.deepEqual([wire.payload, wire.revision, wire.term], ["changes", "300", "7"]);
  assert.deepEqual(messages, [first, ...rest].map((one) => ({ ...one, term: 7n })));
});

Deno.test("a change that is alone is no batch, and no more are taken than were asked for", () => {
  const batches = new ChangeBatches();
  assert.equal(batches.take({ first: change(1), term: 0n, most: 10 }, waiting([])), undefined);
  const source = waiting([2, 3, 4, 5].map((revision) => change(revision)));
  assert.equal(read(batches.take({ first: change(1), term: 0n, most: 3 }, source)).messages.length, 3);
  assert.equal(source.left.length, 2);
});

Deno.test("a batch ends where it is large enough", () => {
  const large = Array.from({ length: 100 }, (_, index) => change(3 * index + 1, "x".repeat(16_000)));
  const [first, ...rest] = large;
  assert.ok(first !== undefined);
  const bytes = new ChangeBatches().take({ first, term: 0n, most: 1_000 }, waiting(rest));
  assert.ok(
    bytes !== undefined && bytes.length > 256 * 1024 && bytes.length < 280 * 1024,
    `${bytes?.length}`,
  );
});

Deno.test("who is sent the same changes is sent the same bytes, and others are sent theirs", () => {
  const batches = new ChangeBatches();
  const [first, second, third] = [change(1), change(2), change(4)];
  const take = (rest: readonly ChangeMessage[]) => batches.take({ first, term: 1n, most: 10 }, waiting(rest));
  assert.equal(take([second, third]), take([second, third]));
  assert.deepEqual(read(take([third])).messages.map(({ revision }) => revision), [1n, 4n]);
  assert.deepEqual(read(take([second, third])).messages.map(({ revision }) => revision), [1n, 2n, 4n]);
});

Deno.test("a client reads single messages as before, and refuses a batch that is empty or too long", () => {
  const single = messageToWire({ ...change(1), term: 2n });
  const { messages } = read(encode(single));
  assert.deepEqual(messages, [{ ...change(1), term: 2n }]);
  for (const changes of [[], Array.from({ length: 1_001 }, () => messageToWire(change(1)).change ?? null)]) {
    assert.throws(() => read(encode({ changes: { changes }, revision: "1" })), /changes/);
  }
});

function encode(message: object): Uint8Array {
  return Message.encode(Message.fromObject(message)).finish();
}
