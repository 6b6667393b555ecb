// Original file: proto/google/rpc/error_details.proto


/**
 * Why a request was refused, for programs.
 */
export interface ErrorInfo {
  /**
   * `STALE_TERM`: see docs/protocol.md.
   */
  'reason'?: (string);
  /**
   * `piccolo`.
   */
  'domain'?: (string);
  'metadata'?: ({[key: string]: string});
}

/**
 * Why a request was refused, for programs.
 */
export interface ErrorInfo__Output {
  /**
   * `STALE_TERM`: see docs/protocol.md.
   */
  'reason': (string);
  /**
   * `piccolo`.
   */
  'domain': (string);
  'metadata': ({[key: string]: string});
}
