// Original file: proto/piccolo/common/v1/resource.proto


/**
 * How long the service may stay in a transient phase before that is an issue (StuckTransition).
 */
export interface PhaseTimeouts {
  /**
   * Milliseconds, 100 to 86,400,000; 0 = the configured default.
   */
  'pendingMs'?: (number);
  /**
   * Milliseconds, 100 to 86,400,000; 0 = the configured default.
   */
  'initializingMs'?: (number);
  /**
   * Milliseconds, 100 to 86,400,000; 0 = the configured default.
   */
  'terminatingMs'?: (number);
}

/**
 * How long the service may stay in a transient phase before that is an issue (StuckTransition).
 */
export interface PhaseTimeouts__Output {
  /**
   * Milliseconds, 100 to 86,400,000; 0 = the configured default.
   */
  'pendingMs': (number);
  /**
   * Milliseconds, 100 to 86,400,000; 0 = the configured default.
   */
  'initializingMs': (number);
  /**
   * Milliseconds, 100 to 86,400,000; 0 = the configured default.
   */
  'terminatingMs': (number);
}
