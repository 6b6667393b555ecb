// The daemon itself as a server to be tested: writes its port on stdout. The arguments are a directory for its files, and `tls` for its
// listener over TLS: then the port is that of a proxy which speaks TLS for whoever cannot show a certificate, byte for byte.
import { join } from "node:path";
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { startDaemon } from "../../../src/daemon/start.ts";
import type { TlsMaterial } from "../../../src/grpc/tls.ts";
import { filesOf, makeLaboratory, materialOf } from "../certificates.ts";
import { eventually } from "../eventually.ts";

installHttp2();
const [dir = "", kind = "plain"] = Deno.args;
const isTls = kind === "tls";
if (isTls) await makeLaboratory(dir);
const { caFile, certFile, keyFile } = filesOf(dir, "server");
const tls = isTls ? { tls: { ca_file: caFile, cert_file: certFile, key_file: keyFile } } : {};
const configPath = join(dir, "config.yaml");
// JSON is YAML.
Deno.writeTextFileSync(configPath, JSON.stringify({ log: { level: "error" }, ...tls }));
const ended = startDaemon({
  configPath,
  settings: { listen: isTls ? "tls:127.0.0.1:0" : "127.0.0.1:0", state_dir: join(dir, "state") },
});
const address = await eventually(
  "the daemon to serve",
  () => Deno.readTextFileSync(join(dir, "state", "address")).trim(),
);
const port = Number(address.slice(address.lastIndexOf(":") + 1));
console.log(isTls ? proxyTo(port, materialOf(dir, "operator")) : port);
Deno.exitCode = await ended;

/** Its port. What ends on one side ends on the other. */
function proxyTo(port: number, { ca, cert, key }: TlsMaterial): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serve = async (client: Deno.Conn): Promise<void> => {
    const server = await Deno.connectTls({
      ...{ hostname: "localhost", port, caCerts: [ca.toString()], alpnProtocols: ["h2"] },
      ...{ cert: cert.toString(), key: key.toString() },
    });
    await Promise.allSettled([
      client.readable.pipeTo(server.writable),
      server.readable.pipeTo(client.writable),
    ]);
  };
  void (async () => {
    for await (const client of listener) serve(client).catch(() => {});
  })();
  return listener.addr.port;
}
