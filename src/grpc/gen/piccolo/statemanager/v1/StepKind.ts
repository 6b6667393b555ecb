// Original file: proto/piccolo/statemanager/v1/explain.proto

/**
 * What kind of fact a step is.
 */
export const StepKind = {
  STEP_KIND_UNSPECIFIED: 'STEP_KIND_UNSPECIFIED',
  /**
   * Somebody changed what is wanted, or asked for something.
   */
  STEP_KIND_WANTED: 'STEP_KIND_WANTED',
  /**
   * A node saw it.
   */
  STEP_KIND_SEEN: 'STEP_KIND_SEEN',
  /**
   * A plan, or a stage of recovery.
   */
  STEP_KIND_DECIDED: 'STEP_KIND_DECIDED',
  /**
   * The ActionController did it.
   */
  STEP_KIND_ACTED: 'STEP_KIND_ACTED',
  /**
   * What came of it.
   */
  STEP_KIND_RESULT: 'STEP_KIND_RESULT',
  /**
   * The phase changed.
   */
  STEP_KIND_PHASE: 'STEP_KIND_PHASE',
  /**
   * It waits for something outside.
   */
  STEP_KIND_WAITS: 'STEP_KIND_WAITS',
  /**
   * A person was told.
   */
  STEP_KIND_TOLD: 'STEP_KIND_TOLD',
  /**
   * Anything else that was written down.
   */
  STEP_KIND_NOTED: 'STEP_KIND_NOTED',
} as const;

/**
 * What kind of fact a step is.
 */
export type StepKind =
  | 'STEP_KIND_UNSPECIFIED'
  | 0
  /**
   * Somebody changed what is wanted, or asked for something.
   */
  | 'STEP_KIND_WANTED'
  | 1
  /**
   * A node saw it.
   */
  | 'STEP_KIND_SEEN'
  | 2
  /**
   * A plan, or a stage of recovery.
   */
  | 'STEP_KIND_DECIDED'
  | 3
  /**
   * The ActionController did it.
   */
  | 'STEP_KIND_ACTED'
  | 4
  /**
   * What came of it.
   */
  | 'STEP_KIND_RESULT'
  | 5
  /**
   * The phase changed.
   */
  | 'STEP_KIND_PHASE'
  | 6
  /**
   * It waits for something outside.
   */
  | 'STEP_KIND_WAITS'
  | 7
  /**
   * A person was told.
   */
  | 'STEP_KIND_TOLD'
  | 8
  /**
   * Anything else that was written down.
   */
  | 'STEP_KIND_NOTED'
  | 9

/**
 * What kind of fact a step is.
 */
export type StepKind__Output = typeof StepKind[keyof typeof StepKind]
