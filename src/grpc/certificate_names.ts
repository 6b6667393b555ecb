/**
 * The names in a certificate, read from its DER. The runtime joins them with commas and escapes nothing, so that one name
 * "piccolo://node/a, URI:piccolo://node/b" would pass for two.
 *
 * I1  What is no certificate has no names; nothing here throws.
 */

/** Its subject alternative names, by kind. */
export interface CertificateNames {
  readonly dns: readonly string[];
  readonly uris: readonly string[];
}

const NO_NAMES: CertificateNames = { dns: [], uris: [] };
const NODE_URI = "piccolo://node/";

const SEQUENCE = 0x30;
const OBJECT_ID = 0x06;
const OCTET_STRING = 0x04;
/** `extensions [3]` of a certificate (RFC 5280, section 4.1). */
const EXTENSIONS = 0xa3;
/** `dNSName [2]` and `uniformResourceIdentifier [6]` (RFC 5280, section 4.2.1.6). */
const DNS_NAME = 0x82;
const URI = 0x86;
/** 2.5.29.17, subjectAltName. */
const SUBJECT_ALT_NAME = "551d11";

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The names of a certificate; those of the first list of names that it has. */
export function namesOfCertificate(der: Uint8Array): CertificateNames {
  const [certificate] = elementsOf(der);
  const [toBeSigned] = certificate?.tag === SEQUENCE ? elementsOf(certificate.content) : [];
  const fields = toBeSigned === undefined ? [] : elementsOf(toBeSigned.content);
  const [list] = elementsOf(fields.find(({ tag }) => tag === EXTENSIONS)?.content ?? new Uint8Array());
  for (const { content } of elementsOf(list?.content ?? new Uint8Array())) {
    const parts = elementsOf(content);
    if (parts[0]?.tag !== OBJECT_ID || hexOf(parts[0].content) !== SUBJECT_ALT_NAME) continue;
    const [names] = elementsOf(parts.find(({ tag }) => tag === OCTET_STRING)?.content ?? new Uint8Array());
    const found = elementsOf(names?.content ?? new Uint8Array());
    const textsOf = (wanted: number) =>
      found.filter(({ tag }) => tag === wanted).map(({ content }) => latin1(content));
    return { dns: textsOf(DNS_NAME), uris: textsOf(URI) };
  }
  return NO_NAMES;
}

/** The nodes that a certificate speaks for: its names `piccolo://node/NAME`. */
export function nodesOfCertificate({ uris }: CertificateNames): readonly string[] {
  return uris.filter((uri) => uri.startsWith(NODE_URI)).map((uri) => uri.slice(NODE_URI.length));
}

/** Why a peer with this certificate is not the node; undefined = it is. */
export function problemOfNode(der: Uint8Array, node: string): string | undefined {
  const nodes = nodesOfCertificate(namesOfCertificate(der));
  if (nodes.includes(node)) return undefined;
  const named = nodes.length === 0 ? "no node" : `node ${nodes.slice(0, 4).join(", ")}`;
  return `its certificate speaks for ${named} and not for node ${node}: it needs the name URI:${NODE_URI}${node}`;
}

/** What is cut off or has a length of more than four bytes ends the list. */
function elementsOf(bytes: Uint8Array): readonly Element[] {
  const elements: Element[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length >= 0x80) {
      const count = length & 0x7f;
      if (count === 0 || count > 4) return elements;
      length = 0;
      for (let n = 0; n < count; n++) length = length * 256 + (bytes[at++] ?? 0);
    }
    if (at + length > bytes.length) return elements;
    elements.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return elements;
}

function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function latin1(bytes: Uint8Array): string {
  return [...bytes].map((byte) => String.fromCharCode(byte)).join("");
}
