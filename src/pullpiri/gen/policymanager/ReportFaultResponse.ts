// Original file: proto/pullpiri/policymanager.proto


/**
 * The answer.
 */
export interface ReportFaultResponse {
  'processed'?: (boolean);
  'message'?: (string);
}

/**
 * The answer.
 */
export interface ReportFaultResponse__Output {
  'processed': (boolean);
  'message': (string);
}
