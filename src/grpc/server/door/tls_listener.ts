/**
 * A listener over TLS 1.3 that lets nobody in without a certificate of its authority.
 *
 * I1  A connection is handed on once its certificate is proved and HTTP/2 is agreed on; before that it has no place and no byte of it is
 *     kept but the handshake's, for `HANDSHAKE_MS` at most, and there are few of them at once (`handshakes.ts`).
 * I2  Files that are taken over concern the connections that come after.
 */
import type net from "node:net";
import tls from "node:tls";
import { oneLine } from "../../../kit/visible_text.ts";
import type { Caller } from "../../../ports/caller.ts";
import { type CertificateNames, namesOfCertificate } from "../../certificate_names.ts";
import type { TlsMaterial } from "../../tls.ts";
import type { Handshakes } from "./handshakes.ts";
import { type CertificateRoles, roleOfCertificate } from "./certificate_roles.ts";

const HANDSHAKE_MS = 10_000;
/** Longest part of a certificate's names that is told. */
const MAX_NAMES = 200;

export interface TlsListenerOptions {
  readonly material: TlsMaterial;
  readonly roles: CertificateRoles;
  readonly handshakes: Handshakes;
  readonly onConnection: (socket: tls.TLSSocket, caller: Caller) => void;
  /** Somebody was not let in. */
  readonly onRefused: (error: Error) => void;
}

export class TlsListener {
  readonly #server: tls.Server;

  constructor({ material, roles, handshakes, onConnection, onRefused }: TlsListenerOptions) {
    this.#server = tls.createServer({
      ...withoutWatch(material),
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: "TLSv1.3",
      ALPNProtocols: ["h2"],
      handshakeTimeout: HANDSHAKE_MS,
    });
    this.#server.on("connection", (socket: net.Socket) => {
      const peer = ofHandshake(socket);
      handshakes.begin(peer, socket);
      socket.once("close", () => handshakes.end(peer));
    });
    this.#server.on("secureConnection", (socket: tls.TLSSocket) => {
      handshakes.end(ofHandshake(socket));
      if (!socket.authorized || socket.alpnProtocol !== "h2") {
        socket.destroy();
        return;
      }
      const names = namesOfCertificate(socket.getPeerCertificate().raw);
      const who = oneLine(textOf(names)).slice(0, MAX_NAMES);
      const origin = `${socket.remoteAddress}:${socket.remotePort} (${who})`;
      onConnection(socket, { role: roleOfCertificate(names, roles), origin });
    });
    this.#server.on("tlsClientError", onRefused);
  }

  /** Resolves to the port. */
  listen(host: string, port: number): Promise<number> {
    const server = this.#server;
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen({ host, port }, () => {
        server.off("error", reject);
        const address = server.address();
        resolve(typeof address === "object" && address !== null ? address.port : 0);
      });
    });
  }

  /** I2. Throws an Error when they cannot be used. */
  use(material: TlsMaterial): void {
    this.#server.setSecureContext({ ...withoutWatch(material), minVersion: "TLSv1.3" });
  }

  close(): void {
    this.#server.close();
  }
}

/** One connection, by both its ends: what is handed on when it is proved is another object. */
function ofHandshake({ remoteAddress, remotePort, localPort }: net.Socket): string {
  return `${remoteAddress}:${remotePort} ${localPort}`;
}

/** The server keeps what it is given: not the watch, whose files change. */
function withoutWatch({ ca, cert, key }: TlsMaterial): TlsMaterial {
  return { ca, cert, key };
}

function textOf({ uris, dns }: CertificateNames): string {
  return [...uris.map((uri) => `URI:${uri}`), ...dns.map((name) => `DNS:${name}`)].join(", ");
}
