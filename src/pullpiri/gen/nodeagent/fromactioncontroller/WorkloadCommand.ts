// Original file: proto/pullpiri/nodeagent_fromactioncontroller.proto

/**
 * What is done with the containers of a pod.
 */
export const WorkloadCommand = {
  WORKLOAD_COMMAND_CREATE: 'WORKLOAD_COMMAND_CREATE',
  WORKLOAD_COMMAND_START: 'WORKLOAD_COMMAND_START',
  WORKLOAD_COMMAND_PAUSE: 'WORKLOAD_COMMAND_PAUSE',
  WORKLOAD_COMMAND_UNPAUSE: 'WORKLOAD_COMMAND_UNPAUSE',
  WORKLOAD_COMMAND_STOP: 'WORKLOAD_COMMAND_STOP',
  WORKLOAD_COMMAND_RESTART: 'WORKLOAD_COMMAND_RESTART',
  WORKLOAD_COMMAND_REMOVE: 'WORKLOAD_COMMAND_REMOVE',
} as const;

/**
 * What is done with the containers of a pod.
 */
export type WorkloadCommand =
  | 'WORKLOAD_COMMAND_CREATE'
  | 0
  | 'WORKLOAD_COMMAND_START'
  | 1
  | 'WORKLOAD_COMMAND_PAUSE'
  | 2
  | 'WORKLOAD_COMMAND_UNPAUSE'
  | 3
  | 'WORKLOAD_COMMAND_STOP'
  | 4
  | 'WORKLOAD_COMMAND_RESTART'
  | 5
  | 'WORKLOAD_COMMAND_REMOVE'
  | 6

/**
 * What is done with the containers of a pod.
 */
export type WorkloadCommand__Output = typeof WorkloadCommand[keyof typeof WorkloadCommand]
