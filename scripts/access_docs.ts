/** docs/access.md: which role may call what, from the table that the server keeps to. */
import { ROLES_OF_METHOD, rolesOf } from "../src/grpc/server/door/roles.ts";
import { ROLES } from "../src/ports/caller.ts";

const INTRODUCTION = `# Access

<!-- Written by scripts/docs.ts from src/grpc/server/door/roles.ts; change it there. -->

Who may do what depends on the role of the connection, and the role on the listener at which it came in:

| listener | role | setting |
|---|---|---|
| a Unix socket in \`listen\`: the daemon's user and group may connect | operator | \`access.unix\` |
| a loopback address in \`listen\`: any local user can connect | observer | \`access.loopback\` |
| \`tls:host:port\` in \`listen\`: whoever has a certificate of the authority | the one that the certificate names, else \`tls.role\` | \`tls.*\` |
| any other address in \`listen\`, with \`insecure_network\` | observer | \`access.network\` |
| a socket of its own | the one it is for | \`access.sockets\` |

The runtime cannot ask the kernel who is at the other end of a Unix socket, so the socket itself decides: one for each role, with the
group and the mode that let in whom the role is for.

\`\`\`yaml
listen: ["unix:/run/statemanager/api.sock"]
access:
  sockets:
    - { path: /run/statemanager/observe.sock, role: observer, group: "", open_to: everyone }
    - { path: /run/statemanager/control.sock, role: controller, group: piccolo, open_to: group }
\`\`\`

A group other than the daemon's own has to be one that the daemon is a member of (\`SupplementaryGroups=\` in the unit).

**Places.** Nobody who is connected and does nothing keeps others out. Each role has places of its own, a sixteenth of
\`limits.connections\` and of \`limits.subscribers\` (16 and 4 by default): subscriptions leave those of the other roles free, and a
connection of a role that has fewer gets the place of another role, also of one with calls that last. A listener has three quarters
of the connections at most, so the Unix socket is never full by what comes over the network, and an operator gets in even then.
Over TLS a connection has a place once its certificate is proved; a handshake has 10 s.

## TLS

TLS 1.3, and nobody gets in without a certificate of the authority. A certificate has the role of the URI
\`piccolo://role/ROLE\` among its subject alternative names, or the one that \`tls.names\` gives to one of its names; of several the
least. The files are read again when they change, and each connection that is made from then on has the new ones, in both
directions, to etcd too; who is connected stays so. A file that cannot be used changes nothing and is told. 30 days before the
certificate expires the log warns once a day and raises the alert \`CertificateExpires\`, \`statemanagerd doctor\` tells of it, and
\`statemanager_tls_certificate_left_seconds\` says how long it is good.

\`\`\`yaml
listen: ["unix:/run/statemanager/api.sock", "tls:0.0.0.0:47001"]
tls:
  ca_file: /etc/piccolo/tls/ca.pem
  cert_file: /etc/piccolo/tls/server.pem
  key_file: /run/credentials/statemanager.service/tls.key
  names:
    - { name: gateway.vehicle, role: controller }
\`\`\`

The same files are shown to NodeAgents, the ActionController and the MonitoringServer at addresses \`tls:host:port\`. Commands take
theirs from the configuration or from \`STATEMANAGER_TLS_CA_FILE\`, \`STATEMANAGER_TLS_CERT_FILE\` and \`STATEMANAGER_TLS_KEY_FILE\`.
\`scripts/certs --node NAME DIR\` makes an authority, a certificate for each role and one for the node, for a laboratory.

**Nodes.** The certificate of a NodeAgent names its node, \`piccolo://node/NAME\`, and speaks for that node only: at an address with
TLS the State Manager follows a node, and sends actions for it, where the certificate names it, whatever the registration in etcd
says. As a client such a certificate has the role node-agent, also if it names a higher one. \`statemanagerd node\` listens with the
same settings (\`listen: ["tls:0.0.0.0:47020"]\`, \`tls.*\`); there a controller, operator or admin may call, so the State
Manager's own certificate names the role controller.

## Roles

| role | for |
|---|---|
| observer | whoever may look: monitoring, a technician's tool |
| node-agent | NodeAgents: health and status |
| controller | components that decide what is to run: the API server, a deployment tool |
| operator | people: everything that is done by hand as well |
| admin | everything that is served |

A call that the role does not permit is answered PERMISSION_DENIED, with the roles that it is permitted to.

## RPC x role
`;

export function renderAccess(): string {
  const rows = Object.keys(ROLES_OF_METHOD).map((path) => {
    const permitted = rolesOf(path);
    return `| \`${path.slice(1)}\` | ${
      ROLES.map((role) => permitted.includes(role) ? "yes" : "-").join(" | ")
    } |`;
  });
  return [
    INTRODUCTION,
    `| RPC | ${ROLES.join(" | ")} |\n|---|${ROLES.map(() => "---|").join("")}`,
    ...rows,
    "",
  ].join("\n");
}
