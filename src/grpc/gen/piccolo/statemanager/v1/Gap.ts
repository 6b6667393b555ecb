// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { Long } from '@grpc/proto-loader';

export interface Gap {
  /**
   * First revision that may be missing.
   */
  'fromRevision'?: (number | string | Long);
  /**
   * Last revision that may be missing.
   */
  'toRevision'?: (number | string | Long);
  'reason'?: (string);
}

export interface Gap__Output {
  /**
   * First revision that may be missing.
   */
  'fromRevision': (string);
  /**
   * Last revision that may be missing.
   */
  'toRevision': (string);
  'reason': (string);
}
