// Original file: proto/piccolo/nodeagent/v1/node_agent.proto


export interface Heartbeat {
  'node'?: (string);
}

export interface Heartbeat__Output {
  'node': (string);
}
