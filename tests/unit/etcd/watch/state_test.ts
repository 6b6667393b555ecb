import { deepStrictEqual, ok } from "node:assert/strict";
import type {
  EtcdFailureKind,
  EtcdOutcome,
  KeyEvent,
  KeyValue,
  RangeAnswer,
  WatchResponse,
} from "../../../../src/etcd/client/kv.ts";
import { WatchState, type WatchVerdict } from "../../../../src/etcd/watch/state.ts";

const PREFIX = "p/";

function entry(key: string, revision: bigint): KeyValue {
  return {
    key,
    value: `${key}@${revision}`,
    createRevision: 1n,
    modRevision: revision,
    version: 1n,
    lease: 0n,
  };
}

function page(
  revision: bigint,
  entries: readonly KeyValue[],
  options: { readonly clusterId?: string; readonly hasMore?: boolean } = {},
): EtcdOutcome<RangeAnswer> {
  const { clusterId = "c1", hasMore = false } = options;
  return { kind: "ok", revision, clusterId, value: { entries, hasMore } };
}

function failedPage(kind: EtcdFailureKind): EtcdOutcome<RangeAnswer> {
  return { kind: "failed", failure: failure(kind) };
}

function failure(kind: EtcdFailureKind) {
  return { kind, message: kind, mayHaveHappened: false };
}

function response(
  kind: WatchResponse["kind"],
  revision: bigint,
  more: Partial<WatchResponse> = {},
): WatchResponse {
  return {
    ...{ kind, revision, clusterId: "c1", events: [], isFragment: false, compactRevision: 0n, reason: "" },
    ...more,
  };
}

function put(key: string, revision: bigint): KeyEvent {
  return { kind: "put", entry: entry(key, revision) };
}

function deleted(key: string, revision: bigint): KeyEvent {
  return { kind: "delete", key, revision };
}

/** A verdict in short: the deliveries, and the next step. */
function short({ events, step }: WatchVerdict): readonly string[] {
  const delivered = events.map((event) => {
    switch (event.kind) {
      case "put":
        return `${event.origin} put ${event.entry.key}@${event.entry.modRevision}${
          event.isReset ? " reset" : ""
        }`;
      case "delete":
        return `delete ${event.key}@${event.revision}`;
      case "deletedByList":
        return `gone ${event.key}@${event.revision}${event.isReset ? " reset" : ""}`;
      case "synced":
        return `synced ${event.origin} @${event.revision}${event.isReset ? " reset" : ""}`;
      case "gap":
        return `gap ${event.reason}`;
      case "lost":
        return `lost ${event.failure.kind}`;
    }
  });
  switch (step.kind) {
    case "list": {
      const { fromKey, revision, limit, key, isPrefix } = step.request;
      if (!isPrefix) return [...delivered, `-> prove ${key}@${revision}`];
      const from = fromKey === undefined ? "" : ` from ${JSON.stringify(fromKey)} at ${revision}`;
      return [...delivered, `-> list ${limit}${from}`];
    }
    case "watch":
      return [...delivered, `-> watch ${step.startRevision}`];
    case "wait":
      return [...delivered, `-> wait ${step.delayMs}`];
    case "stay":
      return [...delivered, step.asksForProgress ? "-> stay, ask" : "-> stay"];
  }
}

type Input =
  | { readonly page: EtcdOutcome<RangeAnswer> }
  | { readonly response: WatchResponse }
  | { readonly end: EtcdFailureKind }
  | "next";

interface Case {
  readonly name: string;
  readonly inputs: readonly (readonly [Input, readonly string[]])[];
}

/** Known: a@5, b@7; delivered up to 10; the stream is open. */
const FOLLOWING: Case["inputs"] = [
  ["next", ["-> list 2"]],
  [{ page: page(10n, [entry("p/a", 5n), entry("p/b", 7n)]) }, [
    "list put p/a@5",
    "list put p/b@7",
    "synced list @10",
    "-> watch 11",
  ]],
  [{ response: response("created", 12n) }, ["-> stay"]],
];

