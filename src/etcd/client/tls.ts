/**
 * How a server's certificate is verified over TLS, and which certificate this client presents.
 *
 * I1  Each connection has the certificates of the moment in which it is made.
 */
import { Buffer } from "node:buffer";
import { isIP } from "node:net";
import { checkServerIdentity } from "node:tls";
import { type ChannelCredentials, type ChannelOptions, credentials } from "./library.ts";

/** Certificates as PEM. */
export interface EtcdTls {
  /** Certificate of the authority that signed the server's certificate. */
  readonly ca: Uint8Array | string;
  /** Certificate and key of this client, where the server requires them. */
  readonly cert?: Uint8Array | string;
  readonly key?: Uint8Array | string;
}

/** TLS allows no IP address as server name (SNI); this name is sent instead, and no certificate is checked against it. */
const NAME_OF_AN_ADDRESS = "address.invalid";

/** `address` is host:port; `tls` undefined = the authorities of the system. */
export function secureChannel(
  address: string,
  tls: (() => EtcdTls) | undefined,
): { readonly channelCredentials: ChannelCredentials; readonly channelOptions: ChannelOptions } {
  const host = address.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  const isAddress = isIP(host) !== 0;
  const make = () => {
    const { ca, key, cert } = tls?.() ?? {};
    return credentials.createSsl(
      pem(ca),
      pem(key),
      pem(cert),
      isAddress
        ? { checkServerIdentity: (_name, certificate) => checkServerIdentity(host, certificate) }
        : {},
    );
  };
  const channelCredentials = make();
  // I1: the library makes the connector of a server once, and asks it for each connection.
  channelCredentials._createSecureConnector = (at, given, call) => {
    const connector = make()._createSecureConnector(at, given, call);
    return {
      connect: async (socket) => await make()._createSecureConnector(at, given, call).connect(socket),
      waitForReady: () => connector.waitForReady(),
      getCallCredentials: () => connector.getCallCredentials(),
      destroy: () => connector.destroy(),
    };
  };
  return {
    channelCredentials,
    channelOptions: isAddress ? { "grpc.ssl_target_name_override": NAME_OF_AN_ADDRESS } : {},
  };
}

function pem(value: Uint8Array | string | undefined): Buffer | null {
  return value === undefined ? null : Buffer.from(value);
}
