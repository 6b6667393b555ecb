// Original file: proto/piccolo/statemanager/v1/state_manager.proto

import type { Long } from '@grpc/proto-loader';

export interface InstanceInfo {
  'name'?: (string);
  /**
   * Where it listens, or is to be reached (`ha.advertise`).
   */
  'addresses'?: (string)[];
  'version'?: (string);
  /**
   * For how long it has run, milliseconds, by the clock of its computer.
   */
  'uptimeMs'?: (number | string | Long);
  /**
   * False = it has not renewed its registration: it ended, or is cut off from etcd.
   */
  'registered'?: (boolean);
  /**
   * How long ago its registration was seen last, milliseconds.
   */
  'seenMs'?: (number | string | Long);
}

export interface InstanceInfo__Output {
  'name': (string);
  /**
   * Where it listens, or is to be reached (`ha.advertise`).
   */
  'addresses': (string)[];
  'version': (string);
  /**
   * For how long it has run, milliseconds, by the clock of its computer.
   */
  'uptimeMs': (string);
  /**
   * False = it has not renewed its registration: it ended, or is cut off from etcd.
   */
  'registered': (boolean);
  /**
   * How long ago its registration was seen last, milliseconds.
   */
  'seenMs': (string);
}
