// The daemon itself as a server to be tested: writes its port on stdout. The argument is a directory for its files.
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { startDaemon } from "../../../src/daemon/start.ts";
import { eventually } from "../eventually.ts";

installHttp2();
const [dir = ""] = Deno.args;
Deno.writeTextFileSync(`${dir}/config.yaml`, "log: { level: error }\n");
const ended = startDaemon({
  configPath: `${dir}/config.yaml`,
  settings: { listen: "127.0.0.1:0", state_dir: `${dir}/state` },
});
const address = await eventually(
  "the daemon to serve",
  () => Deno.readTextFileSync(`${dir}/state/address`).trim(),
);
console.log(address.slice(address.lastIndexOf(":") + 1));
Deno.exitCode = await ended;