/** The anchor is unchanged. */
const PROVED: Case["inputs"][number] = [{ page: page(40n, [entry("p/b", 7n)]) }, ["-> list 2"]];

const CASES: readonly Case[] = [
  {
    name: "pages of one revision, each after the last key of the previous one",
    inputs: [
      ["next", ["-> list 2"]],
      [{ page: page(10n, [entry("p/a", 5n), entry("p/b", 7n)], { hasMore: true }) }, [
        "list put p/a@5",
        "list put p/b@7",
        '-> list 2 from "p/b\\u0000" at 10',
      ]],
      [{ page: page(14n, [entry("p/c", 9n)]) }, ["list put p/c@9", "synced list @10", "-> watch 11"]],
    ],
  },
  {
    name:
      "the revision moves with events and progress, not with created; the stream is resumed at the newest change",
    inputs: [
      ...FOLLOWING,
      [{ end: "unavailable" }, ["lost unavailable", "-> wait 50"]],
      ["next", ["-> watch 7"]],
      [{ response: response("created", 20n) }, ["-> stay"]],
      [
        { response: response("events", 20n, { events: [put("p/b", 7n), put("p/a", 15n)] }) },
        ["live put p/a@15", "-> stay, ask"],
      ],
      [{ response: response("events", 22n) }, ["synced resume @22", "-> stay"]],
      [{ end: "timed-out" }, ["lost timed-out", "-> wait 50"]],
      ["next", ["-> watch 15"]],
      [{ response: response("created", 21n) }, ["gap history-changed", "-> wait 100"]],
    ],
  },
  {
    name:
      "a change that was undone before the list is not delivered, although it is newer than the newest entry",
    inputs: [
      ...FOLLOWING,
      [{ end: "unavailable" }, ["lost unavailable", "-> wait 50"]],
      ["next", ["-> watch 7"]],
      [{ response: response("created", 12n) }, ["-> stay"]],
      [
        {
          response: response("events", 12n, {
            events: [put("p/c", 7n), put("p/b", 7n), put("p/x", 8n), deleted("p/x", 9n), put("p/y", 12n)],
          }),
        },
        ["live put p/y@12", "synced resume @12", "-> stay"],
      ],
    ],
  },
  ...([
    ["has another value there", [{ ...put("p/b", 7n), entry: { ...entry("p/b", 7n), value: "other" } }]],
    ["has something later instead", [put("p/c", 8n), put("p/b", 9n)]],
    ["has another key there", [put("p/c", 7n)]],
    ["has nothing there", []],
  ] as const).map(([what, events]): Case => ({
    name: `a restored history that has overtaken the old one is recognised by the anchor: it ${what}`,
    inputs: [
      ...FOLLOWING,
      [{ end: "unavailable" }, ["lost unavailable", "-> wait 50"]],
      ["next", ["-> watch 7"]],
      [{ response: response("created", 12n) }, ["-> stay"]],
      [{ response: response("events", 12n, { events }) }, ["gap history-changed", "-> wait 100"]],
      ["next", ["-> list 2"]],
      [{ page: page(12n, [entry("p/a", 5n)]) }, [
        "list put p/a@5 reset",
        "gone p/b@12 reset",
        "synced list @12 reset",
        "-> watch 13",
      ]],
      [{ response: response("created", 12n) }, ["-> stay"]],
      [{ response: response("canceled", 12n, { compactRevision: 12n }) }, ["gap compacted", "-> wait 200"]],
      [{ page: page(14n, [entry("p/a", 13n)]) }, ["list put p/a@13", "synced list @14", "-> watch 15"]],
    ],
  })),
  {
    name: "an empty prefix is listed again, because no anchor proves that it is the same history",
    inputs: [
      ["next", ["-> list 2"]],
      [{ page: page(3n, []) }, ["synced list @3", "-> watch 4"]],
      [{ end: "unavailable" }, ["lost unavailable", "-> wait 50"]],
      ["next", ["-> list 2"]],
    ],
  },
  {
    name: "a stream that is lost repeatedly is reported once, with growing backoff",
    inputs: [
      ...FOLLOWING,
      [{ end: "unavailable" }, ["lost unavailable", "-> wait 50"]],
      [{ end: "denied" }, ["-> wait 100"]],
      [{ end: "unavailable" }, ["-> wait 200"]],
      [{ end: "unavailable" }, ["-> wait 400"]],
      [{ end: "unavailable" }, ["-> wait 800"]],
      [{ end: "unavailable" }, ["-> wait 1000"]],
      ["next", ["-> watch 7"]],
      [{ response: response("created", 10n) }, ["-> stay"]],
      [
        { response: response("events", 10n, { events: [put("p/b", 7n)] }) },
        ["synced resume @10", "-> stay"],
      ],
    ],
  },
  {
    name:
      "fragments: the stream is resumed at the incomplete revision, and delivered events are not repeated",
    inputs: [
      ...FOLLOWING,
      [
        {
          response: response("events", 13n, {
            isFragment: true,
            events: [put("p/c", 11n), deleted("p/c", 12n), put("p/d", 13n), deleted("p/a", 13n)],
          }),
        },
        ["live put p/c@11", "delete p/c@12", "live put p/d@13", "delete p/a@13", "-> stay"],
      ],
      [{ end: "unavailable" }, ["lost unavailable", "-> wait 50"]],
      ["next", ["-> watch 13"]],
      [{ response: response("created", 13n) }, ["-> stay"]],
      [
        {
          response: response("events", 13n, {
            events: [put("p/d", 13n), deleted("p/a", 13n), put("p/e", 13n)],
          }),
        },
        ["live put p/e@13", "synced resume @13", "-> stay"],
      ],
    ],
  },
  {
    name: "an event that a server sends twice is delivered once",
    inputs: [
      ...FOLLOWING,
      [
        {
          response: response("events", 12n, {
            isFragment: true,
            events: [put("p/c", 12n), deleted("p/a", 12n)],
          }),
        },
        ["live put p/c@12", "delete p/a@12", "-> stay"],
      ],
      [
        {
          response: response("events", 12n, {
            events: [put("p/c", 12n), deleted("p/a", 12n), put("p/d", 12n)],
          }),
        },
        ["live put p/d@12", "-> stay"],
      ],
    ],
  },
  {
    name: "compaction: the list delivers the existing keys and the deletions",
    inputs: [
      ...FOLLOWING,
      [{ response: response("canceled", 30n, { compactRevision: 20n }) }, [
        "gap compacted",
        "-> prove p/b@7",
      ]],
      PROVED,
      [{ page: page(30n, [entry("p/a", 5n), entry("p/c", 25n)]) }, [
        "list put p/a@5",
        "list put p/c@25",
        "gone p/b@30",
        "synced list @30",
        "-> watch 31",
      ]],
      [{ response: response("canceled", 30n, { compactRevision: 40n }) }, ["gap compacted", "-> wait 100"]],
      ["next", ["-> prove p/c@25"]],
    ],
  },
  {
    name: "failures of a stream that resuming cannot fix",
    inputs: [
      ...FOLLOWING,
      [{ response: response("canceled", 12n, { reason: "no" }) }, ["gap refused", "-> prove p/b@7"]],
      [{ end: "internal" }, ["gap refused", "-> wait 100"]],
      [{ end: "future-revision" }, ["gap history-changed", "-> wait 200"]],
      [{ end: "compacted" }, ["gap compacted", "-> wait 400"]],
    ],
  },
  {
    name: "another cluster: everything is delivered again as a reset",
    inputs: [
      ...FOLLOWING,
      [{ response: response("created", 12n, { clusterId: "c2" }) }, [
        "gap history-changed",
        "-> prove p/b@7",
      ]],
      [{ page: page(12n, [entry("p/b", 7n)], { clusterId: "c2" }) }, ["-> list 2"]],
      [{ page: page(12n, [entry("p/a", 5n)], { clusterId: "c2" }) }, [
        "list put p/a@5 reset",
        "gone p/b@12 reset",
        "synced list @12 reset",
        "-> watch 13",
      ]],
      [{ response: response("created", 12n, { clusterId: "c2" }) }, ["-> stay"]],
      [
        { response: response("events", 13n, { clusterId: "c2", events: [put("p/a", 13n)] }) },
        ["live put p/a@13", "-> stay"],
      ],
    ],
  },
  {
    name: "after a revision that went backwards the prefix is listed; the old revision is not awaited",
    inputs: [
      ...FOLLOWING,
      [{ end: "unavailable" }, ["lost unavailable", "-> wait 50"]],
      [{ response: response("created", 6n) }, ["gap history-changed", "-> wait 100"]],
      ["next", ["-> prove p/b@7"]],
      [{ page: failedPage("unavailable") }, ["-> wait 200"]],
      ["next", ["-> prove p/b@7"]],
      [{ page: failedPage("future-revision") }, ["-> list 2"]],
      [{ page: page(6n, [entry("p/a", 5n)]) }, [
        "list put p/a@5 reset",
        "gone p/b@6 reset",
        "synced list @6 reset",
        "-> watch 7",
      ]],
    ],
  },
  {
    name: "a member that lags behind is no reset",
    inputs: [
      ...FOLLOWING,
      [{ response: response("created", 8n) }, ["gap history-changed", "-> prove p/b@7"]],
      PROVED,
      [{ page: page(10n, [entry("p/a", 5n), entry("p/b", 7n)]) }, [
        "list put p/a@5",
        "list put p/b@7",
        "synced list @10",
        "-> watch 11",
      ]],
    ],
  },
  ...([
    ["was restored and has overtaken is recognised by reading the anchor", page(12n, []), " reset"],
    [
      "has another value there is recognised by reading the anchor",
      page(12n, [{ ...entry("p/b", 7n), value: "x" }]),
      " reset",
    ],
    ["may have been restored and is compacted counts as a different one", failedPage("compacted"), " reset"],
  ] as const).map(([what, proof, reset]): Case => ({
    name: `a history that ${what}`,
    inputs: [
      ...FOLLOWING,
      [{ response: response("created", 9n) }, ["gap history-changed", "-> prove p/b@7"]],
      [{ page: proof }, ["-> list 2"]],
      [{ page: page(12n, []) }, [
        `gone p/a@12${reset}`,
        `gone p/b@12${reset}`,
        `synced list @12${reset}`,
        "-> watch 13",
      ]],
    ],
  })),
  {
    name: "a compacted history that was not restored is the same one",
    inputs: [
      ...FOLLOWING,
      [{ response: response("canceled", 30n, { compactRevision: 20n }) }, [
        "gap compacted",
        "-> prove p/b@7",
      ]],
      [{ page: failedPage("compacted") }, ["-> list 2"]],
      [{ page: page(30n, [entry("p/a", 5n)]) }, [
        "list put p/a@5",
        "gone p/b@30",
        "synced list @30",
        "-> watch 31",
      ]],
    ],
  },
  {
    name: "a restored history that has overtaken the old one is recognised by an unknown key",
    inputs: [
      ...FOLLOWING,
      [{ response: response("canceled", 40n, { compactRevision: 30n }) }, [
        "gap compacted",
        "-> prove p/b@7",
      ]],
      PROVED,
      [{ page: page(40n, [entry("p/a", 5n), entry("p/x", 9n)]) }, ["list put p/a@5", "-> wait 100"]],
      ["next", ["-> list 2"]],
      [{ page: page(41n, [entry("p/a", 5n), entry("p/x", 9n)]) }, [
        "list put p/a@5 reset",
        "list put p/x@9 reset",
        "gone p/b@41 reset",
        "synced list @41 reset",
        "-> watch 42",
      ]],
    ],
  },
  {
    name: "a restored history that has overtaken the old one is recognised by a key older than known",
    inputs: [
      ...FOLLOWING,
      [{ response: response("canceled", 40n, { compactRevision: 30n }) }, [
        "gap compacted",
        "-> prove p/b@7",
      ]],
      PROVED,
      [{ page: page(40n, [entry("p/a", 4n)]) }, ["-> wait 100"]],
      [{ page: page(40n, []) }, [
        "gone p/a@40 reset",
        "gone p/b@40 reset",
        "synced list @40 reset",
        "-> watch 41",
      ]],
    ],
  },
  {
    name: "a list that is compacted between its pages begins again",
    inputs: [
      ...FOLLOWING,
      [{ response: response("canceled", 30n, { compactRevision: 20n }) }, [
        "gap compacted",
        "-> prove p/b@7",
      ]],
      PROVED,
      [
        { page: page(30n, [entry("p/a", 25n), entry("p/b", 7n)], { hasMore: true }) },
        ["list put p/a@25", "list put p/b@7", '-> list 2 from "p/b\\u0000" at 30'],
      ],
      [{ page: failedPage("compacted") }, ["-> wait 100"]],
      ["next", ["-> prove p/b@7"]],
      PROVED,
      [{ page: page(50n, [entry("p/a", 25n)]) }, [
        "list put p/a@25",
        "gone p/b@50",
        "synced list @50",
        "-> watch 51",
      ]],
    ],
  },
  {
    name: "a list that a different history answers in the middle begins again",
    inputs: [
      ["next", ["-> list 2"]],
      [{ page: page(30n, [entry("p/a", 25n), entry("p/b", 7n)], { hasMore: true }) }, [
        "list put p/a@25",
        "list put p/b@7",
        '-> list 2 from "p/b\\u0000" at 30',
      ]],
      [{ page: page(31n, [entry("p/c", 2n)], { clusterId: "c2" }) }, ["-> wait 50"]],
      ["next", ["-> list 2"]],
      [{ page: page(31n, [entry("p/a", 25n)], { clusterId: "c2" }) }, [
        "list put p/a@25 reset",
        "gone p/b@31 reset",
        "synced list @31 reset",
        "-> watch 32",
      ]],
    ],
  },
  {
    name: "a failed first list is reported as lost, and a page that is too large is halved",
    inputs: [
      ["next", ["-> list 2"]],
      [{ page: failedPage("unavailable") }, ["lost unavailable", "-> wait 50"]],
      [{ page: failedPage("too-large") }, ["-> list 1"]],
      [{ page: failedPage("too-large") }, ["-> wait 100"]],
      [{ page: page(3n, []) }, ["synced list @3", "-> watch 4"]],
    ],
  },
];

