/**
 * Which role a client certificate has, by its names.
 *
 * I1  `URI:piccolo://role/ROLE` names a role itself; the configuration may give one to any other name.
 * I2  Of several roles that a certificate names it has the least.
 * I3  A certificate that names a node, `URI:piccolo://node/NAME`, is one of a NodeAgent.
 */
import { type CertificateNames, nodesOfCertificate } from "../../certificate_names.ts";
import { type Role, ROLES } from "../../../ports/caller.ts";

/** What the configuration says of names in certificates. */
export interface CertificateRoles {
  /** Of a certificate that names none. */
  readonly role: Role;
  /** A DNS name or URI, and its role. */
  readonly names: readonly { readonly name: string; readonly role: Role }[];
}

const ROLE_URI = "piccolo://role/";

/** The names are as the certificate has them. */
export function roleOfCertificate(
  names: CertificateNames,
  { role, names: configured }: CertificateRoles,
): Role {
  const found = new Set<Role>();
  for (const name of [...names.dns, ...names.uris]) {
    const named = ROLES.find((one) => name === `${ROLE_URI}${one}`) ??
      configured.find((one) => one.name === name)?.role;
    if (named !== undefined) found.add(named);
  }
  if (nodesOfCertificate(names).length > 0) found.add("node-agent");
  return ROLES.find((one) => found.has(one)) ?? role;
}
