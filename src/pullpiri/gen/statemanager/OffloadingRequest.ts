// Original file: proto/pullpiri/statemanager.proto


/**
 * A policy wants a model to leave a node.
 */
export interface OffloadingRequest {
  'scenarioName'?: (string);
  'packageName'?: (string);
  'modelName'?: (string);
  'sourceNode'?: (string);
  'targetNode'?: (string);
  'policyName'?: (string);
  'reason'?: (string);
}

/**
 * A policy wants a model to leave a node.
 */
export interface OffloadingRequest__Output {
  'scenarioName': (string);
  'packageName': (string);
  'modelName': (string);
  'sourceNode': (string);
  'targetNode': (string);
  'policyName': (string);
  'reason': (string);
}
