// Original file: proto/piccolo/nodeagent/v1/node_agent.proto


export interface SnapshotEnd {
  /**
   * Name of the node, as in every diff of it.
   */
  'node'?: (string);
  /**
   * Number of diffs in the snapshot.
   */
  'count'?: (number);
}

export interface SnapshotEnd__Output {
  /**
   * Name of the node, as in every diff of it.
   */
  'node': (string);
  /**
   * Number of diffs in the snapshot.
   */
  'count': (number);
}
