/** What differs between two runs on purpose: jitter and identifiers. */
/** Randomness, for jitter only: uniform in [0, 1). */
export interface Random {
  next(): number;
}

/** Identifiers that are never given twice, not even by another run of the program. */
export interface IdSource {
  next(): string;
}
