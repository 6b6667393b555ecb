/**
 * How a channel speaks TLS: version 1.3, with a certificate of its own.
 *
 * I1  Each connection shows the certificate that is in force when it is made, and judges its peer by the authority of that moment.
 * I2  A peer that is to be a node proves it: its certificate names that node, besides the address.
 */
import { type ChannelCredentials, type ChannelOptions, credentials } from "@grpc/grpc-js";
import { isIP } from "node:net";
import { checkServerIdentity, createSecureContext, type PeerCertificate, type SecureContext } from "node:tls";
import { problemOfNode } from "../certificate_names.ts";
import type { TlsMaterial } from "../tls.ts";

/** TLS has no IP address as server name (RFC 6066); this name is sent instead, and no certificate is checked against it. */
const NAME_OF_AN_ADDRESS = "address.invalid";

export interface TlsPeer {
  /** `host:port`. */
  readonly target: string;
  /** The node that it has to be; not set = it is none. */
  readonly node?: string;
}

/** Credentials and options of a channel to the peer. The material may change (I1). Throws an Error when it cannot be used now. */
export function tlsChannel(material: TlsMaterial, { target, node }: TlsPeer): {
  readonly channelCredentials: ChannelCredentials;
  readonly channelOptions: ChannelOptions;
} {
  const host = target.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  const isAddress = isIP(host) !== 0;
  const options = {
    checkServerIdentity: (name: string, certificate: PeerCertificate): Error | undefined => {
      const problem = checkServerIdentity(isAddress ? host : name, certificate);
      if (problem !== undefined || node === undefined) return problem;
      const why = problemOfNode(certificate.raw, node);
      return why === undefined ? undefined : new Error(`${target} is not node ${node}: ${why}`);
    },
  };
  const make = (context: SecureContext) => credentials.createFromSecureContext(context, options);
  const channelCredentials = make(contextOf(material));
  // The library makes the connector of a peer once, and asks it for each connection.
  channelCredentials._createSecureConnector = (at, given, call) => {
    const connector = make(contextOf(material))._createSecureConnector(at, given, call);
    return {
      connect: async (socket) =>
        await make(contextOf(material))._createSecureConnector(at, given, call).connect(socket),
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

function contextOf({ ca, cert, key }: TlsMaterial): SecureContext {
  return createSecureContext({ ca, cert, key, minVersion: "TLSv1.3" });
}
