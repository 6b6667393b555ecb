// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { ServiceFilter as _piccolo_statemanager_v1_ServiceFilter, ServiceFilter__Output as _piccolo_statemanager_v1_ServiceFilter__Output } from '../../../piccolo/statemanager/v1/ServiceFilter.ts';

export interface StateQueryRequest {
  'filter'?: (_piccolo_statemanager_v1_ServiceFilter | null);
  /**
   * 1 to 1,000; 0 = 100.
   */
  'pageSize'?: (number);
  /**
   * From the previous answer; empty = the first page.
   */
  'pageToken'?: (string);
}

export interface StateQueryRequest__Output {
  'filter': (_piccolo_statemanager_v1_ServiceFilter__Output | null);
  /**
   * 1 to 1,000; 0 = 100.
   */
  'pageSize': (number);
  /**
   * From the previous answer; empty = the first page.
   */
  'pageToken': (string);
}
