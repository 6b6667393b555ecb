/** Who calls the State Manager: the roles there are, and what is known of a caller. */

/** From the least to the most; which may do what is one table, `grpc/server/door/roles.ts`. */
export const ROLES = ["observer", "node-agent", "controller", "operator", "admin"] as const;
export type Role = typeof ROLES[number];

export interface Caller {
  readonly role: Role;
  /** Where the call came in and from: `unix:/run/statemanager/api.sock`, or `127.0.0.1:50412`. */
  readonly origin: string;
}
