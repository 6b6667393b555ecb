// Certificates for one test run, made by openssl: a CA, a server and a client signed by it, and a rogue client.

/** Makes ca, server, client and rogue (`.pem` and `.key`) in a directory. */
export async function makeCertificates(dir: string): Promise<void> {
  await openssl(dir, [
    "req",
    "-x509",
    ...KEY,
    "ca.key",
    "-out",
    "ca.pem",
    "-days",
    "2",
    "-subj",
    "/CN=test-ca",
  ]);
  await Deno.writeTextFile(`${dir}/names.cnf`, "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  for (const name of ["server", "client"]) {
    await openssl(dir, ["req", ...KEY, `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`]);
    const signed = [
      "-CA",
      "ca.pem",
      "-CAkey",
      "ca.key",
      "-CAcreateserial",
      "-days",
      "2",
      "-extfile",
      "names.cnf",
    ];
    await openssl(dir, ["x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...signed]);
  }
  await openssl(dir, [
    "req",
    "-x509",
    ...KEY,
    "rogue.key",
    "-out",
    "rogue.pem",
    "-days",
    "2",
    "-subj",
    "/CN=rogue",
  ]);
}

const KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout"];

async function openssl(dir: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", {
    args: [...args],
    cwd: dir,
    stdout: "null",
    stderr: "piped",
  })
    .output();
  if (!success) throw new Error(`openssl ${args[0]} failed: ${new TextDecoder().decode(stderr)}`);
}
