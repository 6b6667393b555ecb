/**
 * A disk as it may be found after the power was cut: what `strace` saw a program write, with everything that the program did
 * not wait for kept or lost at random, sector by sector.
 *
 * What is assumed of the file system is what ext4, XFS, F2FS and UBIFS promise: fsync and fdatasync keep what was written
 * before they were called; what is written after a file was truncated is not kept while the truncation is lost.
 */

const SECTOR_BYTES = 512;

type Change =
  | { readonly kind: "write"; readonly offset: number; readonly data: Uint8Array }
  | { readonly kind: "truncate"; readonly size: number };

/** One system call on a file that is watched. */
export interface Call {
  readonly pid: string;
  readonly name: string;
  readonly path: string;
  readonly change?: Change;
  /** Whether it begins here, ends here, or both. */
  readonly phase: "whole" | "begin" | "end";
}

/** A whole number below the limit, from a seed: the same ones for the same seed. */
export type Pick = (limit: number) => number;

export function picker(seed: number): Pick {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) % limit;
  };
}

/** Reads the output of `strace -f -y -xx -e trace=pwrite64,write,ftruncate,fsync,fdatasync`. */
export function parseTrace(trace: string): readonly Call[] {
  const calls: Call[] = [];
  for (const line of trace.split("\n")) {
    const end = /^(\d+) +<\.\.\. (\w+) resumed>.*= \d+/.exec(line);
    if (end !== null) {
      calls.push({ pid: end[1] ?? "", name: end[2] ?? "", path: "", phase: "end" });
      continue;
    }
    const match = /^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$/.exec(line);
    if (match === null) continue;
    const [, pid = "", name = "", path = "", rest = ""] = match;
    const isUnfinished = rest.includes("<unfinished");
    if (!isUnfinished && !/\)\s+= \d+/.test(rest)) continue;
    const change = parseChange(name, rest);
    const phase = isUnfinished ? "begin" : "whole";
    calls.push({
      pid,
      name,
      path: new TextDecoder().decode(unhex(path)),
      phase,
      ...(change === undefined ? {} : { change }),
    });
  }
  return calls;
}

function parseChange(name: string, rest: string): Change | undefined {
  if (name === "ftruncate") return { kind: "truncate", size: Number(/^, (\d+)/.exec(rest)?.[1]) };
  const match = /^, "([^"]*)"(\.\.\.)?, \d+(?:, (\d+))?/.exec(rest);
  if (match === null) return undefined;
  if (match[2] !== undefined) throw new Error("The trace was cut; it needs a larger -s");
  return { kind: "write", offset: Number(match[3] ?? 0), data: unhex(match[1] ?? "") };
}

function unhex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 4);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = parseInt(text.slice(index * 4 + 2, index * 4 + 4), 16);
  }
  return bytes;
}

/** One file: what is on the disk for certain, and what was written since. */
class RecordedFile {
  #durable: Uint8Array = new Uint8Array();
  #pending: Change[] = [];
  /** Changes that were made durable, so that a running sync knows its place. */
  #settled = 0;

  apply(change: Change): void {
    this.#pending.push(change);
  }

  /** Everything up to now, as a number for `settle`. */
  get position(): number {
    return this.#settled + this.#pending.length;
  }

  settle(position: number): void {
    const count = Math.max(0, position - this.#settled);
    for (const change of this.#pending.splice(0, count)) this.#durable = applied(this.#durable, change);
    this.#settled += count;
  }

  /** What is found afterwards; each sector that nobody waited for is there with this probability, in percent. */
  afterPowerCut(pick: Pick, keptPercent: number): Uint8Array {
    let content = this.#durable;
    for (const change of this.#pending) {
      if (change.kind === "truncate") {
        if (change.size === content.length) continue;
        if (pick(100) >= keptPercent) return content;
        content = applied(content, change);
      } else {
        for (let start = 0; start < change.data.length; start += SECTOR_BYTES) {
          if (pick(100) >= keptPercent) continue;
          const data = change.data.subarray(start, start + SECTOR_BYTES);
          content = applied(content, { kind: "write", offset: change.offset + start, data });
        }
      }
    }
    return content;
  }
}

function applied(content: Uint8Array, change: Change): Uint8Array {
  const size = change.kind === "truncate"
    ? change.size
    : Math.max(content.length, change.offset + change.data.length);
  const result = new Uint8Array(size);
  result.set(content.subarray(0, Math.min(size, content.length)));
  if (change.kind === "write") result.set(change.data, change.offset);
  return result;
}

/** The watched files of one run, call by call. */
export class RecordedDisk {
  readonly #files = new Map<string, RecordedFile>();
  readonly #syncing = new Map<string, { readonly file: RecordedFile; readonly position: number }>();

  apply({ pid, name, path, change, phase }: Call): void {
    if (phase === "end") {
      const sync = this.#syncing.get(`${pid} ${name}`);
      sync?.file.settle(sync.position);
      this.#syncing.delete(`${pid} ${name}`);
      return;
    }
    const file = this.#fileAt(path);
    if (change !== undefined) file.apply(change);
    if (name !== "fsync" && name !== "fdatasync") return;
    if (phase === "whole") file.settle(file.position);
    else this.#syncing.set(`${pid} ${name}`, { file, position: file.position });
  }

  afterPowerCut(path: string, pick: Pick, keptPercent: number): Uint8Array {
    return this.#fileAt(path).afterPowerCut(pick, keptPercent);
  }

  #fileAt(path: string): RecordedFile {
    const file = this.#files.get(path) ?? new RecordedFile();
    this.#files.set(path, file);
    return file;
  }
}
