/** What a container has written, from its runtime. */
import type { Clock } from "../../ports/clock.ts";
import { type DriverResult, failed, succeeded } from "../driver.ts";
import { merged } from "../logs/merged.ts";
import type { LogReading, LogSource } from "../logs/source.ts";
import type { Engine } from "./engine.ts";
import { failureOf } from "./failure.ts";
import { LogFrames } from "./log_frames.ts";

const BLOCK_BYTES = 64 * 1024;
const MAX_WORDS = 500;
/** podman says what went wrong as an object behind "200": no frame begins like that. */
const OBJECT = "{".charCodeAt(0);

interface Access {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What the containers of one instance have written and write, each in its own order. */
export async function containersLogs(
  containerIds: readonly string[],
  reading: LogReading,
  access: Access,
): Promise<DriverResult<LogSource>> {
  const leaving = new AbortController();
  const signal = AbortSignal.any([access.signal, leaving.signal]);
  const sources: LogSource[] = [];
  for (const containerId of containerIds) {
    const opened = await containerLogs(containerId, reading, { ...access, signal });
    if (!opened.ok) {
      leaving.abort();
      return opened;
    }
    sources.push(opened.value);
  }
  const [only] = sources;
  if (only === undefined) {
    return failed("not-found", "there is no container of it now, and its log ended with the last one");
  }
  return succeeded(sources.length === 1 ? only : merged(sources, () => leaving.abort()));
}

async function containerLogs(
  containerId: string,
  { tailLines, maxAgeMs, isFollowed }: LogReading,
  { engine, clock, signal }: Access,
): Promise<DriverResult<LogSource>> {
  const what = "Cannot read the log of the container";
  const opened = await engine.open(`/containers/${containerId}/logs`, {
    signal,
    query: {
      ...{ stdout: "true", stderr: "true", timestamps: "true" },
      tail: `${tailLines}`,
      follow: `${isFollowed}`,
      ...(maxAgeMs > 0 && { since: ((clock.wallMs() - maxAgeMs) / 1000).toFixed(3) }),
    },
  });
  if (opened.kind === "open") return succeeded(linesOf(opened.chunks));
  const problem = failureOf(opened, what, engine.socket);
  return problem === undefined
    ? failed("refused", `${what}: an unexpected answer`)
    : { ok: false, failure: problem };
}

async function* linesOf(chunks: AsyncGenerator<Uint8Array, void, undefined>): LogSource {
  const frames = new LogFrames();
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst && chunk[0] === OBJECT) throw new Error(`the container runtime answers: ${wordsIn(chunk)}`);
    isFirst = false;
    for (let from = 0; from < chunk.length; from += BLOCK_BYTES) {
      const lines = frames.push(chunk.subarray(from, from + BLOCK_BYTES));
      if (lines.length > 0) yield lines;
    }
  }
  const rest = frames.finish();
  if (rest.length > 0) yield rest;
}

function wordsIn(chunk: Uint8Array): string {
  const text = new TextDecoder().decode(chunk.subarray(0, MAX_WORDS));
  return /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.trim();
}
