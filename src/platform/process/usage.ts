/** What this process uses of memory and CPU time. */
import process from "node:process";

const startedAtSeconds = Math.floor((performance.timeOrigin) / 1_000);

export interface Usage {
  readonly residentBytes: number;
  readonly heapUsedBytes: number;
  readonly heapSizeBytes: number;
  readonly externalBytes: number;
  readonly cpuSeconds: number;
  /** Wall time, since 1970. */
  readonly startedAtSeconds: number;
}

export function processUsage(): Usage {
  const { rss, heapUsed, heapTotal, external } = Deno.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    residentBytes: rss,
    heapUsedBytes: heapUsed,
    heapSizeBytes: heapTotal,
    externalBytes: external,
    cpuSeconds: (user + system) / 1_000_000,
    startedAtSeconds,
  };
}
