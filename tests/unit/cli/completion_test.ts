import assert from "node:assert/strict";
import { FakeClient, runInTest, testService } from "../../support/cli.ts";

const client = () => {
  const fake = new FakeClient(
    testService("vehicle/lidar", { labels: { team: "perception" } }),
    testService("vehicle/radar"),
    testService("cabin/hmi"),
  );
  fake.nodes = [{ node: "front", address: "", isConnected: true, silentMs: 0, services: 1 }];
  return fake;
};

const ROWS: readonly (readonly [words: readonly string[], found: string])[] = [
  [["sta"], "status"],
  [["jour"], "journal"],
  [["journal", "ver"], "verify"],
  [["config", ""], "show check"],
  [["get", "ve"], "vehicle/lidar vehicle/radar"],
  [["ls", "ca"], "cabin/hmi"],
  [["describe", "-n", "vehicle", "li"], "lidar"],
  [["get", "-n", ""], "vehicle cabin"],
  [["get", "--node", ""], "front"],
  [["nodes", "f"], "front"],
  [["node", "c"], "check"],
  [["get", "--state", "Running,Fa"], "Running,Failed"],
  [["get", "--state=De"], "--state=Degraded"],
  [["get", "-l", ""], "team=perception"],
  [["get", "-o", "j"], "json jsonpath="],
  [["plan", "-o", ""], "text json yaml"],
  [["explain", "--format", "m"], "mermaid"],
  [["get", "--sel"], "--selector"],
  [["recover", "x", "--action", "Rest"], "Restart"],
  [["wait", "x", "--for", "state=Ru"], "state=Running"],
  [["alerts", "--state", "o"], "open"],
  [["history", "--type", "Fa"], "Fail"],
  [["apply", "-f", ""], ":files"],
  [["journal", "inspect", ""], ":files"],
  [["completion", "z"], "zsh"],
  [["nosuch", ""], ""],
];

Deno.test("completion list offers commands, options and values, those of the vehicle among them", async () => {
  for (const [words, found] of ROWS) {
    const { exitCode, stdout, stderr } = await runInTest(["completion", "list", "--", ...words], {
      client: client(),
    });
    assert.deepEqual(
      [exitCode, stdout.trim().replaceAll("\n", " "), stderr],
      [0, found, ""],
      words.join(" "),
    );
  }
});

Deno.test("without a State Manager, completion offers what needs none, and says nothing", async () => {
  const ended = await runInTest(["completion", "list", "--", "get", ""]);
  assert.deepEqual([ended.exitCode, ended.stdout, ended.stderr], [0, "", ""]);
});

Deno.test("there is a script for each shell", async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    assert.match((await runInTest(["completion", shell])).stdout, /statemanagerd completion list -- /);
  }
  const wrong = await runInTest(["completion", "bsh"]);
  assert.deepEqual([wrong.exitCode, wrong.stderr.split("\n")[0]], [
    ...[2, 'error: There is no completion for "bsh"; did you mean bash?'],
  ]);
});
