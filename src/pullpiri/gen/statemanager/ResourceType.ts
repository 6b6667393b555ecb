// Original file: proto/pullpiri/statemanager.proto

/**
 * The kind of a resource. Only scenarios are ever sent.
 */
export const ResourceType = {
  RESOURCE_TYPE_UNSPECIFIED: 'RESOURCE_TYPE_UNSPECIFIED',
  RESOURCE_TYPE_SCENARIO: 'RESOURCE_TYPE_SCENARIO',
  RESOURCE_TYPE_PACKAGE: 'RESOURCE_TYPE_PACKAGE',
  RESOURCE_TYPE_MODEL: 'RESOURCE_TYPE_MODEL',
  RESOURCE_TYPE_VOLUME: 'RESOURCE_TYPE_VOLUME',
  RESOURCE_TYPE_NETWORK: 'RESOURCE_TYPE_NETWORK',
  RESOURCE_TYPE_NODE: 'RESOURCE_TYPE_NODE',
} as const;

/**
 * The kind of a resource. Only scenarios are ever sent.
 */
export type ResourceType =
  | 'RESOURCE_TYPE_UNSPECIFIED'
  | 0
  | 'RESOURCE_TYPE_SCENARIO'
  | 1
  | 'RESOURCE_TYPE_PACKAGE'
  | 2
  | 'RESOURCE_TYPE_MODEL'
  | 3
  | 'RESOURCE_TYPE_VOLUME'
  | 4
  | 'RESOURCE_TYPE_NETWORK'
  | 5
  | 'RESOURCE_TYPE_NODE'
  | 6

/**
 * The kind of a resource. Only scenarios are ever sent.
 */
export type ResourceType__Output = typeof ResourceType[keyof typeof ResourceType]
