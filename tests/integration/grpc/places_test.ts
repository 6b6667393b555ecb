/** Silent connections, listeners that are full and a kernel that gives no more file descriptors: a new client gets in. */
import { equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { connect } from "../../../src/client/state_manager.ts";
import { DEFAULT_ACCESS } from "../../../src/grpc/server/door/access.ts";
import { TlsWatch } from "../../../src/grpc/server/door/tls_watch.ts";
import type { TlsMaterial } from "../../../src/grpc/tls.ts";
import { filesOf, makeLaboratory, materialOf } from "../../support/certificates.ts";
import { eventually } from "../../support/eventually.ts";
import { Instance } from "../../support/instances/instance.ts";
import { MemoryLog } from "../../support/memory_log.ts";
import { missingProgram, testIf } from "../../support/require.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { stage, type StageOptions } from "./support/stage.ts";
import { clock } from "./support/world.ts";

/** Connections that say nothing. */
async function silent(address: string, count: number): Promise<Disposable> {
  const at = address.lastIndexOf(":");
  const path = address.startsWith("unix:") ? address.slice(5) : undefined;
  const connections: Deno.Conn[] = [];
  for (let n = 0; n < count; n++) {
    connections.push(
      path === undefined
        ? await Deno.connect({ hostname: address.slice(0, at), port: Number(address.slice(at + 1)) })
        : await Deno.connect({ transport: "unix", path }),
    );
  }
  return { [Symbol.dispose]: () => connections.forEach((connection) => connection.close()) };
}

Deno.test("a new client beside 100 silent ones is served, at the same listener and at the Unix socket", async () => {
  using dir = new TempDir();
  const listen = ["127.0.0.1:0", `unix:${dir.file("api.sock")}`];
  await using world = await stage({ listen, access: DEFAULT_ACCESS, limits: { maxConnections: 20 } });
  const [loopback = "", socket = ""] = world.server.addresses;
  using _silent = await silent(loopback, 100);
  for (const address of [loopback, socket]) {
    await using client = connect(address, { deadlineMs: 60_000 });
    equal((await client.status()).version, "1.2.3", address);
  }
});

Deno.test("a connection that is idle for too long is closed by the server", async () => {
  await using world = await stage({ limits: { idleMs: 1 } });
  const at = (world.server.addresses[0] ?? "").lastIndexOf(":");
  const connection = await Deno.connect({ port: Number(world.server.addresses[0]?.slice(at + 1)) });
  const buffer = new Uint8Array(1_024);
  let count: number | null = 0;
  while (count !== null) count = await connection.read(buffer).catch(() => null);
  connection.close();
});

const openssl = missingProgram("openssl");

interface TlsStage extends AsyncDisposable {
  readonly dir: string;
  /** `localhost:PORT`. */
  readonly target: string;
}

async function tlsStage(options: StageOptions): Promise<TlsStage> {
  await using opened = new AsyncDisposableStack();
  const dir = opened.use(new TempDir());
  await makeLaboratory(dir.path);
  const watch = opened.use(
    new TlsWatch({ files: filesOf(dir.path, "server"), clock, log: new MemoryLog() }),
  );
  const tls = { watch, roles: { role: "observer", names: [] } } as const;
  const world = opened.use(await stage({ listen: ["127.0.0.1:0", "tls:127.0.0.1:0"], tls, ...options }));
  const target = `localhost:${world.server.addresses[1]?.split(":").at(-1)}`;
  const stack = opened.move();
  return { dir: dir.path, target, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

testIf(
  "a new client beside silent ones is served over TLS, whether they made their handshake or not",
  openssl,
  async () => {
    await using world = await tlsStage({ limits: { maxConnections: 20 } });
    using _strangers = await silent(world.target, 100);
    await using known = new AsyncDisposableStack();
    for (let n = 0; n < 30; n++) {
      known.use(await silentTls(world.target, materialOf(world.dir, "observer")));
    }
    for (const name of ["observer", "operator"]) {
      await using client = connect(`tls:${world.target}`, {
        tls: materialOf(world.dir, name),
        deadlineMs: 60_000,
      });
      equal((await client.status()).version, "1.2.3", name);
    }
  },
);

/** A connection over TLS that says nothing more than that. */
async function silentTls(target: string, { ca, cert, key }: TlsMaterial): Promise<Disposable> {
  const [hostname = "", port] = target.split(":");
  const connection = await Deno.connectTls({
    ...{ hostname, port: Number(port), caCerts: [ca.toString()] },
    ...{ cert: cert.toString(), key: key.toString(), alpnProtocols: ["h2"] },
  });
  await connection.handshake();
  return { [Symbol.dispose]: () => connection.close() };
}

testIf("subscriptions of one role leave places to the others", openssl, async () => {
  await using world = await tlsStage({ maxSubscribers: 16 });
  const end = new AbortController();
  const subscribe = async (name: string): Promise<boolean> => {
    const client = connect(`tls:${world.target}`, { tls: materialOf(world.dir, name), deadlineMs: 60_000 });
    end.signal.addEventListener("abort", () => client.close());
    const messages = client.subscribe();
    return await messages.next().then(({ done }) => done !== true, () => false);
  };
  let observers = 0;
  while (observers < 16 && await subscribe("observer")) observers++;
  equal(observers, 12);
  for (const role of ["controller", "operator"]) equal(await subscribe(role), true, role);
  end.abort();
});

const prlimit = missingProgram("prlimit");

testIf(
  "without file descriptors left the daemon says so, and serves again once there are some",
  prlimit,
  async () => {
    let log = "";
    await using instance = new Instance({}, {
      deadlineMs: 60_000,
      onLine: (line) => void (log += `${line}\n`),
    });
    const address = await instance.start();
    await instance.client.status();
    const { pid } = instance;
    const open = [...Deno.readDirSync(join("/proc", String(pid), "fd"))].length;
    const limit = async (files: number) => {
      const args = ["--pid", String(pid), `--nofile=${files}:`];
      ok((await new Deno.Command("prlimit", { args }).output()).success);
    };
    await limit(open + 4);
    {
      using _silent = await silent(address, 20);
      await eventually("the daemon to say so", () => log.includes("Cannot accept a connection"));
      equal((await instance.client.status()).isReady, true);
    }
    await limit(4_096);
    await using client = connect(address, { deadlineMs: 60_000 });
    equal((await client.status()).isReady, true);
  },
);
