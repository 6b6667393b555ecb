/** The real program with a node in it, over real processes: what somebody who puts it on an ECU tries first. */
import assert from "node:assert/strict";
import { eventually } from "../support/eventually.ts";
import { Ecu, NODE_WORDS } from "../support/node/ecu.ts";

const SLEEP = "runtime: { process: { command: [/bin/sleep, '1000'] } }";
const LIDAR = "vehicle/lidar";

Deno.test("an applied service runs as a process, comes back after kill -9, and is stopped when it is deleted", async () => {
  await using ecu = new Ecu();
  ecu.define(LIDAR, SLEEP);
  await ecu.manager.start();
  await ecu.manager.apply(LIDAR);
  await ecu.manager.untilRunning(LIDAR);
  const [first = 0] = await ecu.untilProcesses(LIDAR, 1);
  Deno.kill(first, "SIGKILL");
  await ecu.untilProcesses(LIDAR, 1, [first]);
  await ecu.manager.untilRunning(LIDAR);
  await ecu.manager.apply(LIDAR, { state: "Terminating" });
  await ecu.untilProcesses(LIDAR, 0);
  await eventually("it is forgotten", async () => await ecu.manager.find(LIDAR) === undefined);
});

Deno.test("the end of the program ends no workload, and the next one knows it again", async () => {
  await using ecu = new Ecu();
  ecu.define(LIDAR, SLEEP);
  await ecu.manager.start();
  await ecu.manager.apply(LIDAR, { replicas: 3 });
  await ecu.manager.untilRunning(LIDAR);
  const before = await ecu.untilProcesses(LIDAR, 3);
  for (const signal of ["SIGKILL", "SIGTERM"] as const) {
    await ecu.manager.end(signal);
    assert.deepEqual(ecu.pids(LIDAR), before);
    await ecu.manager.start();
    await ecu.manager.untilRunning(LIDAR);
    assert.deepEqual(ecu.pids(LIDAR), before, "something was started or ended");
  }
  const [first = 0] = before;
  Deno.kill(first, "SIGKILL");
  await eventually("the one that ended is replaced", () => {
    const pids = ecu.pids(LIDAR);
    return pids.length === 3 && !pids.includes(first);
  });
  assert.equal(ecu.pids(LIDAR).filter((pid) => before.includes(pid)).length, 2, "others were touched");
});

Deno.test("a service without a definition says so and is not tried again and again; with one it starts", async () => {
  await using ecu = new Ecu();
  await ecu.manager.start();
  await ecu.manager.apply(LIDAR);
  await ecu.untilReason(LIDAR, /front has no workload definition for vehicle\/lidar/);
  const events = await ecu.manager.history(LIDAR);
  assert.deepEqual(events.filter(({ eventType }) => eventType === "RecoveryAttempted"), []);
  assert.ok((await ecu.manager.find(LIDAR))?.status.restarts === 0);
  ecu.define(LIDAR, SLEEP);
  await ecu.manager.untilRunning(LIDAR);
});

Deno.test("a definition that is wrong is told with its line; mended, the service starts", async () => {
  await using ecu = new Ecu();
  ecu.define(LIDAR, "runtime:\n  process:\n    comand: [/bin/sleep]\n");
  await ecu.manager.start();
  await ecu.manager.apply(LIDAR);
  await ecu.untilReason(
    LIDAR,
    /lidar\.yaml:3:5: runtime\.process\.comand: unknown key; did you mean command/,
  );
  ecu.define(LIDAR, SLEEP);
  await ecu.manager.untilRunning(LIDAR);
});

Deno.test("a changed definition is a difference of configuration, and replaces the process", async () => {
  await using ecu = new Ecu();
  ecu.define(LIDAR, SLEEP);
  await ecu.manager.start();
  await ecu.manager.apply(LIDAR);
  await ecu.manager.untilRunning(LIDAR);
  const before = await ecu.untilProcesses(LIDAR, 1);
  ecu.define(LIDAR, `# only a comment\n${SLEEP}`);
  ecu.define(LIDAR, SLEEP.replace("1000", "2000"));
  await ecu.untilProcesses(LIDAR, 1, before);
  await ecu.manager.untilRunning(LIDAR);
});

