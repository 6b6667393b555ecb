/** Randomness, for jitter only: uniform in [0, 1). */
export interface Random {
  next(): number;
}

/** Identifiers that are never repeated, not even by another run of the program. */
export interface IdSource {
  next(): string;
}
