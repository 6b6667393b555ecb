/** A line on standard error for whatever takes longer than a second, while a person watches; gone when it is done. */
import { delay } from "../kit/delay.ts";
import { oneLine } from "../kit/visible_text.ts";
import type { CliIo } from "./io.ts";

const FIRST_MS = 1_000;
const NEXT_MS = 500;

/** Shows `text()` from the second second on. Where standard error is no terminal it shows nothing. */
export function showProgress(io: CliIo, text: () => string): Disposable {
  const end = new AbortController();
  if (io.isStderrTTY === true) void show(io, text, end.signal);
  return { [Symbol.dispose]: () => end.abort() };
}

async function show(io: CliIo, text: () => string, signal: AbortSignal): Promise<void> {
  const startedMs = io.clock.monotonicMs();
  await delay(io.clock, FIRST_MS, signal);
  if (signal.aborted) return;
  signal.addEventListener("abort", () => io.control?.("\r\x1b[K"), { once: true });
  while (!signal.aborted) {
    const seconds = Math.round((io.clock.monotonicMs() - startedMs) / 1_000);
    io.control?.(`\r\x1b[K${oneLine(text())} (${seconds} s)`);
    await delay(io.clock, NEXT_MS, signal);
  }
}
