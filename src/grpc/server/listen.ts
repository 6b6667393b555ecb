/**
 * The addresses on which the server may listen, and the handling of Unix socket files.
 *
 * I1: plaintext never leaves this machine unless `insecure_network` is set.
 * I2: a socket file on which no process accepts is removed; a socket in use, or a file of another kind, is never touched.
 */
import { ListenError } from "../../kit/listen_error.ts";
import { messageOf } from "../../kit/errors.ts";

/** Mode of the socket: owner and group may connect, others may not. */
const SOCKET_MODE = 0o660;
const UNIX = "unix:";

/** The path of a Unix socket; undefined = a TCP address. */
export function socketPathOf(address: string): string | undefined {
  return address.startsWith(UNIX) ? address.slice(UNIX.length) : undefined;
}

/** Whether traffic to the address stays on this machine: a Unix socket, 127.0.0.0/8, ::1 or localhost. */
export function isLocalAddress(address: string): boolean {
  if (socketPathOf(address) !== undefined) return true;
  const host = address.slice(0, Math.max(0, address.lastIndexOf(":"))).replace(/^\[(.*)\]$/, "$1");
  return host === "localhost" || host === "::1" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** Throws an Error that says what to do (I1). */
export function checkListenAddress(address: string, isNetworkAllowed: boolean): void {
  if (isNetworkAllowed || isLocalAddress(address)) return;
  throw new Error(
    `Cannot listen on ${address}: nothing is encrypted or authenticated there; ` +
      "use a loopback address or unix:/path, or set insecure_network: true",
  );
}

/** Removes the socket file that a killed process left. Throws an Error when the path is in use. */
export async function removeStaleSocket(path: string): Promise<void> {
  const info = await Deno.lstat(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (info === undefined) return;
  if (info.isSocket !== true) throw new ListenError(`unix:${path}`, "it is a file and not a socket");
  if (await isAnswered(path)) throw new ListenError(`unix:${path}`, "another process listens there");
  await Deno.remove(path);
}

async function isAnswered(path: string): Promise<boolean> {
  try {
    const connection = await Deno.connect({ transport: "unix", path });
    connection.close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused || error instanceof Deno.errors.NotFound) return false;
    throw new Error(`Cannot tell whether unix:${path} is in use: ${messageOf(error)}`, { cause: error });
  }
}

/** Permits the group to connect, and nobody else. */
export async function openSocketToGroup(path: string): Promise<void> {
  await Deno.chmod(path, SOCKET_MODE);
}

/** Gives a socket to a group, with these permission bits. Throws an Error when there is no such group. */
export async function giveSocket(
  path: string,
  { group, mode }: { readonly group: string; readonly mode: number },
): Promise<void> {
  // Nobody connects meanwhile whom the mode would not let.
  if (group !== "") await Deno.chown(path, null, await groupId(group));
  await Deno.chmod(path, mode);
}

async function groupId(group: string): Promise<number> {
  if (/^\d+$/.test(group)) return Number(group);
  const line = (await Deno.readTextFile("/etc/group")).split("\n").find((entry) =>
    entry.startsWith(`${group}:`)
  );
  const id = Number(line?.split(":")[2] ?? NaN);
  if (!Number.isInteger(id)) throw new Error(`There is no group ${JSON.stringify(group)}`);
  return id;
}

/** Removes the socket file if it is still there. */
export async function removeSocket(path: string): Promise<void> {
  await Deno.remove(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}
