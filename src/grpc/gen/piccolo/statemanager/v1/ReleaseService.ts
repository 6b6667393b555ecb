// Original file: proto/piccolo/statemanager/v1/state_manager.proto


/**
 * Ends an isolation, whoever began it.
 */
export interface ReleaseService {
}

/**
 * Ends an isolation, whoever began it.
 */
export interface ReleaseService__Output {
}