for (const { name, inputs } of CASES) {
  Deno.test(`WatchState: ${name}`, () => {
    const state = new WatchState({ prefix: PREFIX, pageEntries: 2, random01: () => 0.5 });
    inputs.forEach(([input, expected], index) => {
      const verdict = input === "next"
        ? { events: [], step: state.next() }
        : "page" in input
        ? state.onPage(input.page)
        : "response" in input
        ? state.onResponse(input.response)
        : state.onEnd(failure(input.end));
      deepStrictEqual(short(verdict), expected, `input ${index} of "${name}"`);
    });
  });
}

Deno.test("WatchState keeps one number per key", () => {
  const state = new WatchState({ prefix: PREFIX, random01: () => 0 });
  state.onPage(page(10n, [entry("p/a", 5n), entry("p/b", 7n)]));
  state.onResponse(response("events", 11n, { events: [deleted("p/a", 11n)] }));
  deepStrictEqual([state.knownKeys, state.completeUpTo], [1, 11n]);
  ok(!state.isCatchingUp);
});

Deno.test("WatchState follows keys before `listFrom`, and neither lists nor remembers them", () => {
  const state = new WatchState({ prefix: PREFIX, listFrom: "p/m", random01: () => 0 });
  deepStrictEqual(state.next(), {
    kind: "list",
    request: { key: PREFIX, isPrefix: true, limit: 500, fromKey: "p/m" },
  });
  state.onPage(page(10n, [entry("p/n", 5n)]));
  const delivered = state.onResponse(response("events", 12n, {
    events: [put("p/a", 12n), put("p/z", 12n), deleted("p/b", 12n)],
  }));
  deepStrictEqual(delivered.events.map((event) => event.kind), ["put", "put", "delete"]);
  deepStrictEqual(state.knownKeys, 2);
});
