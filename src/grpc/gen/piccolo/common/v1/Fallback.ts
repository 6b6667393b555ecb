// Original file: proto/piccolo/common/v1/resource.proto

/**
 * What is done when recovery has not helped in time.
 */
export const Fallback = {
  /**
   * From the configuration.
   */
  FALLBACK_UNSPECIFIED: 'FALLBACK_UNSPECIFIED',
  /**
   * Stopped, and held back until it is released or its spec changes.
   */
  FALLBACK_ISOLATE: 'FALLBACK_ISOLATE',
  /**
   * The same; told as the end of the service for this drive.
   */
  FALLBACK_TERMINATE: 'FALLBACK_TERMINATE',
  /**
   * Left as it is; nothing more is done.
   */
  FALLBACK_KEEP_DEGRADED: 'FALLBACK_KEEP_DEGRADED',
} as const;

/**
 * What is done when recovery has not helped in time.
 */
export type Fallback =
  /**
   * From the configuration.
   */
  | 'FALLBACK_UNSPECIFIED'
  | 0
  /**
   * Stopped, and held back until it is released or its spec changes.
   */
  | 'FALLBACK_ISOLATE'
  | 1
  /**
   * The same; told as the end of the service for this drive.
   */
  | 'FALLBACK_TERMINATE'
  | 2
  /**
   * Left as it is; nothing more is done.
   */
  | 'FALLBACK_KEEP_DEGRADED'
  | 3

/**
 * What is done when recovery has not helped in time.
 */
export type Fallback__Output = typeof Fallback[keyof typeof Fallback]
