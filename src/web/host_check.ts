/**
 * Which names a client may have used for this server.
 *
 * A page of another site can point its own name at 127.0.0.1 and read what is served there, because for the browser it is the same
 * site (DNS rebinding). It cannot do so without its name, which stands in the Host header. Addresses are no names, so they are safe.
 */

const PORT = /:\d{1,5}$/;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
const IPV6 = /^\[[0-9a-f:.]+\]$/;

/** Whether the Host header is an address, `localhost`, or a name that the server listens by. */
export function isHostAllowed(header: string | undefined, names: ReadonlySet<string>): boolean {
  if (header === undefined) return false;
  const host = header.toLowerCase().replace(PORT, "");
  return IPV4.test(host) || IPV6.test(host) || host === "localhost" || names.has(host);
}
