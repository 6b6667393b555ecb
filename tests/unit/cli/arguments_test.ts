import assert from "node:assert/strict";
import { daemonArguments } from "../../../src/cli/cli.ts";
import { parseInvocation } from "../../../src/cli/arguments.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { FakeClient, NO_LOCAL_DEPS, runInTest, testService, VERSION_FACTS } from "../../support/cli.ts";

Deno.test("parseInvocation() finds the command wherever global options stand", () => {
  for (
    const argv of [["get", "--address", "a:1", "x"], ["--address", "a:1", "get", "x"], [
      "--address=a:1",
      "get",
      "x",
    ]]
  ) {
    const invocation = parseInvocation(argv);
    assert.equal(invocation.kind, "command");
    assert.equal(invocation.command?.name, "get");
    if (invocation.kind === "command") {
      assert.deepEqual(invocation.args.positionals, ["x"]);
      assert.equal(invocation.args.values["address"], "a:1");
    }
  }
});

Deno.test("parseInvocation() reads a command of two words, and a value that looks like a command", () => {
  const check = parseInvocation(["config", "check", "x.yaml"]);
  assert.equal(check.command?.name, "config check");
  const get = parseInvocation(["-n", "delete", "get"]);
  assert.equal(get.command?.name, "get");
});

const MISTAKES: readonly (readonly [argv: readonly string[], stderr: RegExp])[] = [
  [[], /A command is missing/],
  [["gte"], /no command "gte"; did you mean get\?/],
  [["frobnicate"], /no command "frobnicate"\n.*--help/],
  [["config"], /needs a second word\n.*config check/],
  [["get", "--adress", "x"], /has no option --adress; did you mean --address\?/],
  [["get", "-o"], /--output needs a value/],
  [["get", "-o", "jsno"], /no format "jsno"; did you mean json\?/],
  [["get", "--watch=yes"], /--watch takes no value/],
  [["get", "-x"], /has no option -x\n.*--output/],
  [["get", "UPPER"], /"UPPER" is not a name\n.*Accepted/],
  [["get", "-n", "a/b"], /"a\/b" is not a name/],
  [["get", "--timeout", "soon"], /--timeout: .*"soon"/],
  [["describe"], /describe needs NAME/],
  [["history", "--limit", "0"], /--limit: "0" is not accepted\n.*1 to 1000/],
  [["history", "--after", "-3"], /--after/],
  [["version", "x"], /takes no names: "x" is too much/],
  [["apply"], /apply needs a file/],
  [["apply", "--dry-run=client"], /--dry-run=client is not accepted\n.*--dry-run=server/],
  [["diff"], /diff needs a file/],
  [["delete"], /delete needs NAME\n.*-l/],
  [["delete", "a", "-f", "x"], /exclude files/],
  [["delete", "a", "-l", "x"], /exclude each other/],
  [["get", "-l", "a b"], /-l: "a b" is not a selector/],
  [["get", "--state", "Runing"], /no "Runing"; did you mean Running\?/],
  [["get", "--field", "spec.version"], /is not PATH=VALUE/],
  [["get", "-o", "jsonpath"], /needs a path/],
  [["get", "-o", "jsonpath={.a"], /"\{\.a": a \{ has no counterpart/],
  [["history", "--type", "Fial"], /no "Fial"; did you mean Fail\?/],
  [["history", "--since", "soon"], /--since: .*"soon"/],
  [["wait", "a", "--for", "soon"], /--for: "soon" is not understood\n.*state=STATE/],
  [["wait", "a", "--for=state=Runing"], /no "Runing"; did you mean Running\?/],
  [["scale", "a"], /no command "scale"\n.*replicas/],
  [["stop", "a"], /no command "stop"\n.*isolate/],
  [["lits"], /no command "lits"; did you mean list\?/],
  [["apply", "-f", "-", "-f", "-"], /given twice/],
  [["config", "check", "a", "--config", "b"], /given twice/],
  [["run", "--set", "novalue"], /"novalue" is not KEY=VALUE/],
];

Deno.test("every mistake on the command line is told with what to do, and exits 2", async () => {
  for (const [argv, expected] of MISTAKES) {
    const { exitCode, stdout, stderr } = await runInTest(argv, { client: new FakeClient() });
    assert.equal(exitCode, 2, argv.join(" "));
    assert.match(stderr, /^error: /, argv.join(" "));
    assert.match(stderr, expected, argv.join(" "));
    assert.equal(stdout, "", argv.join(" "));
  }
});

Deno.test("--help, -h and help explain the program and each command", async () => {
  for (const argv of [["--help"], ["-h"], ["help"]]) {
    const { exitCode, stdout } = await runInTest(argv);
    assert.equal(exitCode, 0);
    assert.match(stdout, /Usage: statemanagerd COMMAND/);
  }
  for (const argv of [["get", "--help"], ["help", "get"], ["get", "-h", "x"]]) {
    const { exitCode, stdout } = await runInTest(argv);
    assert.equal(exitCode, 0);
    assert.match(stdout, /Usage: statemanagerd get \[NAME\.\.\.\] \[options\]/);
    for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  }
});

Deno.test("the address comes from the option, else the environment, else the default", async () => {
  const seen: string[] = [];
  const { runCli } = await import("../../../src/cli/cli.ts");
  for (
    const [argv, env] of [[["get", "--address", "a:1"], { STATEMANAGER_ADDRESS: "b:2" }], [["get"], {
      STATEMANAGER_ADDRESS: "b:2",
    }], [["get"], {}]] as const
  ) {
    await runCli(argv, {
      ...{ stdout: () => {}, stderr: () => {}, isTTY: false, columns: 80, env, nowMs: () => 0 },
      ...{
        clock: new VirtualClock(),
        readFile: () => Promise.reject(new Error()),
        stdin: () => Promise.resolve(""),
        signal: new AbortController().signal,
      },
    }, {
      version: "",
      versionFacts: VERSION_FACTS,
      connect: (address) => {
        seen.push(address);
        return Promise.resolve(new FakeClient(testService("a/b")));
      },
      checkConfig: () => Promise.reject(new Error()),
      ...NO_LOCAL_DEPS,
    });
  }
  assert.deepEqual(seen, ["a:1", "b:2", "unix:/run/statemanager/api.sock"]);
});

Deno.test("daemonArguments() answers for run alone", () => {
  assert.deepEqual(daemonArguments(["run"]), { settings: {} });
  assert.deepEqual(daemonArguments(["run", "--config", "x.yaml", "--set", "a.b=c=d", "--set", "e="]), {
    configPath: "x.yaml",
    settings: { "a.b": "c=d", e: "" },
  });
  for (const argv of [[], ["get"], ["run", "--help"], ["run", "--bad"], ["run", "--set", "x"], ["rnu"]]) {
    assert.equal(daemonArguments(argv), undefined, argv.join(" "));
  }
});

Deno.test("version and config check need no State Manager", async () => {
  assert.equal((await runInTest(["version"])).stdout, "statemanagerd 0.0.0 (test)\n");
  assert.deepEqual(JSON.parse((await runInTest(["version", "--json"])).stdout), VERSION_FACTS);
  assert.equal((await runInTest(["--version"])).stdout, "statemanagerd 0.0.0 (test)\n");
  const paths: (string | undefined)[] = [];
  const verdict = (isValid: boolean) => (path: string | undefined) => {
    paths.push(path);
    return { isValid, lines: ["x.yaml:3:1: bad key"] };
  };
  const valid = await runInTest(["config", "check", "x.yaml"], { checkConfig: verdict(true) });
  assert.deepEqual([valid.exitCode, valid.stderr], [0, ""]);
  const wrong = await runInTest(["config", "check"], { checkConfig: verdict(false) });
  assert.deepEqual([wrong.exitCode, wrong.stdout, wrong.stderr], [2, "", "error: x.yaml:3:1: bad key\n"]);
  assert.deepEqual(paths, ["x.yaml", undefined]);
});
