/** Certificates for tests of TLS: an authority of a test's own, with a server for loopback and clients that it signed. */
import { join } from "node:path";

/** A certificate with its key, as files and as text. */
export interface KeyPair {
  readonly certPath: string;
  readonly keyPath: string;
  readonly cert: string;
  readonly key: string;
}

/** Writes into `dir`, which is its owner's to remove. Needs openssl. */
export class Authority {
  readonly caPath: string;
  readonly ca: string;
  readonly #dir: string;

  /** `name` tells two authorities in one directory apart. */
  constructor(dir: string, name = "ca") {
    this.#dir = dir;
    this.caPath = join(dir, `${name}.crt`);
    openssl(
      ["req", "-x509", ...newKey(this.#keyPath), "-out", this.caPath, "-days", "2", "-subj", `/CN=${name}`],
    );
    this.ca = Deno.readTextFileSync(this.caPath);
  }

  /** A certificate that is good for the server at 127.0.0.1 and localhost, and for a client: etcd's gateway calls etcd itself. */
  sign(commonName: string): KeyPair {
    const path = (ending: string) => join(this.#dir, `${commonName}.${ending}`);
    const [certPath, keyPath, request, extensions] = [path("crt"), path("key"), path("csr"), path("ext")];
    Deno.writeTextFileSync(
      extensions,
      "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n",
    );
    openssl(["req", ...newKey(keyPath), "-out", request, "-subj", `/CN=${commonName}`]);
    openssl([
      ...["x509", "-req", "-in", request, "-CA", this.caPath, "-CAkey", this.#keyPath, "-CAcreateserial"],
      ...["-out", certPath, "-days", "2", "-extfile", extensions],
    ]);
    return {
      certPath,
      keyPath,
      cert: Deno.readTextFileSync(certPath),
      key: Deno.readTextFileSync(keyPath),
    };
  }

  get #keyPath(): string {
    return this.caPath.replace(/\.crt$/, ".key");
  }
}

function newKey(path: string): string[] {
  return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path];
}

function openssl(args: readonly string[]): void {
  const { success, stderr } = new Deno.Command("openssl", {
    args: [...args],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).outputSync();
  if (!success) throw new Error(`openssl ${args[0]} failed: ${new TextDecoder().decode(stderr).trim()}`);
}
