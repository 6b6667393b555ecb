// Original file: proto/piccolo/statemanager/v1/preview.proto

import type { PreviewAction as _piccolo_statemanager_v1_PreviewAction, PreviewAction__Output as _piccolo_statemanager_v1_PreviewAction__Output } from '../../../piccolo/statemanager/v1/PreviewAction.ts';
import type { ImpactAssessment as _piccolo_statemanager_v1_ImpactAssessment, ImpactAssessment__Output as _piccolo_statemanager_v1_ImpactAssessment__Output } from '../../../piccolo/statemanager/v1/ImpactAssessment.ts';
import type { Long } from '@grpc/proto-loader';

export interface PreviewPlan {
  /**
   * In order.
   */
  'actions'?: (_piccolo_statemanager_v1_PreviewAction)[];
  'estimatedDurationMs'?: (number | string | Long);
  'impact'?: (_piccolo_statemanager_v1_ImpactAssessment | null);
}

export interface PreviewPlan__Output {
  /**
   * In order.
   */
  'actions': (_piccolo_statemanager_v1_PreviewAction__Output)[];
  'estimatedDurationMs': (string);
  'impact': (_piccolo_statemanager_v1_ImpactAssessment__Output | null);
}
