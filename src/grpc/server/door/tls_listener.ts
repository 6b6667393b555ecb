/**
 * TLS 1.3 over connections that somebody else accepts: nobody gets in without a certificate of the authority.
 *
 * I1  A connection is handed on once its certificate is proved and HTTP/2 is agreed on; before that it has no place and no byte of it is
 *     kept but the handshake's (`handshakes.ts`).
 * I2  Files that are taken over concern the connections that come after.
 */
import tls from "node:tls";
import { oneLine } from "../../../kit/visible_text.ts";
import type { Caller } from "../../../ports/caller.ts";
import { type CertificateNames, namesOfCertificate } from "../../certificate_names.ts";
import type { TlsMaterial } from "../../tls.ts";
import { type CertificateRoles, roleOfCertificate } from "./certificate_roles.ts";
import { ConnDuplex } from "./conn_duplex.ts";
import type { Handshakes } from "./handshakes.ts";

/** Longest part of a certificate's names that is told. */
const MAX_NAMES = 200;

export interface TlsEntered {
  readonly socket: tls.TLSSocket;
  readonly caller: Caller;
}

export interface TlsListenerOptions {
  readonly material: TlsMaterial;
  readonly roles: CertificateRoles;
  readonly handshakes: Handshakes;
  readonly onConnection: (entered: TlsEntered) => void;
  /** Somebody was not let in. */
  readonly onRefused: (error: Error) => void;
}

export class TlsListener {
  readonly #options: TlsListenerOptions;
  readonly #server: tls.Server;

  constructor(options: TlsListenerOptions) {
    this.#options = options;
    this.#server = tls.createServer({
      ...withoutWatch(options.material),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: "TLSv1.3",
      ALPNProtocols: ["h2"],
    });
    this.#server.on("secureConnection", (socket: tls.TLSSocket) => this.#enter(socket));
    this.#server.on("tlsClientError", (error: Error, socket: tls.TLSSocket) => {
      underOf(socket)?.destroy();
      options.onRefused(error);
    });
  }

  /** Begins the handshake (I1). */
  begin(conn: Deno.Conn): void {
    const { handshakes, onRefused } = this.#options;
    const duplex = new ConnDuplex(conn);
    handshakes.begin(duplex, () => onRefused(new Error("The handshake was not over in time")));
    duplex.once("close", () => handshakes.settle(duplex));
    // Whoever breaks off in the middle of a handshake is told of by the server, if at all.
    duplex.on("error", () => {});
    this.#server.emit("connection", duplex);
  }

  /** I2. Throws an Error when they cannot be used. */
  use(material: TlsMaterial): void {
    this.#server.setSecureContext({ ...withoutWatch(material), minVersion: "TLSv1.3" });
  }

  #enter(socket: tls.TLSSocket): void {
    const duplex = underOf(socket);
    if (
      duplex === undefined || !this.#options.handshakes.settle(duplex) || !socket.authorized ||
      socket.alpnProtocol !== "h2"
    ) {
      socket.destroy();
      duplex?.destroy();
      return;
    }
    socket.once("close", () => void duplex.destroy());
    const names = namesOfCertificate(socket.getPeerCertificate().raw);
    const who = oneLine(textOf(names)).slice(0, MAX_NAMES);
    const { peerAddress = "", peerPort = 0 } = duplex;
    const caller = {
      role: roleOfCertificate(names, this.#options.roles),
      origin: `${peerAddress}:${peerPort} (${who})`,
    };
    this.#options.onConnection({ socket, caller });
  }
}

/** The server keeps what it is given: not the watch, whose files change. */
function withoutWatch({ ca, cert, key }: TlsMaterial): TlsMaterial {
  return { ca, cert, key };
}

/**
 * The stream that a socket of the server is laid over. The runtime tells it nowhere else than where node keeps it, too; where it did not,
 * nobody would be let in.
 */
function underOf(socket: tls.TLSSocket): ConnDuplex | undefined {
  const { _handle: handle } = socket as unknown as {
    readonly _handle?: { readonly _parentWrap?: { readonly stream?: unknown } } | null;
  };
  const stream = handle?._parentWrap?.stream;
  return stream instanceof ConnDuplex ? stream : undefined;
}

function textOf({ uris, dns }: CertificateNames): string {
  return [...uris.map((uri) => `URI:${uri}`), ...dns.map((name) => `DNS:${name}`)].join(", ");
}
