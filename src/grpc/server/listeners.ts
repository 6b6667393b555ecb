/** The listeners of a server behind its door: all of them or none, and what is left of them at the end. */
import { ListenError } from "../../kit/listen_error.ts";
import type { Server } from "@grpc/grpc-js";
import type { Role } from "../../ports/caller.ts";
import { type Access, DEFAULT_ACCESS, MODE_OF, roleAt } from "./door/access.ts";
import { tlsTarget } from "../tls.ts";
import type { CertificateRoles } from "./door/certificate_roles.ts";
import type { TlsWatch } from "./door/tls_watch.ts";
import type { Door } from "./door/door.ts";
import {
  checkListenAddress,
  giveSocket,
  openSocketToGroup,
  removeSocket,
  removeStaleSocket,
  socketPathOf,
} from "./listen.ts";

export interface ListenOptions {
  /** `host:port` (port 0 = any free one) and `unix:/path`. */
  readonly listen: readonly string[];
  /** Also listen on addresses whose traffic leaves this machine. Default false. */
  readonly isNetworkAllowed?: boolean;
  /** The certificates, for `tls:host:port` in `listen`, and which roles they have. */
  readonly tls?: ServerTls;
  /** Who has which role. Default: `DEFAULT_ACCESS`. */
  readonly access?: Access;
}

/** How a server speaks TLS. */
export interface ServerTls {
  readonly watch: TlsWatch;
  readonly roles: CertificateRoles;
}

/** Listens on every address and socket, or on none; the addresses with their actual ports. */
export async function listenOnAll(
  door: Door,
  server: Server,
  options: ListenOptions,
): Promise<string[]> {
  const addresses: string[] = [];
  try {
    const { access = DEFAULT_ACCESS } = options;
    for (const address of options.listen) {
      const target = tlsTarget(address);
      if (target !== undefined) {
        addresses.push(await listenOnTls(door, target, options.tls));
        continue;
      }
      checkListenAddress(address, options.isNetworkAllowed ?? false);
      addresses.push(await listenOn(door, address, roleAt(address, access)));
    }
    for (const { path, role, group, openTo } of access.sockets) {
      addresses.push(await listenOn(door, `unix:${path}`, role));
      await giveSocket(path, { group, mode: MODE_OF[openTo] });
    }
    return addresses;
  } catch (error) {
    door.close();
    await door.end();
    server.forceShutdown();
    await removeSockets(addresses);
    throw error;
  }
}

async function listenOnTls(door: Door, target: string, tls: ServerTls | undefined): Promise<string> {
  const at = target.lastIndexOf(":");
  const host = target.slice(0, at).replace(/^\[(.*)\]$/, "$1");
  try {
    if (tls === undefined) {
      throw new Error("there are no certificates: set tls.ca_file, tls.cert_file and tls.key_file");
    }
    const port = await door.listenTls({ host, port: Number(target.slice(at + 1)) }, tls);
    return `tls:${target.slice(0, at)}:${port}`;
  } catch (error) {
    throw new ListenError(`tls:${target}`, error);
  }
}

async function listenOn(door: Door, address: string, role: Role): Promise<string> {
  const path = socketPathOf(address);
  if (path !== undefined) await removeStaleSocket(path);
  const at = address.lastIndexOf(":");
  const host = address.slice(0, at).replace(/^\[(.*)\]$/, "$1");
  try {
    const port = await door.listen(
      path === undefined ? { host, port: Number(address.slice(at + 1)) } : { path },
      role,
    );
    if (path === undefined) return `${address.slice(0, at)}:${port}`;
  } catch (error) {
    throw new ListenError(address, error);
  }
  await openSocketToGroup(path);
  return address;
}

/** Resolves when every connection is closed, gracefully or by force. */
export function drainServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.tryShutdown(() => resolve()));
}

/** Removes the files of those that are Unix sockets. */
export async function removeSockets(addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const path = socketPathOf(address);
    if (path !== undefined) await removeSocket(path);
  }
}
