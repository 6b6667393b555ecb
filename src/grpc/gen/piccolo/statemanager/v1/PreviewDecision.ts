// Original file: proto/piccolo/statemanager/v1/preview.proto


/**
 * A small step that would be decided.
 */
export interface PreviewDecision {
  /**
   * One word, as in `transition`, `make-plan`, `recover`, `wait`, `block`, `idle`.
   */
  'kind'?: (string);
  /**
   * A sentence for people.
   */
  'why'?: (string);
}

/**
 * A small step that would be decided.
 */
export interface PreviewDecision__Output {
  /**
   * One word, as in `transition`, `make-plan`, `recover`, `wait`, `block`, `idle`.
   */
  'kind': (string);
  /**
   * A sentence for people.
   */
  'why': (string);
}
