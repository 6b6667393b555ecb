/** What the fuzzer has found, and some of every kind, once more: on a server of this process, and at the readers of texts. */
import { deepEqual, equal, ok } from "node:assert/strict";
import { type FuzzCase, isText, isWire, readCorpus } from "../../support/fuzz/corpus.ts";
import { Random } from "../../support/fuzz/random.ts";
import { makeText, readText, TEXT_KINDS, warningsOfProcess } from "../../support/fuzz/texts.ts";
import { sendWire } from "../../support/fuzz/wire_case.ts";
import { makeWire, WIRE_KINDS } from "../../support/fuzz/wire_makers.ts";
import { type Stage, stage } from "../grpc/support/stage.ts";

async function problemsOf(one: FuzzCase, world: Stage): Promise<readonly string[]> {
  const { kind, bytes, calls = 0 } = one;
  if (isText(kind)) return readText(kind, bytes);
  const [address = ""] = world.server.addresses;
  const { problems } = await sendWire(address, bytes, { calls, quietMs: 1_000 });
  const faults = world.log.at("error").map(({ message, fields }) => `${message}: ${fields["error"]}`);
  return [...problems, ...faults];
}

Deno.test("nothing of the corpus is a finding any more, and the server serves on", async () => {
  const corpus = readCorpus();
  ok(corpus.size >= WIRE_KINDS.length + TEXT_KINDS.length);
  await using world = await stage();
  using warnings = warningsOfProcess();
  for (const [name, one] of corpus) deepEqual(await problemsOf(one, world), [], name);
  await new Promise((resolve) => setTimeout(resolve, 0));
  deepEqual(warnings.texts, []);
  equal((await world.client.status()).version, "1.2.3");
});

Deno.test("a seed makes the same cases again, and they hold", async () => {
  await using world = await stage();
  for (const kind of WIRE_KINDS) {
    const made = makeWire(new Random(42), kind);
    deepEqual(makeWire(new Random(42), kind), made);
    deepEqual(await problemsOf({ kind, what: kind, ...made }, world), [], kind);
  }
  for (const kind of TEXT_KINDS) {
    const random = new Random(42);
    for (let n = 0; n < 50; n++) deepEqual(readText(kind, makeText(random, kind)), [], `${kind} ${n}`);
  }
  ok(isWire("calls") && !isWire("yaml"));
});

Deno.test("the fuzzer's calls are such that UpdateState is accepted", async () => {
  await using world = await stage();
  const { bytes, calls } = makeWire(new Random(1), "calls");
  const { statuses } = await sendWire(world.server.addresses[0] ?? "", bytes, { calls });
  ok((statuses.get(0) ?? 0) > 10, JSON.stringify([...statuses]));
  ok((await world.client.status()).version !== "");
});
