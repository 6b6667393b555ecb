// Original file: proto/pullpiri/actioncontroller.proto


/**
 * Which model, and between which nodes.
 */
export interface OffloadModelRequest {
  'scenarioName'?: (string);
  'packageName'?: (string);
  'modelName'?: (string);
  'sourceNode'?: (string);
  'targetNode'?: (string);
  'policyName'?: (string);
  'reason'?: (string);
}

/**
 * Which model, and between which nodes.
 */
export interface OffloadModelRequest__Output {
  'scenarioName': (string);
  'packageName': (string);
  'modelName': (string);
  'sourceNode': (string);
  'targetNode': (string);
  'policyName': (string);
  'reason': (string);
}