Deno.test("a new version whose program does not exist leaves the old one running until it is rolled back", async () => {
  await using ecu = new Ecu();
  const program = ecu.dir.write("opt/1.0/lidar", "#!/bin/sh\nexec sleep 1000\n");
  Deno.chmodSync(program, 0o755);
  ecu.define(LIDAR, `runtime: { process: { command: ["${ecu.dir.file("opt")}/\${version}/lidar"] } }`);
  await ecu.manager.start();
  await ecu.manager.apply(LIDAR, { version: "1.0" });
  await ecu.manager.untilRunning(LIDAR);
  const before = await ecu.untilProcesses(LIDAR, 1);
  await ecu.untilKnownGood(LIDAR);
  await ecu.manager.apply(LIDAR, { version: "2.0" });
  await ecu.untilOverridden(LIDAR);
  await ecu.manager.untilRunning(LIDAR);
  assert.deepEqual(ecu.pids(LIDAR), before, "the version that worked was ended");
});

Deno.test("a configuration that the program refuses is reset to the one that worked", async () => {
  await using ecu = new Ecu();
  ecu.define(
    LIDAR,
    "runtime: { process: { command: [/bin/sh, -c, '[ \"$MODE\" = good ] || exit 78; exec sleep 1000'], " +
      "environment: { MODE: '${config.mode}' } } }",
  );
  await ecu.manager.start();
  await ecu.manager.apply(LIDAR, { config: { mode: "good" } });
  await ecu.manager.untilRunning(LIDAR);
  await ecu.untilKnownGood(LIDAR);
  await ecu.manager.apply(LIDAR, { config: { mode: "$(reboot)\n'" } });
  await ecu.untilOverridden(LIDAR);
  await ecu.manager.untilRunning(LIDAR);
});

Deno.test("what a service wrote is read by the command line, followed over its restart, and still there when it is stopped", async () => {
  await using ecu = new Ecu();
  const script = "echo begin of $$$$; trap 'echo end; exit 0' TERM; while :; do sleep 0.1; done";
  ecu.define(LIDAR, `runtime: { process: { command: [/bin/sh, "-c", ${JSON.stringify(script)}] } }`);
  const address = await ecu.manager.start();
  await ecu.manager.apply(LIDAR);
  await ecu.manager.untilRunning(LIDAR);
  const [pid = 0] = await ecu.untilProcesses(LIDAR, 1);
  const [program = "", ...before] = NODE_WORDS;
  const command = (...words: readonly string[]) =>
    new Deno.Command(program, {
      args: [...before, "logs", LIDAR, "--address", address, ...words],
      ...{ stdout: "piped", stderr: "piped" },
    });
  const logs = async (...words: readonly string[]) => {
    const { code, stdout, stderr } = await command(...words).output();
    const [out = "", problem = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return { exitCode: code, stdout: out, stderr: problem };
  };
  assert.equal((await logs()).stdout, `begin of ${pid}\n`);
  const following = command("-f").spawn();
  const followed = { stdout: "" };
  const reading = (async () => {
    for await (const text of following.stdout.pipeThrough(new TextDecoderStream())) followed.stdout += text;
  })();
  await eventually("its begin", () => followed.stdout === `begin of ${pid}\n`);
  Deno.kill(pid, "SIGKILL");
  const [next = 0] = await ecu.untilProcesses(LIDAR, 1, [pid]);
  await eventually("its next begin", () => followed.stdout === `begin of ${pid}\nbegin of ${next}\n`);
  following.kill("SIGINT");
  assert.equal((await following.status).code, 0);
  await Promise.all([reading, following.stderr.cancel()]);
  await ecu.manager.untilRunning(LIDAR);
  await ecu.manager.apply(LIDAR, { state: "Terminating" });
  await ecu.untilProcesses(LIDAR, 0);
  const { exitCode, stdout, stderr } = await logs("--node", ecu.node, "--tail", "1");
  assert.deepEqual([exitCode, stdout, stderr], [0, "end\n", ""]);
  const aged = await logs("--since", "1h", "--node", ecu.node);
  assert.equal(aged.exitCode, 5);
  assert.match(aged.stderr, /how old a line is cannot be told/);
});
