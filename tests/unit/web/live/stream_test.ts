import { deepEqual, equal, ok } from "node:assert/strict";
import { Subscriptions, VIEWER_NAMES } from "../../../../src/manager/serve/subscriptions.ts";
import { liveRoutes } from "../../../../src/web/live/live_routes.ts";
import type { ServiceDetail, StreamMessage } from "../../../../src/web/live/page_model.ts";
import { glanceOf } from "../../../../src/web/live/rows.ts";
import type { WebRequest } from "../../../../src/web/answer.ts";
import { Rig } from "../../../support/engine/rig.ts";

interface Piece {
  readonly id: string | undefined;
  readonly message: StreamMessage;
}

function piecesIn(text: string): readonly Piece[] {
  return text.split("\n\n").flatMap((block) => {
    const data = /^data: (.*)$/m.exec(block)?.[1];
    return data === undefined ? [] : [{ id: /^id: (.*)$/m.exec(block)?.[1], message: JSON.parse(data) }];
  });
}

function routesOf(rig: Rig, maxSubscribers = 2) {
  const viewers = new Subscriptions({
    ...{ api: rig.manager, clock: rig.clock, maxSubscribers, queueCapacity: 16 },
    names: VIEWER_NAMES,
  });
  const glance = () =>
    glanceOf({
      ...{ status: rig.manager.status(), alerts: rig.manager.alerts(), version: "1", residentBytes: 1 },
      nowMs: rig.clock.wallMs(),
    });
  return liveRoutes({ api: rig.manager, viewers, glance, clock: rig.clock });
}

function requestOf(
  options: { readonly query?: string; readonly lastId?: string; readonly signal?: AbortSignal },
) {
  const request: WebRequest = {
    path: "/",
    query: new URLSearchParams(options.query ?? ""),
    header: (name) => name === "last-event-id" ? options.lastId : undefined,
    signal: options.signal ?? new AbortController().signal,
  };
  return request;
}

/** The pieces of a stream, asked for one by one. */
async function open(routes: ReturnType<typeof routesOf>, options: Parameters<typeof requestOf>[0] = {}) {
  const answer = await routes["/api/stream"]?.(requestOf(options));
  const body = answer?.body;
  if (body === undefined || typeof body === "string" || body instanceof Uint8Array) {
    return { status: answer?.status, until: () => Promise.resolve([]) };
  }
  const texts = body[Symbol.asyncIterator]();
  /** Reads on until a message of that kind. */
  const until = async (kind: StreamMessage["kind"]): Promise<readonly Piece[]> => {
    const pieces: Piece[] = [];
    for (;;) {
      const { value, done } = await texts.next();
      if (done === true) return pieces;
      pieces.push(...piecesIn(value));
      if (pieces.some(({ message }) => message.kind === kind)) return pieces;
    }
  };
  return { status: answer?.status, until };
}

Deno.test("a page is sent the manager at a glance, all services in parts, and then every change with its id", async () => {
  await using rig = new Rig();
  rig.start();
  for (let index = 0; index < 450; index++) await rig.apply(`vehicle/s${index}`);
  const { until } = await open(routesOf(rig));
  const first = await until("whole");
  deepEqual(first.map(({ message }) => message.kind), [
    "glance",
    "services",
    "services",
    "services",
    "whole",
  ]);
  deepEqual(first.map(({ id }) => id !== undefined), [false, false, false, false, true]);
  const rows = first.flatMap(({ message }) => message.kind === "services" ? message.rows : []);
  equal(new Set(rows.map(({ id }) => id)).size, 450);
  await rig.apply("vehicle/new");
  const change = (await until("change")).at(-1);
  ok(change?.message.kind === "change");
  equal(change.message.row?.id, "vehicle/new");
  equal(change.id?.split("-")[0], String(rig.manager.revision()));
});

