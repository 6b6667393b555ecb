/**
 * One request over HTTP, from its head to the end of its answer.
 *
 * I1  Only reading: every method but GET and HEAD is refused, and a body is never read.
 * I2  Nobody who does not read holds anything for longer than the stall time.
 * I3  What an answer may load, and who may frame or keep it, is said in every answer.
 */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "../kit/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { type Answer, plain, type Routes, type WebRequest } from "./answer.ts";
import { isHostAllowed } from "./host_check.ts";

export interface ResponderOptions {
  readonly routes: Routes;
  /** Names in the Host header besides `localhost` and addresses; undefined = any, because no browser gets here. */
  readonly hostNames: ReadonlySet<string> | undefined;
  /** Longest wait for a client that does not read, milliseconds. */
  readonly stallMs: number;
  readonly closing: AbortSignal;
  readonly clock: Clock;
  readonly log: Log;
}

/** I3. Nothing from elsewhere, no script or style in the text of the page, no forms, no frames. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
    "require-trusted-types-for 'script'; trusted-types 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cache-control": "no-store",
};

/** Answers the request, and never rejects; the status that was sent, 0 = the client went away before. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  options: ResponderOptions,
): Promise<number> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const signal = AbortSignal.any([gone.signal, options.closing]);
  const answer = await answerOf(request, signal, options);
  if (gone.signal.aborted) return 0;
  try {
    await send(response, answer, { ...options, signal });
  } catch (error) {
    if (!gone.signal.aborted) options.log.warn("An answer broke off", { error: messageOf(error) });
    response.destroy();
  }
  return answer.status;
}

async function answerOf(
  request: IncomingMessage,
  signal: AbortSignal,
  { routes, hostNames, log }: ResponderOptions,
): Promise<Answer> {
  const { method = "", url = "", headers } = request;
  if (hostNames !== undefined && !isHostAllowed(headers.host, hostNames)) {
    return plain(403, "This host name is not served here: use localhost or an address.");
  }
  if (isFromElsewhere(headers)) return plain(403, "Other sites may link to this page, and no more.");
  // I1
  if (method !== "GET" && method !== "HEAD") {
    return plain(405, "Only GET and HEAD are served.", { allow: "GET, HEAD", connection: "close" });
  }
  const [path = "", query = ""] = url.split("?", 2);
  const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
  if (route === undefined) return plain(404, "There is nothing here.");
  const asked: WebRequest = {
    path,
    query: new URLSearchParams(query),
    header: (name) => {
      const value = headers[name];
      return typeof value === "string" ? value : value?.join(", ");
    },
    signal,
  };
  try {
    return await route(asked);
  } catch (error) {
    log.error("Cannot answer over HTTP", { path, error: messageOf(error) });
    return plain(500, "This failed; the log says why.");
  }
}

/** Another site has its visitor's browser ask: it could not read the answer, but hold a place. */
function isFromElsewhere(headers: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  const isOwn = site === undefined || site === "same-origin" || site === "none";
  return !isOwn && headers["sec-fetch-mode"] !== "navigate";
}

interface SendOptions extends ResponderOptions {
  readonly signal: AbortSignal;
}

async function send(response: ServerResponse, answer: Answer, options: SendOptions): Promise<void> {
  const { status, type, headers = {}, body } = answer;
  const isWhole = typeof body === "string" || body instanceof Uint8Array;
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    "content-type": type,
    ...(isWhole && bytes instanceof Uint8Array ? { "content-length": String(bytes.length) } : {}),
    ...headers,
  });
  if (bytes instanceof Uint8Array) await finish(response, bytes, options);
  else if (response.req.method === "HEAD") await finish(response, undefined, options);
  else await stream(response, bytes, options);
}

async function stream(
  response: ServerResponse,
  pieces: AsyncIterable<string>,
  options: SendOptions,
): Promise<void> {
  response.flushHeaders();
  for await (const piece of pieces) {
    if (options.signal.aborted) break;
    if (!response.write(piece)) await taken(response, "drain", options);
  }
  await finish(response, undefined, options);
}

async function finish(
  response: ServerResponse,
  last: Uint8Array | undefined,
  options: SendOptions,
): Promise<void> {
  if (last === undefined) response.end();
  else response.end(last);
  if (!response.writableFinished) await taken(response, "finish", options);
}

/** Resolves when the client has read on or gone away; rejects when it did neither in time (I2). */
function taken(
  response: ServerResponse,
  event: "drain" | "finish",
  { clock, stallMs }: SendOptions,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const settle = (): void => {
    timer.cancel();
    response.off(event, settle);
    response.off("close", settle);
    resolve();
  };
  const timer = clock.schedule(stallMs, () => {
    reject(new Error(`the client has read nothing for ${stallMs} ms`));
    settle();
  });
  response.once(event, settle);
  response.once("close", settle);
  return promise;
}
