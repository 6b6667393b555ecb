/** The instances that share the state, and the term under which one of them leads. */

/** An instance as it registered itself. */
export interface InstanceInfo {
  readonly name: string;
  /** Where it listens, or is to be reached. */
  readonly addresses: readonly string[];
  readonly version: string;
  /** For how long it has run, by the clock of its computer. */
  readonly uptimeMs: number;
  /** False = it has not renewed its registration: it ended, or is cut off from etcd. */
  readonly isRegistered: boolean;
  /** How long ago its registration was seen last. */
  readonly seenMs: number;
}

/** What one instance knows of all of them. */
export interface InstanceList {
  /** The one that knows it. */
  readonly self: string;
  /** The one that leads, as far as is known; "" = not known. */
  readonly leader: string;
  /** For how long this instance knows of that leadership; at the leader: for how long it leads. */
  readonly leaderMs: number;
  /** By name. */
  readonly instances: readonly InstanceInfo[];
  /** How long ago that was read from etcd; 0 with one instance. */
  readonly ageMs: number;
}

export interface InstancesPort {
  /** From memory; answers also without etcd. */
  list(): InstanceList;
}

export interface TermAdoption {
  /** From now on the leader has this term. */
  readonly term: bigint;
  /** Also while another State Manager leads some of the peers. */
  readonly isForced: boolean;
  readonly reason: string;
  /** Who asks. */
  readonly by?: string;
}

export interface TermPort {
  /** Resolves to the term in force, once it is kept. Throws a StateManagerError when it is not to be adopted, or cannot be now. */
  adopt(adoption: TermAdoption, signal: AbortSignal): Promise<bigint>;
}
