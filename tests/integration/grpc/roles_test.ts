/** RPC x role, cell by cell, over loopback TCP and over Unix sockets. */
import { deepEqual, equal, match } from "node:assert/strict";
import { ROLES_OF_METHOD } from "../../../src/grpc/server/door/roles.ts";
import { DEFAULT_ACCESS } from "../../../src/grpc/server/door/access.ts";
import { ROLES } from "../../../src/ports/caller.ts";
import { TlsWatch } from "../../../src/grpc/server/door/tls_watch.ts";
import { filesOf, makeLaboratory, materialOf } from "../../support/certificates.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { eventually } from "../../support/eventually.ts";
import { framed, isOver, RawPeer, statusOf } from "../../support/http2/raw_peer.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { stage } from "./support/stage.ts";
import { clock } from "./support/world.ts";

const PERMISSION_DENIED = 7;
const STATE_MANAGER = "/piccolo.statemanager.v1.StateManager/";
const REFLECTION = "ServerReflection/ServerReflectionInfo";

/** observer, node-agent, controller, operator, admin: y = may, - = may not. Written by hand, so that a change of the table is seen. */
const CELLS: Readonly<Record<string, string>> = {
  [`${STATE_MANAGER}UpdateState`]: "--yyy",
  [`${STATE_MANAGER}Apply`]: "--yyy",
  [`${STATE_MANAGER}TriggerRecovery`]: "---yy",
  [`${STATE_MANAGER}QueryState`]: "y-yyy",
  [`${STATE_MANAGER}SubscribeToStateChanges`]: "y-yyy",
  [`${STATE_MANAGER}GetHistory`]: "y-yyy",
  [`${STATE_MANAGER}PlanReconciliation`]: "y-yyy",
  [`${STATE_MANAGER}Explain`]: "y-yyy",
  [`${STATE_MANAGER}ListAlerts`]: "y-yyy",
  [`${STATE_MANAGER}GetLogs`]: "---yy",
  [`${STATE_MANAGER}ListInstances`]: "y-yyy",
  [`${STATE_MANAGER}AdoptTerm`]: "----y",
  [`${STATE_MANAGER}GetStatus`]: "yyyyy",
  "/grpc.health.v1.Health/Check": "yyyyy",
  "/grpc.health.v1.Health/Watch": "yyyyy",
  [`/grpc.reflection.v1.${REFLECTION}`]: "yyyyy",
  [`/grpc.reflection.v1alpha.${REFLECTION}`]: "yyyyy",
};

/** What may be called at an address, as the cells have it: any answer but PERMISSION_DENIED. */
async function callable(
  address: string,
  connect: (address: string) => Promise<RawPeer> = (at) => RawPeer.connect(at),
): Promise<readonly string[]> {
  await using peer = await connect(address);
  const calls = Object.keys(CELLS).map((path) => {
    const call = peer.call(path);
    peer.send(call, framed(new Uint8Array(0)), { isEnd: true });
    return { path, call };
  });
  await peer.flush();
  await eventually("every call to be answered", () => calls.every(({ call }) => call.log.length > 0));
  for (const { call } of calls) {
    if (!isOver(call) && call.stream !== null) peer.end.connection.reset(call.stream, 8);
  }
  await peer.flush();
  return calls.filter(({ call }) => statusOf(call) !== PERMISSION_DENIED).map(({ path }) => path);
}

Deno.test("the table has a row for every method that is served, and no other", () => {
  deepEqual(Object.keys(ROLES_OF_METHOD).toSorted(), Object.keys(CELLS).toSorted());
});

for (const [index, role] of ROLES.entries()) {
  Deno.test(`${role} may call what the table says, over loopback and over Unix sockets`, async () => {
    using dir = new TempDir();
    const sockets = [{ path: dir.file("role"), role, group: "", openTo: "group" } as const];
    const access = { ...DEFAULT_ACCESS, unix: role, loopback: role, sockets };
    await using world = await stage({ listen: ["127.0.0.1:0", `unix:${dir.file("socket")}`], access });
    const expected = Object.entries(CELLS).filter(([, cells]) => cells[index] === "y").map(([path]) => path);
    equal(world.server.addresses.length, 3);
    for (const address of world.server.addresses) deepEqual(await callable(address), expected, address);
  });
}

Deno.test("a listener gives its role: operator on a Unix socket, observer on loopback, unless configured otherwise", async () => {
  using dir = new TempDir();
  const sockets = [{ path: dir.file("observe"), role: "observer", group: "", openTo: "everyone" } as const];
  const access = { ...DEFAULT_ACCESS, sockets };
  const listen = [`unix:${dir.file("socket")}`, "127.0.0.1:0"];
  await using world = await stage({ listen, access });
  const [socket = "", loopback = "", observe = ""] = world.server.addresses;
  const mayUpdate = async (address: string) =>
    (await callable(address)).includes(`${STATE_MANAGER}UpdateState`);
  deepEqual([await mayUpdate(socket), await mayUpdate(loopback), await mayUpdate(observe)], [
    true,
    false,
    false,
  ]);
  const modeOf = (path: string) => (Deno.statSync(path).mode ?? 0) & 0o777;
  deepEqual([modeOf(dir.file("socket")), modeOf(dir.file("observe"))], [0o660, 0o666]);
});

Deno.test("a refusal says which role was refused and which are permitted", async () => {
  await using world = await stage({ access: DEFAULT_ACCESS });
  await using peer = await RawPeer.connect(world.server.addresses[0] ?? "");
  const call = peer.call("TriggerRecovery");
  await peer.flush();
  await eventually("the refusal", () => isOver(call));
  match(
    call.log[0] ?? "",
    /TriggerRecovery is not permitted to the role observer; it is to: operator, admin/,
  );
});

Deno.test("a socket for a group that does not exist is no start", async () => {
  using dir = new TempDir();
  const sockets = [
    { path: dir.file("role"), role: "operator", group: "no-such-group", openTo: "group" } as const,
  ];
  const error = await stage({ access: { ...DEFAULT_ACCESS, sockets } }).then(
    () => undefined,
    (failure) => failure,
  );
  match(String(error), /There is no group "no-such-group"/);
});

testIf(
  "each role may call what the table says over TLS, by its certificate",
  missingProgram("openssl"),
  async () => {
    using dir = new TempDir();
    await makeLaboratory(dir.path);
    using watch = new TlsWatch({ files: filesOf(dir.path, "server"), clock, log: new MemoryLog() });
    const tls = { watch, roles: { role: "observer", names: [] } } as const;
    await using world = await stage({ listen: ["127.0.0.1:0", "tls:127.0.0.1:0"], tls });
    for (const [index, role] of ROLES.entries()) {
      const expected = Object.entries(CELLS).filter(([, cells]) => cells[index] === "y").map(([path]) =>
        path
      );
      const material = materialOf(dir.path, role);
      const found = await callable(world.server.addresses[1] ?? "", (at) => RawPeer.connectTls(at, material));
      deepEqual(found, expected, role);
    }
  },
);
