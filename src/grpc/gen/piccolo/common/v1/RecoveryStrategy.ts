// Original file: proto/piccolo/common/v1/resource.proto

import type { IssueType as _piccolo_common_v1_IssueType, IssueType__Output as _piccolo_common_v1_IssueType__Output } from '../../../piccolo/common/v1/IssueType.ts';
import type { RecoveryAction as _piccolo_common_v1_RecoveryAction, RecoveryAction__Output as _piccolo_common_v1_RecoveryAction__Output } from '../../../piccolo/common/v1/RecoveryAction.ts';

/**
 * Replaces the default strategy for one type of issue.
 */
export interface RecoveryStrategy {
  'issueType'?: (_piccolo_common_v1_IssueType);
  /**
   * Failures of one stage before the next stage, 1 to 100.
   */
  'maxRetryCount'?: (number);
  /**
   * Base of the exponential backoff in milliseconds, 1 to 300,000.
   */
  'backoffDelayMs'?: (number);
  /**
   * Failures after which the stages escalate, 1 to 100.
   */
  'escalationThreshold'?: (number);
  /**
   * Stages in order, 1 to 7 of them, the last one usually NOTIFY.
   */
  'actions'?: (_piccolo_common_v1_RecoveryAction)[];
}

/**
 * Replaces the default strategy for one type of issue.
 */
export interface RecoveryStrategy__Output {
  'issueType': (_piccolo_common_v1_IssueType__Output);
  /**
   * Failures of one stage before the next stage, 1 to 100.
   */
  'maxRetryCount': (number);
  /**
   * Base of the exponential backoff in milliseconds, 1 to 300,000.
   */
  'backoffDelayMs': (number);
  /**
   * Failures after which the stages escalate, 1 to 100.
   */
  'escalationThreshold': (number);
  /**
   * Stages in order, 1 to 7 of them, the last one usually NOTIFY.
   */
  'actions': (_piccolo_common_v1_RecoveryAction__Output)[];
}