Deno.test("whoever comes back is sent what it missed, and no snapshot; the header is newer than the query", async () => {
  await using rig = new Rig();
  rig.start();
  await rig.apply("vehicle/a");
  const at = String(rig.manager.revision());
  await rig.apply("vehicle/b");
  const { until } = await open(routesOf(rig), { lastId: `${at}-1`, query: "after=1" });
  const changes = (await until("change")).filter(({ message }) => message.kind !== "glance");
  deepEqual(changes.map(({ message }) => message.kind), ["change"]);
  const [piece] = changes;
  equal(piece?.message.kind === "change" && piece.message.id, "vehicle/b");
});

Deno.test("an id of another history is answered with a reset and everything", async () => {
  await using rig = new Rig();
  rig.start();
  await rig.apply("vehicle/a");
  const { until } = await open(routesOf(rig), { query: "after=99999" });
  const kinds = (await until("whole")).map(({ message }) => message.kind);
  deepEqual(kinds, ["glance", "reset", "services", "whole"]);
});

Deno.test("without changes the manager at a glance comes once a second, with the id that is reached", async () => {
  await using rig = new Rig();
  rig.start();
  const { until } = await open(routesOf(rig));
  await until("whole");
  const next = until("glance");
  await rig.clock.advance(1_000);
  const [piece] = await next;
  equal(piece?.message.kind, "glance");
});

Deno.test("viewers: one more than allowed is told to come later, and takes the place of one that went", async () => {
  await using rig = new Rig();
  rig.start();
  const routes = routesOf(rig, 1);
  const gone = new AbortController();
  equal((await open(routes, { signal: gone.signal })).status, 200);
  equal((await open(routes)).status, 503);
  gone.abort();
  equal((await open(routes)).status, 200);
});

Deno.test("one service is told with its history; a name that is none, or of nobody, is refused", async () => {
  await using rig = new Rig();
  rig.start();
  await rig.apply("vehicle/a");
  const routes = routesOf(rig);
  const ask = async (query: string) => await routes["/api/service"]?.(requestOf({ query }));
  const answer = await ask("id=vehicle/a");
  equal(answer?.status, 200);
  const detail: ServiceDetail = JSON.parse(String(answer?.body));
  equal(detail.row?.id, "vehicle/a");
  ok(detail.episodes.length > 0 && (detail.episodes[0]?.steps.length ?? 0) > 0);
  equal((await ask("id=vehicle/none"))?.status, 404);
  equal((await ask("id=%00"))?.status, 400);
  equal((await ask(""))?.status, 400);
});

Deno.test("too many questions about services at once are put off", async () => {
  await using rig = new Rig();
  rig.start();
  const routes = routesOf(rig);
  const statuses = [];
  for (let index = 0; index < 41; index++) {
    statuses.push((await routes["/api/service"]?.(requestOf({ query: "id=a/b" })))?.status);
  }
  equal(statuses.at(-1), 429);
  await rig.clock.advance(1_000);
  equal((await routes["/api/service"]?.(requestOf({ query: "id=a/b" })))?.status, 404);
});

Deno.test("new streams are paced: each begins with every service", async () => {
  await using rig = new Rig();
  rig.start();
  const routes = routesOf(rig, 64);
  const statuses = [];
  for (let index = 0; index < 9; index++) statuses.push((await open(routes)).status);
  deepEqual([statuses.at(-2), statuses.at(-1)], [200, 429]);
  await rig.clock.advance(1_000);
  equal((await open(routes)).status, 200);
});

Deno.test("alerts are in the glance, the newest first, with what became of them", async () => {
  await using rig = new Rig();
  rig.start();
  rig.manager.alert({ severity: "Warning", reason: "EtcdUnavailable", message: "Etcd is away" });
  rig.manager.alert({ severity: "Critical", reason: "EtcdNoSpace", message: "Etcd is full" });
  const { until } = await open(routesOf(rig));
  const [first] = await until("glance");
  ok(first?.message.kind === "glance");
  const { alerts } = first.message.glance;
  deepEqual(alerts.map(({ message, state, service }) => [message, state, service]), [
    ["Etcd is full", "open", ""],
    ["Etcd is away", "open", ""],
  ]);
});
