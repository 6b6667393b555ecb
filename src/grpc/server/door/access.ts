/** Which role a connection has by the listener at which it came in: the kind of the address, or a socket of a role of its own. */
import type { Role } from "../../../ports/caller.ts";
import { isLocalAddress, socketPathOf } from "../listen.ts";

/** A Unix socket for one role: who may open it decides who has the role. */
export interface RoleSocket {
  readonly path: string;
  readonly role: Role;
  /** Name or number; empty = the group of the daemon. */
  readonly group: string;
  readonly openTo: "user" | "group" | "everyone";
}

/** Permission bits of a socket. */
export const MODE_OF: Readonly<Record<RoleSocket["openTo"], number>> = {
  user: 0o600,
  group: 0o660,
  everyone: 0o666,
};

export interface Access {
  /** Of the Unix sockets in `listen`. */
  readonly unix: Role;
  /** Of loopback addresses, where any local user can connect. */
  readonly loopback: Role;
  /** Of other addresses, which need `insecure_network`. */
  readonly network: Role;
  /** Sockets besides those in `listen`. */
  readonly sockets: readonly RoleSocket[];
}

export const DEFAULT_ACCESS: Access = {
  unix: "operator",
  loopback: "observer",
  network: "observer",
  sockets: [],
};

/** The role at an address of `listen`. */
export function roleAt(address: string, access: Access): Role {
  if (socketPathOf(address) !== undefined) return access.unix;
  return isLocalAddress(address) ? access.loopback : access.network;
}
