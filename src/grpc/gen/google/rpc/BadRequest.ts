// Original file: proto/google/rpc/error_details.proto


export interface _google_rpc_BadRequest_FieldViolation {
  /**
   * Path of the field, for example `spec.replicas`.
   */
  'field'?: (string);
  'description'?: (string);
}

export interface _google_rpc_BadRequest_FieldViolation__Output {
  /**
   * Path of the field, for example `spec.replicas`.
   */
  'field': (string);
  'description': (string);
}

/**
 * Which fields of a request were wrong, and why.
 */
export interface BadRequest {
  'fieldViolations'?: (_google_rpc_BadRequest_FieldViolation)[];
}

/**
 * Which fields of a request were wrong, and why.
 */
export interface BadRequest__Output {
  'fieldViolations': (_google_rpc_BadRequest_FieldViolation__Output)[];
}
