import { deepEqual, equal, ok } from "node:assert/strict";
import {
  EMPTY_MS,
  isRepetition,
  isWorthTaking,
  NOTHING_SEEN,
  SHRUNKEN_MS,
  type Sightings,
  stampMs,
  takeList,
  withKnown,
} from "../../../src/pullpiri/sightings.ts";
import type { ContainerInfo } from "../../../src/pullpiri/words.ts";

function container(
  id: string,
  startedAt = "2026-11-29T16:04:27.158427728Z",
  name = `m_${id}`,
): ContainerInfo {
  return {
    ...{ id, names: [name], image: "i", config: { Hostname: "A" } },
    state: { Status: "running", StartedAt: startedAt },
    annotation: { "io.kubernetes.cri-o.Created": startedAt },
  };
}

const A = container("a");
const B = container("b");

function take(before: Sightings, list: readonly ContainerInfo[], nowMs: number, goes = false): Sightings {
  return takeList(before, list, { nowMs, isExpectedToGo: () => goes });
}

const ids = ({ containers }: Sightings) => [...containers.keys()].sort();

Deno.test("a container that is missing is gone with the second list, when that is late enough", () => {
  const both = take(NOTHING_SEEN, [A, B], 0);
  const first = take(both, [A], 1_000);
  deepEqual(ids(first), ["a", "b"]);
  deepEqual(ids(take(first, [A], 1_000 + SHRUNKEN_MS - 1)), ["a", "b"]);
  deepEqual(ids(take(first, [A], 1_000 + SHRUNKEN_MS)), ["a"]);
  const back = take(first, [A, B], 1_500);
  equal(back.missing.size, 0);
});

Deno.test("an empty list has to stay empty for as long as an engine may be away", () => {
  const seen = take(NOTHING_SEEN, [A], 0);
  const first = take(seen, [], 1_000);
  deepEqual(ids(take(first, [], 1_000 + EMPTY_MS - 1)), ["a"]);
  deepEqual(ids(take(first, [], 1_000 + EMPTY_MS)), []);
  ok(take(NOTHING_SEEN, [], 0).isKnown);
});

Deno.test("what is expected to go, and what another container has the name of, is gone at once", () => {
  const seen = take(NOTHING_SEEN, [A], 0);
  deepEqual(ids(take(seen, [], 1, true)), []);
  deepEqual(ids(take(seen, [container("c", undefined, "m_a")], 1)), ["c"]);
});

Deno.test("a list of the store is worth taking where it is newer, says the same, or lacks something", () => {
  const seen = take(NOTHING_SEEN, [container("a", "2026-11-29T16:05:00Z"), B], 0);
  ok(isWorthTaking(NOTHING_SEEN, []));
  ok(isWorthTaking(seen, [container("a", "2026-11-29T16:05:00Z"), B]));
  ok(isWorthTaking(seen, [B]));
  ok(isWorthTaking(seen, [container("a", "2026-11-29T16:06:00Z"), B]));
  ok(!isWorthTaking(seen, [container("a", "2026-11-29T16:04:00Z"), B]), "older");
  ok(
    !isWorthTaking(seen, [...seen.containers.values(), container("z", "2026-11-29T16:00:00Z")]),
    "kept for ever",
  );
});

Deno.test("a repetition says the same of every container, in whatever order", () => {
  const before = new Map([A, B].map((one) => [one.id, one]));
  const isRepeated = (list: readonly ContainerInfo[]) => isRepetition(before, withKnown(before, list));
  ok(isRepeated(structuredClone([B, A])));
  ok(!isRepeated([A]));
  ok(!isRepeated([A, { ...B, state: { ...B.state, Pid: "7" } }]));
  ok(!isRepeated([A, container("c")]));
});

Deno.test("what is told as before is the object from before, and anything else is not", () => {
  const before = new Map([[A.id, A]]);
  const state = { Status: "running", StartedAt: A.state["StartedAt"] ?? "" };
  // The order of a map is another one in every list.
  const reversed = { StartedAt: state.StartedAt, Status: state.Status };
  equal(withKnown(before, [{ ...structuredClone(A), state: reversed }])[0], A);
  const others: readonly ContainerInfo[] = [
    { ...A, state: { ...A.state, Status: "exited" } },
    { ...A, state: { ...A.state, Pid: "" } },
    { ...A, config: {} },
    { ...A, annotation: { ...A.annotation, more: "" } },
    { ...A, names: ["m_a", "m"] },
    { ...A, image: "j" },
    { ...A, id: "b" },
  ];
  for (const other of others) equal(withKnown(before, [other])[0], other);
});

Deno.test("stampMs() reads the times of nodes; never is 0", () => {
  equal(stampMs("1970-01-01T00:00:01.5Z"), 1_500);
  deepEqual(["0001-01-01T00:00:00Z", "", undefined, "soon"].map(stampMs), [0, 0, 0, 0]);
});
