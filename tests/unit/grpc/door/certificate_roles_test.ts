import { equal } from "node:assert/strict";
import type { CertificateNames } from "../../../../src/grpc/certificate_names.ts";
import { roleOfCertificate } from "../../../../src/grpc/server/door/certificate_roles.ts";
import type { Role } from "../../../../src/ports/caller.ts";

const ROLES = {
  role: "observer",
  names: [{ name: "gateway.vehicle", role: "controller" }, { name: "spiffe://car/tester", role: "admin" }],
} as const;

type Names = Partial<CertificateNames>;

const CASES: readonly (readonly [string, Names, Role])[] = [
  ["no name", {}, "observer"],
  ["another name", { dns: ["laptop"] }, "observer"],
  ["a role", { uris: ["piccolo://role/operator"] }, "operator"],
  ["a role beside another name", { dns: ["laptop"], uris: ["piccolo://role/node-agent"] }, "node-agent"],
  ["a configured DNS name", { dns: ["gateway.vehicle"] }, "controller"],
  ["a configured URI", { uris: ["spiffe://car/tester"] }, "admin"],
  ["a role that does not exist", { uris: ["piccolo://role/emperor"] }, "observer"],
  ["a role in capitals", { uris: ["PICCOLO://role/admin"] }, "observer"],
  ["two roles", { uris: ["piccolo://role/admin", "piccolo://role/observer"] }, "observer"],
  ["a role and a name", { dns: ["gateway.vehicle"], uris: ["piccolo://role/operator"] }, "controller"],
  ["a node", { uris: ["piccolo://node/front"] }, "node-agent"],
  ["a node and a role", { uris: ["piccolo://node/front", "piccolo://role/admin"] }, "node-agent"],
  ["two roles in one name", { uris: ["spiffe://x, URI:piccolo://role/admin"] }, "observer"],
];

for (const [what, names, role] of CASES) {
  Deno.test(`a certificate with ${what} has the role ${role}`, () => {
    equal(roleOfCertificate({ dns: [], uris: [], ...names }, ROLES), role);
  });
}
