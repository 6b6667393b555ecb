// Original file: proto/piccolo/actioncontroller/v1/action_controller.proto

export const ActionKind = {
  ACTION_KIND_UNSPECIFIED: 'ACTION_KIND_UNSPECIFIED',
  /**
   * Bring the number of replicas to `desired.replicas`.
   */
  ACTION_KIND_SCALE: 'ACTION_KIND_SCALE',
  /**
   * Replace every replica by one of `desired.version`.
   */
  ACTION_KIND_UPDATE_VERSION: 'ACTION_KIND_UPDATE_VERSION',
  /**
   * Put `desired.config` in force.
   */
  ACTION_KIND_APPLY_CONFIG: 'ACTION_KIND_APPLY_CONFIG',
  /**
   * Remove every replica and make them anew from `desired`.
   */
  ACTION_KIND_RECREATE: 'ACTION_KIND_RECREATE',
  /**
   * Make the replicas on `context.node`, then remove those on `from_node`.
   */
  ACTION_KIND_RELOCATE: 'ACTION_KIND_RELOCATE',
} as const;

export type ActionKind =
  | 'ACTION_KIND_UNSPECIFIED'
  | 0
  /**
   * Bring the number of replicas to `desired.replicas`.
   */
  | 'ACTION_KIND_SCALE'
  | 1
  /**
   * Replace every replica by one of `desired.version`.
   */
  | 'ACTION_KIND_UPDATE_VERSION'
  | 2
  /**
   * Put `desired.config` in force.
   */
  | 'ACTION_KIND_APPLY_CONFIG'
  | 3
  /**
   * Remove every replica and make them anew from `desired`.
   */
  | 'ACTION_KIND_RECREATE'
  | 4
  /**
   * Make the replicas on `context.node`, then remove those on `from_node`.
   */
  | 'ACTION_KIND_RELOCATE'
  | 5

export type ActionKind__Output = typeof ActionKind[keyof typeof ActionKind]
