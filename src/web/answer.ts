/** What a request over HTTP asks for and what it is answered: the interface between the server and what it serves. */

export interface WebRequest {
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case name; undefined = not sent. */
  header(name: string): string | undefined;
  /** Aborts when the client goes away or the server closes. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** The media type. */
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Pieces are sent one after the other; the next one is asked for when there is room for it. */
  readonly body: string | Uint8Array | AsyncIterable<string>;
}

/** Answers a request; what it throws is logged and answered as an internal error, without its message. */
export type Route = (request: WebRequest) => Answer | Promise<Answer>;

/** By path; every other path does not exist. */
export type Routes = Readonly<Record<string, Route>>;

export const PLAIN_TEXT = "text/plain; charset=utf-8";

/** One line for people. */
export function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, type: PLAIN_TEXT, headers, body: `${text}\n` };
}
