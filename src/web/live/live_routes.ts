/**
 * What the page asks the daemon for: the stream of all services, and one service with its history. Read-only.
 *
 * I1  At most so many streams at once, and in a second so many new ones (each begins with all services) and so many questions about
 *     single services, whoever asks.
 */
import { StateManagerError } from "../../kit/errors.ts";
import { TokenBucket } from "../../kit/token_bucket.ts";
import type { ManagerApi } from "../../manager/serve/api.ts";
import type { SubscriptionMessages, SubscriptionSource } from "../../manager/serve/subscriptions.ts";
import type { Clock } from "../../ports/clock.ts";
import { parseResourceId } from "../../state/resource_id.ts";
import { type Answer, plain, type Routes, type WebRequest } from "../answer.ts";
import type { Glance } from "./page_model.ts";
import { serviceDetail } from "./rows.ts";
import { streamText, subscriptionFor } from "./stream.ts";

export interface LiveOptions {
  readonly api: Pick<ManagerApi, "explain" | "queryServices" | "isReady">;
  readonly viewers: SubscriptionSource;
  readonly glance: () => Glance;
  readonly clock: Clock;
}

/** Newest episodes of a service. */
const EPISODES = 8;
const QUESTIONS_PER_SECOND = 20;
const STREAMS_PER_SECOND = 4;
const RETRY_AFTER = { "retry-after": "2" };

export function liveRoutes(options: LiveOptions): Routes {
  const questions = paced(options.clock, QUESTIONS_PER_SECOND);
  const streams = paced(options.clock, STREAMS_PER_SECOND);
  return {
    "/api/stream": (request) => streams(() => stream(request, options)),
    "/api/service": (request) => questions(() => answered(() => detail(request, options))),
  };
}

/** Answers so often in a second, and twice as often at once. */
function paced(clock: Pick<Clock, "monotonicMs">, perSecond: number): (answer: () => Answer) => Answer {
  const bucket = new TokenBucket({
    ...{ capacity: 2 * perSecond, refillPerSecond: perSecond },
    nowMs: clock.monotonicMs(),
  });
  return (answer) =>
    bucket.take({ nowMs: clock.monotonicMs() }) === 0
      ? answer()
      : plain(429, "Too many at once.", RETRY_AFTER);
}

function stream(request: WebRequest, { viewers, glance, clock, api }: LiveOptions): Answer {
  if (!api.isReady()) return plain(503, "Not ready.", RETRY_AFTER);
  return answered(() => {
    const lastId = request.header("last-event-id") ?? request.query.get("after") ?? undefined;
    const messages: SubscriptionMessages = viewers.subscribe(subscriptionFor(lastId), request.signal);
    return {
      status: 200,
      type: "text/event-stream; charset=utf-8",
      body: streamText({ messages, glance, clock }),
    };
  });
}

function detail({ query }: WebRequest, { api }: LiveOptions): Answer {
  const resourceId = parseResourceId(query.get("id") ?? "");
  const explanation = api.explain({ kind: "service", resourceId, last: EPISODES });
  const filter = { namespaces: [], resourceIds: [resourceId], states: [], nodes: [] };
  const [service] = api.queryServices(filter, { limit: 1 }).services;
  const body = JSON.stringify(serviceDetail(service, explanation));
  return { status: 200, type: "application/json; charset=utf-8", body };
}

/** Expected failures by their status; the text is the manager's. */
function answered(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof StateManagerError)) throw error;
    const { failure, message } = error;
    if (failure.kind === "invalid") return plain(400, message);
    if (failure.kind === "not-found") return plain(404, message);
    return plain(503, message, RETRY_AFTER);
  }
}
