import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Daemon, runProgram } from "../support/program.ts";
import { testOrigins } from "../support/program/under_test.ts";
import { filesOf, makeLaboratory } from "../support/certificates.ts";
import { missingProgram } from "../support/require.ts";
import { TempDir } from "../support/temp_dir.ts";

testOrigins(
  "SIGTERM ends the daemon with 0, and an accepted spec is loaded at the next start",
  async ({ words }) => {
    await using daemon = new Daemon({}, { words });
    using dir = new TempDir();
    const manifest = `${dir.path}/lidar.yaml`;
    Deno.writeTextFileSync(
      manifest,
      "kind: Service\nmetadata: { namespace: vehicle, name: lidar }\nspec: { version: '1.0' }\n",
    );
    const address = await daemon.start();
    const applied = await runProgram(["apply", "--address", address, "-f", manifest], {}, words);
    equal(applied.code, 0, applied.stderr);
    match(applied.stdout, /vehicle\/lidar created/);
    const ended = await daemon.end("SIGTERM");
    equal(ended.code, 0, ended.stderr);
    match(ended.stderr, /"Stopped"/);
    const again = await daemon.start();
    const got = await runProgram(["get", "--address", again, "-n", "vehicle", "-o", "json"], {}, words);
    equal(got.code, 0, got.stderr);
    const [service] = JSON.parse(got.stdout).services;
    equal(service.metadata.name, "lidar");
    equal(service.metadata.generation, "1");
    equal(service.status.state, "Pending");
  },
);

testOrigins(
  "the commands find the daemon by its configuration, and each listener permits what its role may",
  async ({ words }) => {
    using dir = new TempDir();
    const listen = [`unix:${dir.file("api.sock")}`, "127.0.0.1:0"];
    await using daemon = new Daemon({ listen, access: {} }, { words });
    await daemon.start();
    const [, loopback = ""] = Deno.readTextFileSync(`${daemon.stateDir}/address`).trim().split("\n");
    const manifest = dir.write(
      "lidar.yaml",
      "kind: Service\nmetadata: { name: lidar }\nspec: { version: '1.0' }\n",
    );
    const env = { STATEMANAGER_CONFIG: daemon.configPath };
    const applied = await runProgram(["apply", "-f", manifest], env, words);
    equal(applied.code, 0, applied.stderr);
    const got = await runProgram(["get", "--config", daemon.configPath], {}, words);
    match(got.stdout, /lidar/);
    equal((await runProgram(["get", "--address", loopback], {}, words)).code, 0);
    const refused = await runProgram(["delete", "lidar", "--address", loopback], {}, words);
    equal(refused.code, 5, refused.stderr);
    match(
      refused.stderr,
      /UpdateState is not permitted to the role observer; it is to: controller, operator, admin/,
    );
  },
);

testOrigins(
  "who changed what is in the history, the explanation and an audit trail that is proved",
  async ({ words }) => {
    using dir = new TempDir();
    const socket = `unix:${dir.file("api.sock")}`;
    await using daemon = new Daemon({ listen: [socket, "127.0.0.1:0"], access: {} }, { words });
    await daemon.start();
    const [, loopback = ""] = Deno.readTextFileSync(`${daemon.stateDir}/address`).trim().split("\n");
    const manifest = dir.write(
      "lidar.yaml",
      "kind: Service\nmetadata: { name: lidar }\nspec: { version: '1.0' }\n",
    );
    const env = { STATEMANAGER_CONFIG: daemon.configPath };
    equal((await runProgram(["apply", "-f", manifest], env, words)).code, 0);
    equal((await runProgram(["delete", "lidar", "--address", loopback], {}, words)).code, 5);
    const by = `operator via ${socket}`;
    ok((await runProgram(["history", "lidar"], env, words)).stdout.includes(`by=${by}`));
    ok((await runProgram(["explain", "lidar"], env, words)).stdout.includes(`The ${by} set generation 1`));
    const verified = await runProgram(["journal", "verify", "--config", daemon.configPath], {}, words);
    match(verified.stdout, /^sound: .*, an unbroken audit trail of 2 entries\n$/);
    const exported = await runProgram(["journal", "export", "--config", daemon.configPath], {}, words);
    match(
      exported.stdout,
      /"role":"observer","origin":"127\.0\.0\.1:\d+","method":"UpdateState","subject":"","outcome":"refused"/,
    );
  },
);

