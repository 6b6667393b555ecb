// Original file: proto/piccolo/common/v1/resource.proto


/**
 * Name of a resource. Written `namespace/name` for people.
 */
export interface ResourceId {
  /**
   * 1 to 63 characters of [a-z0-9]([-a-z0-9._]*[a-z0-9])?
   */
  'namespace'?: (string);
  /**
   * Same alphabet and length as the namespace.
   */
  'name'?: (string);
}

/**
 * Name of a resource. Written `namespace/name` for people.
 */
export interface ResourceId__Output {
  /**
   * 1 to 63 characters of [a-z0-9]([-a-z0-9._]*[a-z0-9])?
   */
  'namespace': (string);
  /**
   * Same alphabet and length as the namespace.
   */
  'name': (string);
}
