/**
 * The stream of the page: server-sent events with all services, then every change, and the manager at a glance once a second.
 *
 * I1  Whoever comes back with the id of the last message goes on from there, or is told that everything is void and sent anew.
 * I2  A message has an id only when all before it is complete: a snapshot that broke off is not resumed inside.
 * I3  Nothing is sent that waits in more than one place: the subscription behind it is pulled when the client has read.
 */
import { ALL_SERVICES } from "../../manager/serve/api.ts";
import type { SubscriptionMessage, SubscriptionStart } from "../../manager/serve/subscription_messages.ts";
import type { SubscriptionMessages } from "../../manager/serve/subscriptions.ts";
import type { SubscribeRequest } from "../../manager/serve/subscription_messages.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Glance, ServiceRow, StreamMessage } from "./page_model.ts";
import { serviceRow } from "./rows.ts";

/** Between two glances, and the longest silence. */
const GLANCE_MS = 1_000;
/** Rows of a snapshot in one message. */
const ROWS = 200;
/** Of the browser, before it connects again. */
const RETRY_MS = 1_000;

export interface StreamOptions {
  readonly messages: SubscriptionMessages;
  readonly glance: () => Glance;
  readonly clock: Pick<Clock, "monotonicMs">;
}

/** What the stream behind it is asked for; `lastId` as the browser has it. */
export function subscriptionFor(lastId: string | undefined): SubscribeRequest {
  const [, revision, term = "0"] = /^([1-9]\d{0,18})(?:-(\d{1,19}))?$/.exec(lastId ?? "") ?? [];
  const start: SubscriptionStart = revision === undefined
    ? { kind: "snapshot" }
    : { kind: "after", afterRevision: BigInt(revision), afterTerm: BigInt(term) };
  return { filter: ALL_SERVICES, start, heartbeatIntervalMs: GLANCE_MS };
}

/** The text of the stream, piece by piece. */
export async function* streamText(
  { messages, glance, clock }: StreamOptions,
): AsyncGenerator<string, void, undefined> {
  yield `retry: ${RETRY_MS}\n\n${encode({ kind: "glance", glance: glance() })}`;
  let glanceAtMs = clock.monotonicMs();
  let rows: ServiceRow[] = [];
  for await (const message of messages) {
    if (message.kind === "snapshot") {
      rows.push(serviceRow(message.service));
      if (rows.length < ROWS) continue;
    }
    const rest = rows.length === 0 ? "" : encode({ kind: "services", rows });
    rows = [];
    let text = rest + textOf(message);
    if (clock.monotonicMs() - glanceAtMs >= GLANCE_MS || message.kind === "heartbeat") {
      text += encode({ kind: "glance", glance: glance() });
      glanceAtMs = clock.monotonicMs();
    }
    yield text;
  }
}

function textOf(message: SubscriptionMessage): string {
  const { kind } = message;
  const id = idOf(message);
  switch (kind) {
    case "snapshot":
      return "";
    case "snapshot-complete":
      // An instance that knows nothing has replaced what was known: the browser asks for the whole again.
      return encode({ kind: "whole", count: message.count }, id ?? "");
    case "change": {
      const { resourceId } = message.event;
      const row = message.service === undefined ? {} : { row: serviceRow(message.service) };
      return encode({ kind: "change", id: resourceId, ...row }, id);
    }
    case "gap":
      return encode({ kind: "reset", reason: message.reason });
    case "heartbeat":
      // So that a browser that saw no change for long does not ask for what it knows.
      return id === undefined ? "" : `id: ${id}\n`;
  }
}

/** Where the browser goes on, revision and term; undefined = not from here. */
function idOf({ revision, term = 0n }: SubscriptionMessage): string | undefined {
  return revision === 0n ? undefined : `${revision}-${term}`;
}

/** JSON has no line break outside of its texts, and none inside of them. */
function encode(message: StreamMessage, id?: string): string {
  const head = id === undefined ? "" : `id: ${id}\n`;
  return `${head}data: ${JSON.stringify(message)}\n\n`;
}
