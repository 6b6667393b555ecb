// Original file: proto/pullpiri/monitoringserver.proto


/**
 * One container; the values of all maps are text.
 */
export interface ContainerInfo {
  'id'?: (string);
  'names'?: (string)[];
  'image'?: (string);
  /**
   * Status, Running, Pid, ExitCode, StartedAt, FinishedAt, OOMKilled and others.
   */
  'state'?: ({[key: string]: string});
  /**
   * Hostname (the node), Image and others.
   */
  'config'?: ({[key: string]: string});
  /**
   * Labels and annotations.
   */
  'annotation'?: ({[key: string]: string});
  'stats'?: ({[key: string]: string});
}

/**
 * One container; the values of all maps are text.
 */
export interface ContainerInfo__Output {
  'id': (string);
  'names': (string)[];
  'image': (string);
  /**
   * Status, Running, Pid, ExitCode, StartedAt, FinishedAt, OOMKilled and others.
   */
  'state': ({[key: string]: string});
  /**
   * Hostname (the node), Image and others.
   */
  'config': ({[key: string]: string});
  /**
   * Labels and annotations.
   */
  'annotation': ({[key: string]: string});
  'stats': ({[key: string]: string});
}
