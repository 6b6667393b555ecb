// Original file: proto/piccolo/statemanager/v1/alerts.proto

import type { KeptAlert as _piccolo_statemanager_v1_KeptAlert, KeptAlert__Output as _piccolo_statemanager_v1_KeptAlert__Output } from '../../../piccolo/statemanager/v1/KeptAlert.ts';

export interface ListAlertsResponse {
  /**
   * Oldest first. At most 256.
   */
  'alerts'?: (_piccolo_statemanager_v1_KeptAlert)[];
}

export interface ListAlertsResponse__Output {
  /**
   * Oldest first. At most 256.
   */
  'alerts': (_piccolo_statemanager_v1_KeptAlert__Output)[];
}
