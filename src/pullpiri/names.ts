/**
 * Names of Pullpiri as names of resources and nodes, and back: there anything goes (`ZONE1`, blanks, any script), here few letters do.
 *
 * I1: a name that is valid here stays as it is; one that only has capitals loses them.
 * I2: two names never become the same one: the second gets a suffix made of its letters.
 */
import { MAX_NAME_LENGTH, NAME_PATTERN } from "../state/resource_id.ts";
import { digestOf } from "./text.ts";

const DIGEST_LENGTH = 8;

export class Names {
  readonly #names = new Map<string, string>();
  readonly #raw = new Map<string, string>();

  /** The name here of a name there. */
  name(raw: string): string {
    const known = this.#names.get(raw);
    if (known !== undefined) return known;
    const plain = raw.toLowerCase();
    const isFree = isValid(plain) && !this.#raw.has(plain);
    const name = isFree ? plain : withSuffix(raw);
    this.#names.set(raw, name);
    this.#raw.set(name, raw);
    return name;
  }

  /** The name there of a name here; undefined = it was never met. */
  raw(name: string): string | undefined {
    return this.#raw.get(name);
  }

  /** Goes on from what an earlier run made of it. */
  restore(raw: string, name: string): void {
    if (this.#names.has(raw) || this.#raw.has(name)) return;
    this.#names.set(raw, name);
    this.#raw.set(name, raw);
  }
}

function isValid(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && NAME_PATTERN.test(name);
}

/** I2. */
function withSuffix(raw: string): string {
  const letters = raw.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "");
  const kept = letters.slice(0, MAX_NAME_LENGTH - DIGEST_LENGTH - 1);
  return `${kept === "" ? "x" : kept}-${digestOf(raw).slice(0, DIGEST_LENGTH)}`;
}
