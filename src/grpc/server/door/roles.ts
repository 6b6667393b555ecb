/**
 * Who may call what: one table of RPCs and roles, to which the door holds every call (docs/access.md is made of it).
 *
 * I1  A method without a row cannot be served: the server does not start with one.
 * I2  `admin` may call everything that is served.
 */
import type { Role } from "../../../ports/caller.ts";

const EVERYONE = ["observer", "node-agent", "controller", "operator"] as const;
/** Reads the services and their history. */
const READERS = ["observer", "controller", "operator"] as const;
/** Changes the desired state. */
const DESIRING = ["controller", "operator"] as const;

/** Nobody besides `admin`: it overrules a fence. */
const ADMIN_ONLY = [] as const;

const STATE_MANAGER = "/piccolo.statemanager.v1.StateManager/";

/** The roles that may call a method, besides `admin`; by its path. */
export const ROLES_OF_METHOD: Readonly<Record<string, readonly Role[]>> = {
  [`${STATE_MANAGER}UpdateState`]: DESIRING,
  [`${STATE_MANAGER}Apply`]: DESIRING,
  [`${STATE_MANAGER}TriggerRecovery`]: ["operator"],
  [`${STATE_MANAGER}QueryState`]: READERS,
  [`${STATE_MANAGER}SubscribeToStateChanges`]: READERS,
  [`${STATE_MANAGER}GetHistory`]: READERS,
  [`${STATE_MANAGER}PlanReconciliation`]: READERS,
  [`${STATE_MANAGER}Explain`]: READERS,
  [`${STATE_MANAGER}GetStatus`]: EVERYONE,
  [`${STATE_MANAGER}ListAlerts`]: READERS,
  // What a workload writes may be a secret of its own: reading it is no part of reading states.
  [`${STATE_MANAGER}GetLogs`]: ["operator"],
  [`${STATE_MANAGER}ListInstances`]: READERS,
  [`${STATE_MANAGER}AdoptTerm`]: ADMIN_ONLY,
  "/grpc.health.v1.Health/Check": EVERYONE,
  "/grpc.health.v1.Health/Watch": EVERYONE,
  "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo": EVERYONE,
  "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo": EVERYONE,
};

/** The methods that change something: each call of one has its entry in the audit trail. */
export const AUDITED_METHODS: ReadonlySet<string> = new Set(
  ["UpdateState", "Apply", "TriggerRecovery", "AdoptTerm"].map((name) => `${STATE_MANAGER}${name}`),
);

/** The roles that may call a method. Throws for one that has no row (I1). */
export function rolesOf(path: string): readonly Role[] {
  const roles = ROLES_OF_METHOD[path];
  if (roles === undefined) throw new Error(`${path} has no row in the table of roles (door/roles.ts)`);
  return [...roles, "admin"];
}
