/** What a process wrote to the disk, as the kernel counts it. */

/**
 * Bytes of pages that were made dirty and have to go to the disk; a page counts once until it is written back. Throws where the kernel
 * does not tell (another user's process, a kernel without task I/O accounting).
 */
export function readDiskWrites(pid: number): number {
  const text = Deno.readTextFileSync(`/proc/${pid}/io`);
  const value = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(text)?.[1] ?? NaN);
  return value("write_bytes") - value("cancelled_write_bytes");
}

/** Adds up what a file grows by, looked at twice a second; what it is cut back by does not count. */
export class GrowthMeter implements Disposable {
  readonly #path: string;
  readonly #timer: ReturnType<typeof setInterval>;
  #size: number;
  #grown = 0;

  constructor(path: string) {
    this.#path = path;
    this.#size = this.#look();
    this.#timer = setInterval(() => this.#take(), 500);
  }

  get bytes(): number {
    this.#take();
    return this.#grown;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #take(): void {
    const size = this.#look();
    this.#grown += size > this.#size ? size - this.#size : size < this.#size ? size : 0;
    this.#size = size;
  }

  #look(): number {
    try {
      return Deno.statSync(this.#path).size;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return 0;
      throw error;
    }
  }
}