if (missingProgram("openssl") === undefined) {
  testOrigins(
    "over TLS the commands and doctor show a certificate, which says what they may",
    async ({ words }) => {
      using dir = new TempDir();
      await makeLaboratory(dir.path);
      const { caFile, certFile, keyFile } = filesOf(dir.path, "server");
      const tls = { ca_file: caFile, cert_file: certFile, key_file: keyFile };
      await using daemon = new Daemon({ listen: ["tls:127.0.0.1:0"], tls }, { words });
      const address = (await daemon.start()).replace("127.0.0.1", "localhost");
      const as = (name: string) => {
        const files = filesOf(dir.path, name);
        return {
          STATEMANAGER_CONFIG: "/dev/null",
          STATEMANAGER_ADDRESS: address,
          STATEMANAGER_TLS_CA_FILE: files.caFile,
          STATEMANAGER_TLS_CERT_FILE: files.certFile,
          STATEMANAGER_TLS_KEY_FILE: files.keyFile,
        };
      };
      const manifest = dir.write(
        "lidar.yaml",
        "kind: Service\nmetadata: { name: lidar }\nspec: { version: '1.0' }\n",
      );
      equal((await runProgram(["apply", "-f", manifest], as("controller"), words)).code, 0);
      match((await runProgram(["get"], as("observer"), words)).stdout, /lidar/);
      equal((await runProgram(["delete", "lidar"], as("observer"), words)).code, 5);
      const without = { STATEMANAGER_CONFIG: "/dev/null", STATEMANAGER_ADDRESS: address };
      const refused = await runProgram(["get"], without, words);
      equal(refused.code, 2, refused.stderr);
      match(refused.stderr, /needs a certificate of your own/);
      const doctor = await runProgram(["doctor", "-o", "json"], as("observer"), words);
      match(doctor.stdout, /: ready, version /, doctor.stderr);
    },
  );
}

testOrigins("an accepted spec survives kill -9", async ({ words }) => {
  await using daemon = new Daemon({}, { words });
  using dir = new TempDir();
  const manifest = `${dir.path}/radar.yaml`;
  Deno.writeTextFileSync(
    manifest,
    "kind: Service\nmetadata: { namespace: vehicle, name: radar }\nspec: { version: '1.0' }\n",
  );
  const address = await daemon.start();
  equal((await runProgram(["apply", "--address", address, "-f", manifest], {}, words)).code, 0);
  await daemon.end("SIGKILL");
  const again = await daemon.start();
  const got = await runProgram(["describe", "--address", again, "vehicle/radar"], {}, words);
  equal(got.code, 0, got.stderr);
  match(got.stdout, /radar/);
  const history = await runProgram(["history", "--address", again, "vehicle/radar", "-o", "json"], {}, words);
  ok(history.stdout.includes("SpecChanged"));
});

testOrigins(
  "a configuration with errors is refused as a whole, each with its line and the accepted values",
  async ({ words }) => {
    using dir = new TempDir();
    const path = `${dir.path}/bad.yaml`;
    Deno.writeTextFileSync(
      path,
      "listen: ['0.0.0.0:47001']\nreconcile:\n  paralel: 4\n  verify_timeout: 15\nlog: { level: loud }\n",
    );
    const checked = await runProgram(["config", "check", "--config", path], {}, words);
    equal(checked.code, 2, checked.stdout);
    const run = await runProgram(["run", "--config", path], {}, words);
    equal(run.code, 2);
    for (const { stderr } of [checked, run]) {
      match(stderr, /bad\.yaml:3:\d+.*paralel.*parallel/s);
      match(stderr, /bad\.yaml:5:\d+.*log\.level/s);
      match(stderr, /0\.0\.0\.0/);
    }
  },
);

testOrigins(
  "a state directory that is reached by a symbolic link keeps what the daemon is told",
  async ({ words }) => {
    using disk = new TempDir();
    await using daemon = new Daemon({}, { words });
    Deno.symlinkSync(disk.path, daemon.stateDir);
    const manifest = disk.write("lidar.yaml", "kind: Service\nmetadata: { name: lidar }\nspec: {}\n");
    const address = await daemon.start();
    equal((await runProgram(["apply", "--address", address, "-f", manifest], {}, words)).code, 0);
    equal((await daemon.end("SIGTERM")).code, 0);
    const verified = await runProgram(["journal", "verify", "--config", daemon.configPath], {}, words);
    match(verified.stdout, /^sound: 1 service, /);
    const again = await daemon.start();
    const got = await runProgram(["get", "--address", again, "-o", "json"], {}, words);
    equal(JSON.parse(got.stdout).services.length, 1);
  },
);

testOrigins("two daemons never share a state directory", async ({ words }) => {
  await using daemon = new Daemon({}, { words });
  await daemon.start();
  const second = await runProgram(["run", "--config", `${daemon.stateDir}/../config.yaml`], {}, words);
  equal(second.code, 1);
  match(second.stderr, new RegExp(`in use by process ${daemon.pid}`));
});

testOrigins(
  "an unreachable State Manager, an unknown command and a missing service have distinct exit codes",
  async ({ words }) => {
    await using daemon = new Daemon({}, { words });
    const address = await daemon.start();
    const codes = await Promise.all([
      runProgram(["get", "--address", "127.0.0.1:1", "--timeout", "1s"], {}, words),
      runProgram(["gett"], {}, words),
      runProgram(["describe", "--address", address, "vehicle/nothing"], {}, words),
      runProgram(["version"], {}, words),
    ]);
    deepEqual(codes.map(({ code }) => code), [3, 2, 4, 0]);
    match(codes[0]?.stderr ?? "", /the State Manager is not running/);
    match(codes[1]?.stderr ?? "", /get/);
  },
);
