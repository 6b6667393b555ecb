// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { FenceCause as _piccolo_statemanager_v1_FenceCause, FenceCause__Output as _piccolo_statemanager_v1_FenceCause__Output } from '../../../piccolo/statemanager/v1/FenceCause.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * A peer that refuses the calls of this instance, because it has seen a higher term.
 */
export interface PeerFence {
  /**
   * For people: `Node front`, `The ActionController for node front`.
   */
  'peer'?: (string);
  /**
   * The term that was refused.
   */
  'sentTerm'?: (number | string | Long);
  /**
   * The highest that the peer has seen; 0 = it did not say.
   */
  'highestTerm'?: (number | string | Long);
  'cause'?: (_piccolo_statemanager_v1_FenceCause);
  /**
   * For how long it has refused, milliseconds.
   */
  'refusedMs'?: (number | string | Long);
  /**
   * In the words of the peer.
   */
  'message'?: (string);
}

/**
 * A peer that refuses the calls of this instance, because it has seen a higher term.
 */
export interface PeerFence__Output {
  /**
   * For people: `Node front`, `The ActionController for node front`.
   */
  'peer': (string);
  /**
   * The term that was refused.
   */
  'sentTerm': (string);
  /**
   * The highest that the peer has seen; 0 = it did not say.
   */
  'highestTerm': (string);
  'cause': (_piccolo_statemanager_v1_FenceCause__Output);
  /**
   * For how long it has refused, milliseconds.
   */
  'refusedMs': (string);
  /**
   * In the words of the peer.
   */
  'message': (string);
}
