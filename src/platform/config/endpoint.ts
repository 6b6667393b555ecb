/** Addresses of peers and listeners: `host:port`, `[ipv6]:port`, `tls:host:port` or `unix:/path`. */

export type Endpoint =
  | { readonly kind: "tcp"; readonly host: string; readonly port: number; readonly isTls?: true }
  | { readonly kind: "unix"; readonly path: string };

export const ENDPOINT_FORM = "host:port, [ipv6]:port, tls:host:port or unix:/path";

/** Longest path of a Unix socket on Linux, bytes (sun_path without the terminating zero). */
const MAX_SOCKET_PATH_BYTES = 107;
const TLS = "tls:";
const HOST_PATTERN = /^[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?$/;

/** The parts of an address; undefined = it is malformed. Port 0 is accepted: a listener then takes a free one. */
export function parseEndpoint(text: string): Endpoint | undefined {
  if (text.startsWith("unix:")) {
    const path = text.slice("unix:".length);
    const isUsable = path.startsWith("/") && !path.includes("\0") &&
      new TextEncoder().encode(path).length <= MAX_SOCKET_PATH_BYTES;
    return isUsable ? { kind: "unix", path } : undefined;
  }
  if (text.startsWith(TLS)) {
    const endpoint = text.startsWith("unix:", TLS.length) || text.startsWith(TLS, TLS.length)
      ? undefined
      : parseEndpoint(text.slice(TLS.length));
    return endpoint?.kind === "tcp" ? { ...endpoint, isTls: true } : undefined;
  }
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  if (match === null) return undefined;
  const [, ipv6, name, digits] = match;
  const host = ipv6 ?? name ?? "";
  const port = Number(digits);
  if (port > 65_535) return undefined;
  if (ipv6 === undefined && (host.length > 253 || !HOST_PATTERN.test(host))) return undefined;
  return { kind: "tcp", host, port };
}

/** What is wrong with an address that people write like this, and how to write it; undefined = nothing that is known. */
export function addressMistake(text: string): string | undefined {
  const scheme = /^([a-z][a-z0-9+.]*):\/\/([^/]*)/i.exec(text);
  if (scheme !== null) {
    const rest = scheme[2] ?? "";
    const bare = parseEndpoint(rest) === undefined ? "" : `: write ${rest}`;
    return `has a scheme, which is not part of an address; drop "${scheme[1]}://"${bare}`;
  }
  if (text.startsWith("/")) return `is a path; write unix:${text} for a socket`;
  if (text.startsWith("unix:")) return "needs an absolute path of at most 107 bytes after unix:";
  if (/^[A-Za-z0-9][-A-Za-z0-9.]*:?$/.test(text)) {
    return `has no port; add it: ${text.replace(/:$/, "")}:PORT`;
  }
  if (/^[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:\d{1,5}$/.test(text)) {
    const at = text.lastIndexOf(":");
    return `is IPv6 without brackets; write [${text.slice(0, at)}]${text.slice(at)}`;
  }
  return undefined;
}

/** Whether traffic to the endpoint never leaves this machine: a Unix socket, 127.0.0.0/8, ::1 or localhost. */
export function isLocal(endpoint: Endpoint): boolean {
  if (endpoint.kind === "unix") return true;
  return endpoint.host === "localhost" || endpoint.host === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(endpoint.host);
}

/** Whether nobody else can read or pretend to be the other side: it never leaves this machine, or is TLS. */
export function isProtected(endpoint: Endpoint): boolean {
  return isLocal(endpoint) || endpoint.kind === "tcp" && endpoint.isTls === true;
}

/** The path of the socket that an address names; empty for an address of another kind. */
export function socketOf(address: string): readonly string[] {
  const endpoint = parseEndpoint(address);
  return endpoint?.kind === "unix" ? [endpoint.path] : [];
}
