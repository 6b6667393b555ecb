// Original file: proto/pullpiri/statemanager.proto

import type { ResourceType as _statemanager_ResourceType, ResourceType__Output as _statemanager_ResourceType__Output } from '../statemanager/ResourceType.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A resource changes from one state to another; states travel as text ("idle", "waiting").
 */
export interface StateChange {
  'resourceType'?: (_statemanager_ResourceType);
  'resourceName'?: (string);
  'currentState'?: (string);
  'targetState'?: (string);
  'transitionId'?: (string);
  /**
   * Nanoseconds since 1970.
   */
  'timestampNs'?: (number | string | Long);
  /**
   * The component that sends it.
   */
  'source'?: (string);
}

/**
 * A resource changes from one state to another; states travel as text ("idle", "waiting").
 */
export interface StateChange__Output {
  'resourceType': (_statemanager_ResourceType__Output);
  'resourceName': (string);
  'currentState': (string);
  'targetState': (string);
  'transitionId': (string);
  /**
   * Nanoseconds since 1970.
   */
  'timestampNs': (string);
  /**
   * The component that sends it.
   */
  'source': (string);
}
