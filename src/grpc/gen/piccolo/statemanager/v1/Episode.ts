// Original file: proto/piccolo/statemanager/v1/explain.proto

import type { ExplainedStep as _piccolo_statemanager_v1_ExplainedStep, ExplainedStep__Output as _piccolo_statemanager_v1_ExplainedStep__Output } from '../../../piccolo/statemanager/v1/ExplainedStep.ts';

/**
 * From something that happened to where it left the service.
 */
export interface Episode {
  /**
   * What it was about, a sentence.
   */
  'title'?: (string);
  /**
   * Where it ended, or where it is, a sentence.
   */
  'outcome'?: (string);
  /**
   * The service came to rest.
   */
  'over'?: (boolean);
  /**
   * In order of revision. At most 1,000.
   */
  'steps'?: (_piccolo_statemanager_v1_ExplainedStep)[];
}

/**
 * From something that happened to where it left the service.
 */
export interface Episode__Output {
  /**
   * What it was about, a sentence.
   */
  'title': (string);
  /**
   * Where it ended, or where it is, a sentence.
   */
  'outcome': (string);
  /**
   * The service came to rest.
   */
  'over': (boolean);
  /**
   * In order of revision. At most 1,000.
   */
  'steps': (_piccolo_statemanager_v1_ExplainedStep__Output)[];
}
