/** Clients that do nothing wrong beside those who do, in a thread of their own: how long they wait, and what they are refused. */
import type { TlsFiles } from "../../../src/grpc/tls.ts";
import type { GoodClient } from "./good_client.ts";

export interface GoodAddress {
  readonly name: string;
  readonly address: string;
  readonly files?: TlsFiles;
}

/** Since they were asked for the last time; the failures since the beginning. */
export interface GoodFigures {
  readonly clients: Readonly<Record<string, ReturnType<GoodClient["take"]>>>;
  readonly newcomers: { readonly count: number; readonly p50Ms: number; readonly maxMs: number };
  readonly failures: readonly string[];
}

/** Disturbed clients may wait so much longer than undisturbed ones, and anybody for a second. */
const FACTOR = 3;
const ANYBODY_MS = 1_000;

export class GoodClients implements Disposable {
  readonly #worker = new Worker(new URL("./good_worker.ts", import.meta.url), { type: "module" });

  constructor(addresses: readonly GoodAddress[]) {
    this.#worker.postMessage(addresses);
  }

  take(): Promise<GoodFigures> {
    return new Promise((resolve) => {
      this.#worker.onmessage = ({ data }: MessageEvent<GoodFigures>) => resolve(data);
      this.#worker.postMessage("take");
    });
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}

/** Whether the others were no more than noticed. */
export function isHardlyDisturbed(undisturbed: GoodFigures, disturbed: GoodFigures): boolean {
  const isEnough = (before: number, now: number) => now <= Math.max(ANYBODY_MS, FACTOR * before);
  return disturbed.failures.length === 0 &&
    isEnough(undisturbed.newcomers.maxMs, disturbed.newcomers.maxMs) &&
    Object.entries(disturbed.clients).every(([name, { p99Ms }]) =>
      isEnough(undisturbed.clients[name]?.p99Ms ?? 0, p99Ms)
    );
}
