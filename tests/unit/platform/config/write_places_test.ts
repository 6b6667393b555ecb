import { deepEqual, ok } from "node:assert/strict";
import { loadConfig } from "../../../../src/platform/config/config.ts";
import { SETTING_LIST } from "../../../../src/platform/config/settings.ts";
import { daemonPlaces } from "../../../../src/platform/config/write_places.ts";

const SOCKET = "/srv/peer.sock";

function placesWith(file: string, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const { config } = loadConfig({ env: {}, flags: {}, path: "/config.yaml", readFile: () => file });
  return daemonPlaces(config, env);
}

Deno.test("the daemon writes to its state and runtime directories, and to nothing else by itself", () => {
  const socket = "/run/statemanager/api.sock";
  deepEqual(placesWith(""), ["/var/lib/statemanager", "/run/statemanager", socket]);
  deepEqual(placesWith("state_dir: /data/sm", { RUNTIME_DIRECTORY: "/run/a:/run/b" }), [
    "/data/sm",
    "/run/a",
    socket,
  ]);
});

Deno.test("the service manager is reached where it says, unless that is no file", () => {
  deepEqual(placesWith("", { NOTIFY_SOCKET: "/run/user/7/notify" }).slice(2, -1), ["/run/user/7/notify"]);
  deepEqual(placesWith("", { NOTIFY_SOCKET: "@abstract" }).slice(2, -1), []);
});

/** The setting as the file may have it, with a socket in it; undefined where it takes none. */
function withSocket(key: string): string | undefined {
  const kind = SETTING_LIST.find((entry) => entry.key === key)?.setting.kind;
  const address = `unix:${SOCKET}`;
  const values = [address, [address], [{ name: "front", address }], [
    { path: SOCKET, role: "observer", group: "", open_to: "user" },
  ]];
  const value = values.find((one) => kind?.parse(one).ok === true);
  // A path or a text takes nearly everything.
  if (value === undefined || kind?.type === "path" || kind?.type === "text") return undefined;
  const [last = "", ...groups] = key.split(".").toReversed();
  return groups.reduce((inner, group) => `${group}: { ${inner} }`, `${last}: ${JSON.stringify(value)}`);
}

Deno.test("every setting that can name a socket has it among the places", () => {
  const keys = SETTING_LIST.map(({ key }) => key).filter((key) => withSocket(key) !== undefined);
  // So that the search itself is known to work.
  for (const key of ["listen", "nodes", "action_controller.address", "access.sockets"]) {
    ok(keys.includes(key), key);
  }
  for (const key of keys) ok(placesWith(`${withSocket(key)}\n`).includes(SOCKET), key);
});
