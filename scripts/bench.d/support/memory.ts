/** What the kernel says that a process has in memory. */
import { median, pause, rounded } from "./figures.ts";

export interface Memory {
  /** Resident, MiB: everything, with the pages of the program file. */
  readonly rss: number;
  /** Of that, memory of its own: heap, buffers, stacks. */
  readonly anon: number;
}

export interface MemoryReading extends Memory {
  /** (highest - lowest) / median of the samples' rss. */
  readonly spread: number;
}

const SAMPLES = 5;
const SAMPLE_MS = 200;

export async function readMemory(pid: number): Promise<Memory> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const mebibytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? NaN) / 1024;
  return { rss: rounded(mebibytes("VmRSS")), anon: rounded(mebibytes("RssAnon")) };
}

/** The median of five looks within a second, after a rest. */
export async function settledMemory(pid: number, restMs: number): Promise<MemoryReading> {
  await pause(restMs);
  const samples: Memory[] = [];
  for (let index = 0; index < SAMPLES; index++) {
    samples.push(await readMemory(pid));
    await pause(SAMPLE_MS);
  }
  const rss = samples.map((sample) => sample.rss);
  return {
    rss: median(rss),
    anon: median(samples.map((sample) => sample.anon)),
    spread: rounded((Math.max(...rss) - Math.min(...rss)) / median(rss), 3),
  };
}
