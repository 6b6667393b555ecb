/**
 * `/metrics`.
 *
 * I1  However often it is asked for, the figures are taken at most once in `MIN_AGE_MS`: who scrapes too eagerly costs a copy.
 */
import type { Clock } from "../../ports/clock.ts";
import type { Route } from "../answer.ts";
import { contentTypeOf, exposition, type Format, formatFor } from "./exposition.ts";
import { type MetricsSource, takeSamples } from "./samples.ts";

const MIN_AGE_MS = 500;

export function metricsRoute(source: MetricsSource, clock: Pick<Clock, "monotonicMs">): Route {
  const kept = new Map<Format, { readonly atMs: number; readonly text: Promise<string> }>();
  const textIn = (format: Format): Promise<string> => {
    const atMs = clock.monotonicMs();
    const last = kept.get(format);
    if (last !== undefined && atMs - last.atMs < MIN_AGE_MS) return last.text;
    const text = exposition(takeSamples(source), format);
    kept.set(format, { atMs, text });
    return text;
  };
  return async (request) => {
    const format = formatFor(request.header("accept"));
    return { status: 200, type: contentTypeOf(format), body: await textIn(format) };
  };
}
