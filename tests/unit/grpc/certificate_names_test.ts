/** Names in certificates, from their DER. */
import { deepEqual, equal, match } from "node:assert/strict";
import { Buffer } from "node:buffer";
import {
  namesOfCertificate,
  nodesOfCertificate,
  problemOfNode,
} from "../../../src/grpc/certificate_names.ts";

/** With the names URI "piccolo://node/x, URI:piccolo://node/y", DNS "localhost" and an IP address. */
const CRAFTED = new Uint8Array(
  Buffer.from(
    `MIIBtDCCAVmgAwIBAgIUJ83rGKlDrpMDJU8lNwvQa1+SkMswCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwScGljY29sbyBsYWJvcmF0
b3J5MB4XDTI2MTEzMDExNDYxMVoXDTI2MTIwOTExNDYxMVowDDEKMAgGA1UEAwwBdzBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
BPQgadNU5auL7zbKdx9o8w4aEQrSzAj1MxS1/2v/L1d8bcVUg8aFXfNtDIpIxULCHCYj2KFIPbA6pg27XxgkIeCjgYcwgYQwQgYD
VR0RBDswOYYmcGljY29sbzovL25vZGUveCwgVVJJOnBpY2NvbG86Ly9ub2RlL3mCCWxvY2FsaG9zdIcEfwAAATAdBgNVHQ4EFgQU
4WsONvaJg1/8cxTrVysOKm7zrx4wHwYDVR0jBBgwFoAUbh63yekBZltPxppQm9EFNOAUg7YwCgYIKoZIzj0EAwIDSQAwRgIhAMt9
pDM0t4HxRERkdSHACFC/uE+Zn+2HJArfF/6a1zv0AiEArRNEx/u8rCFN3atUSzojgO+3XTk3L9dCNxIqt09no48=`,
    "base64",
  ),
);

Deno.test("a name that contains a comma is one name", () => {
  deepEqual(namesOfCertificate(CRAFTED), {
    dns: ["localhost"],
    uris: ["piccolo://node/x, URI:piccolo://node/y"],
  });
  deepEqual(nodesOfCertificate(namesOfCertificate(CRAFTED)), ["x, URI:piccolo://node/y"]);
});

Deno.test("a certificate speaks for no other node than the one that it names", () => {
  match(problemOfNode(CRAFTED, "x") ?? "", /and not for node x: it needs the name URI:piccolo:\/\/node\/x$/);
  match(problemOfNode(CRAFTED, "y") ?? "", /and not for node y/);
  equal(problemOfNode(CRAFTED, "x, URI:piccolo://node/y"), undefined);
});

Deno.test("a certificate that is cut, changed or empty has no names, or those that are left, and nothing throws", () => {
  for (let length = 0; length < CRAFTED.length; length++) {
    deepEqual(namesOfCertificate(CRAFTED.subarray(0, length)), { dns: [], uris: [] });
  }
  for (let at = 0; at < CRAFTED.length; at++) {
    for (const value of [0, 0x80, 0x84, 0xff]) {
      const changed = CRAFTED.slice();
      changed[at] = value;
      namesOfCertificate(changed);
    }
  }
});
