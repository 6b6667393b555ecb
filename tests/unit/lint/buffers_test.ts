/** Nothing grows without a bound: every collection of the source is part of a buffer, or says what bounds it. */
import { deepEqual, ok } from "node:assert/strict";
import { BUFFER_NAMES } from "../../../scripts/buffers.ts";
import { type Bound, COLLECTIONS, COUNTED_ONLY, LEFT_OUT } from "../../support/buffers/collections.ts";
import { findCollections } from "../../support/buffers/find_collections.ts";

const root = new URL("../../../", import.meta.url).pathname;

function* sources(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(`${root}${folder}`)) {
    const path = `${folder}/${name}`;
    if (Object.keys(LEFT_OUT).some((left) => `${path}/`.startsWith(left) || path === left)) continue;
    if (isDirectory) yield* sources(path);
    else if (name.endsWith(".ts")) yield path;
  }
}

const bounds: readonly (readonly [collection: string, bound: Bound])[] = Object.entries(COLLECTIONS)
  .flatMap(([path, collections]) =>
    Object.entries(collections).map(([name, bound]) => [`${path} ${name}`, bound] as const)
  );

Deno.test("every collection that outlives a call is listed with what bounds it, and nothing is listed that is gone", () => {
  const found = [...sources("src")].flatMap((path) =>
    [...new Set(findCollections(Deno.readTextFileSync(`${root}${path}`)))].map((name) => `${path} ${name}`)
  );
  const listed = bounds.map(([collection]) => collection);
  const notListed = found.filter((collection) => !listed.includes(collection));
  const gone = listed.filter((collection) => !found.includes(collection));
  deepEqual({ notListed, gone }, { notListed: [], gone: [] });
});

Deno.test("what is left out of the search exists", () => {
  for (const path of Object.keys(LEFT_OUT)) ok(Deno.statSync(`${root}${path}`), path);
});

Deno.test("every buffer is named by a collection of the source", () => {
  const named = new Set(bounds.flatMap(([, bound]) => "buffer" in bound ? [bound.buffer].flat() : []));
  deepEqual(BUFFER_NAMES.filter((name) => !named.has(name)), Object.keys(COUNTED_ONLY));
});

Deno.test("a queue with a capacity is always part of a buffer", () => {
  const owners = [...sources("src")].filter((path) =>
    /new (BoundedQueue|Slots|ReservedSlots|WorkQueue)\b/.test(Deno.readTextFileSync(`${root}${path}`))
  );
  ok(owners.length > 5);
  for (const path of owners) {
    const isCounted = Object.values(COLLECTIONS[path] ?? {}).some((bound) => "buffer" in bound);
    ok(isCounted, `${path} has a queue with a capacity and no buffer`);
  }
});

const CASES: readonly (readonly [source: string, found: readonly string[]])[] = [
  ["class A { readonly #waiting = new Map<string, number>(); }", ["A.waiting"]],
  ["class A { #events: StateEvent[] = []; #next = []; }", ["A.events", "A.next"]],
  ["class A { readonly seen: Set<string>; constructor() { this.seen = new Set(); } }", ["A.seen"]],
  ["class A { #early: Uint8Array[] | null = null; }", ["A.early"]],
  ["class A { #queue = new BoundedQueue({ capacity: 1 }); #slots: Slots; }", ["A.queue", "A.slots"]],
  ["class A { make() { return { waiting: new Set() }; } }", ["A{waiting}"]],
  ["const known = new Map(); export const more = new Set();", ["known", "more"]],
  ["class A { readonly #limits: ReadonlyMap<string, number> = new Map([['a', 1]]); }", []],
  ["class A { readonly names: readonly string[] = []; readonly #two = [1, 2]; }", []],
  ["const TABLE: ReadonlySet<string> = new Set(['a']);", []],
  ["function sum() { const seen = new Set(); return seen.size; }", []],
];

Deno.test("the search finds a collection however it is written, and nothing that cannot grow", () => {
  for (const [source, found] of CASES) deepEqual(findCollections(source), found, source);
});

Deno.test("every buffer is filled to its capacity and one beyond by a test", () => {
  const folders = ["tests/unit/buffers", "tests/integration/buffers"];
  const tests = folders.flatMap((folder) => [...sources(folder)]).map((path) =>
    Deno.readTextFileSync(`${root}${path}`)
  );
  const filled = tests.flatMap((test) => [...test.matchAll(/^(?:fills\(|Deno\.test\()"(\w+)(?:"|:)/gm)]);
  deepEqual(filled.map(([, name]) => name).toSorted(), BUFFER_NAMES.toSorted());
});
