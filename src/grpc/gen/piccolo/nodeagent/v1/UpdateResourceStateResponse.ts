// Original file: proto/piccolo/nodeagent/v1/node_agent.proto


export interface UpdateResourceStateResponse {
  /**
   * False = the node had a newer revision already; nothing changed.
   */
  'accepted'?: (boolean);
}

export interface UpdateResourceStateResponse__Output {
  /**
   * False = the node had a newer revision already; nothing changed.
   */
  'accepted': (boolean);
}
