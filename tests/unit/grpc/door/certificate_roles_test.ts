import { equal } from "node:assert/strict";
import { roleOfCertificate } from "../../../../src/grpc/server/door/certificate_roles.ts";

const ROLES = {
  role: "observer",
  names: [{ name: "gateway.vehicle", role: "controller" }, { name: "spiffe://car/tester", role: "admin" }],
} as const;

const CASES: readonly (readonly [string, string])[] = [
  ["", "observer"],
  ["DNS:laptop", "observer"],
  ["URI:piccolo://role/operator", "operator"],
  ["DNS:laptop, URI:piccolo://role/node-agent", "node-agent"],
  ["DNS:gateway.vehicle", "controller"],
  ["URI:spiffe://car/tester", "admin"],
  ["URI:piccolo://role/emperor", "observer"],
  ["URI:PICCOLO://role/admin", "observer"],
  ["email:piccolo://role/admin", "observer"],
  ["IP Address:127.0.0.1", "observer"],
  ["URI:piccolo://role/admin, URI:piccolo://role/observer", "observer"],
  ["URI:piccolo://role/operator, DNS:gateway.vehicle", "controller"],
];

for (const [names, role] of CASES) {
  Deno.test(`a certificate with the names "${names}" has the role ${role}`, () => {
    equal(roleOfCertificate(names, ROLES), role);
  });
}
