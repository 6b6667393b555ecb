/** A running hash of everything that happens (FNV-1a): two runs that differ anywhere differ here. */
export class Digest {
  #hash = 2_166_136_261;
  #length = 0;

  add(text: string): void {
    this.#length += 1;
    for (let index = 0; index < text.length; index++) {
      this.#hash = Math.imul(this.#hash ^ text.charCodeAt(index), 16_777_619) >>> 0;
    }
  }

  get value(): string {
    return `${this.#length}-${this.#hash.toString(16).padStart(8, "0")}`;
  }
}
