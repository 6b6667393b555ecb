/**
 * Ids that are never repeated, not even by another run or another instance of the program.
 *
 * I1  The prefix is 60 random bits drawn once per run: among 10^6 runs of a fleet two are alike with probability 10^-6.
 * I2  Within a run a counter makes the difference, so an id is also an order: later ids of one run have a higher number.
 */
import type { IdSource } from "../../ports/random.ts";

/** Crockford's base 32: no letters that look alike when read aloud or from a photograph. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const PREFIX_LENGTH = 12;

/** Ids of the form `<12 characters>-<number in base 36>`, for example `7h2k9w4mq0xe-1a`. */
export class RunIdSource implements IdSource {
  readonly #prefix: string;
  #count = 0;

  /** `prefix` is for tests; it must be unique per run. */
  constructor(prefix: string = randomPrefix()) {
    this.#prefix = prefix;
  }

  /** The common prefix of all ids of this run; also names the run in logs. */
  get prefix(): string {
    return this.#prefix;
  }

  next(): string {
    this.#count += 1;
    return `${this.#prefix}-${this.#count.toString(36)}`;
  }
}

function randomPrefix(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(PREFIX_LENGTH));
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join("");
}
