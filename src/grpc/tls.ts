/** The files of TLS: an authority, a certificate and its key, which this side shows and by which it judges the other one. */
import { Buffer } from "node:buffer";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { messageOf } from "../kit/errors.ts";

/** Where the files are, PEM. */
export interface TlsFiles {
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** What is in them. */
export interface TlsMaterial {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
}

const TLS = "tls:";

/** `tls:host:port` without its beginning; undefined = another kind of address. */
export function tlsTarget(address: string): string | undefined {
  return address.startsWith(TLS) ? address.slice(TLS.length) : undefined;
}

/** Throws an Error that names the file that cannot be read. */
export function readTls({ caFile, certFile, keyFile }: TlsFiles): TlsMaterial {
  const read = (path: string) => {
    try {
      return Buffer.from(Deno.readFileSync(path));
    } catch (error) {
      throw new Error(`Cannot read ${path}: ${messageOf(error)}`, { cause: error });
    }
  };
  return { ca: read(caFile), cert: read(certFile), key: read(keyFile) };
}

/** Whether both are the same bytes. */
export function isSameTls(one: TlsMaterial, other: TlsMaterial): boolean {
  return one.ca.equals(other.ca) && one.cert.equals(other.cert) && one.key.equals(other.key);
}

/** When the certificate expires, milliseconds since 1970. Throws an Error for what is no certificate. */
export function expiryMs({ cert }: Pick<TlsMaterial, "cert">): number {
  return Date.parse(new X509Certificate(cert).validTo);
}

/** Throws an Error for a certificate or key that is none, and for a key that does not fit. */
export function checkTls({ ca, cert, key }: TlsMaterial): void {
  new X509Certificate(ca);
  if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
    throw new Error("The key does not fit the certificate");
  }
}
