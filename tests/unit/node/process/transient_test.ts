/** What a process becomes as a unit, and what is read of one: without a bus. */
import assert from "node:assert/strict";
import {
  endOfUnit,
  isOver,
  isSettled,
  readFound,
  startProblem,
} from "../../../../src/node/process/transient/reading.ts";
import { unitProperties } from "../../../../src/node/process/transient/properties.ts";
import { unitNameOf, unitPrefixOf } from "../../../../src/node/process/transient/unit_name.ts";
import { pathOfUnit, type UnitSight, updated } from "../../../../src/node/unit/systemd.ts";
import { parseResourceId } from "../../../../src/state/resource_id.ts";
import { labelsOf, workloadOf } from "../../../support/node/driver_rig.ts";

const nameOf = (node: string, id: string, replica = 0) =>
  unitNameOf({ node, resourceId: parseResourceId(id), replica });

Deno.test("unitNameOf() is readable, and two replicas never share a name", () => {
  assert.equal(nameOf("front", "vehicle/lidar"), "piccolo-front-vehicle-lidar-0.service");
  assert.equal(nameOf("a-b", "c.d/e_f", 12), "piccolo-a\\x2db-c.d-e_f-12.service");
  const alike = [
    nameOf("a", "b-c/d"),
    nameOf("a-b", "c/d"),
    nameOf("a", "b/c-d"),
    nameOf("a", "b/c", 1),
    nameOf("a", "b/c-1"),
  ];
  assert.equal(new Set(alike).size, alike.length);
  assert.ok(alike[1]?.startsWith(unitPrefixOf("a-b")));
  assert.ok(!alike[1]?.startsWith(unitPrefixOf("a")));
});

Deno.test("unitNameOf() is never longer than systemd allows, and cuts no escape in two", () => {
  for (let dashes = 1; dashes <= 61; dashes++) {
    const part = `a${"-".repeat(dashes)}z`;
    const names = [0, 1].map((replica) => nameOf(part, `${part}/${part}`, replica));
    for (const name of names) {
      assert.ok(name.length <= 255, name);
      assert.match(name, /^(?:[a-z0-9._-]|\\x2d)+\.service$/);
    }
    assert.notEqual(names[0], names[1]);
  }
});

Deno.test("pathOfUnit() escapes as the bus does", () => {
  assert.equal(
    pathOfUnit("piccolo-a\\x2db-0.service"),
    "/org/freedesktop/systemd1/unit/piccolo_2da_5cx2db_2d0_2eservice",
  );
  assert.equal(pathOfUnit("0a.service"), "/org/freedesktop/systemd1/unit/_30a_2eservice");
});

function propertiesOf(
  keys: string,
  {
    owner = { isSystem: true, uid: 0, gid: 0 },
    resources = { cpuMillis: 0, memoryBytes: 0n },
    logPath = "",
  } = {},
): ReadonlyMap<string, unknown> {
  const { runtime } = workloadOf(`runtime: { process: { command: [/bin/a, "$x %n"], ${keys} } }`);
  assert.ok(runtime.kind === "process");
  const record = {
    ...{
      v: 1,
      labels: labelsOf("i"),
      pid: 0,
      startTicks: "",
      bootId: "",
      startedAtMs: 0,
      wasHealthy: false,
    } as const,
    ...{ health: runtime.health, stop: runtime.stop, environment: { A: "b c" }, workingDirectory: "/w" },
    ...{ logPath, logSizeBytes: 0 },
  };
  const properties = unitProperties({ record, directory: "/d", runtime, resources }, owner);
  const names = properties.map(([name]) => name);
  assert.equal(new Set(names).size, names.length);
  return new Map(properties.map(([name, , value]) => [name, value]));
}

Deno.test("the unit has what the definition and the spec say, and systemd restarts nothing", () => {
  const found = propertiesOf(
    "uid: 7, limits: { open_files: 5, processes: 6, core_size: 1KiB }, stop: { signal: SIGINT, timeout: 2s }",
    { resources: { cpuMillis: 1500, memoryBytes: 4096n }, logPath: "/log" },
  );
  const expected = {
    ExecStartEx: [["/bin/a", ["/bin/a", "$x %n"], ["no-env-expand"]]],
    Restart: "no",
    KillMode: "mixed",
    KillSignal: 2,
    TimeoutStopUSec: 2_000_000n,
    MemoryMax: 4096n,
    CPUQuotaPerSecUSec: 1_500_000n,
    TasksMax: 6n,
    LimitNOFILE: 5n,
    LimitNOFILESoft: 5n,
    LimitCORE: 1024n,
    User: "7",
    Group: "0",
    WorkingDirectory: "/w",
    Environment: ["A=b c"],
    StandardOutputFileToAppend: "/log",
    StandardError: "inherit",
  };
  for (const [name, value] of Object.entries(expected)) assert.deepEqual(found.get(name), value, name);
});

Deno.test("what is not said is not set; the output goes where `log` says; a user of the node stays its user", () => {
  const plain = propertiesOf("log: none, stop: { timeout: 0ms }");
  for (const name of ["MemoryMax", "CPUQuotaPerSecUSec", "TasksMax", "LimitNOFILE", "User", "Group"]) {
    assert.ok(!plain.has(name), name);
  }
  assert.equal(plain.get("StandardOutput"), "null");
  assert.equal(plain.get("TimeoutStopUSec"), 1_000n, "0 would be never");
  assert.equal(propertiesOf("log: inherit").get("StandardOutput"), "journal");
  const owner = { isSystem: true, uid: 990, gid: 980 };
  assert.deepEqual(
    ["User", "Group"].map((name) => propertiesOf("", { owner }).get(name)),
    ["990", "980"],
    "a node that is not root would start it as root",
  );
  assert.equal(propertiesOf("", { owner: { ...owner, isSystem: false } }).get("User"), undefined);
});

const SIGHT: UnitSight = {
  ...{
    path: "/p",
    loadState: "loaded",
    loadError: "",
    activeState: "active",
    subState: "running",
    invocationId: "a",
  },
  ...{ mainPid: 9, execMainPid: 9, result: "success", exitKind: 0, exitStatus: 0, restarts: 0, type: "exec" },
  ...{
    isFrozen: false,
    startedAtMs: 5,
    stopTimeoutMs: 1234,
    killSignal: 2,
    workingDirectory: "/w",
    environment: [],
  },
};

Deno.test("an end is read with its code, its signal, or that memory ran out", () => {
  const over = { ...SIGHT, mainPid: 0, activeState: "failed" };
  const cases = [
    [{ exitKind: 1, exitStatus: 78, result: "exit-code" }, {
      exitCode: 78,
      isResourceExhausted: false,
      message: "",
    }],
    [{ exitKind: 1, exitStatus: 0 }, { exitCode: 0, isResourceExhausted: false, message: "" }],
    [{ exitKind: 2, exitStatus: 15, result: "signal" }, {
      signal: 15,
      isResourceExhausted: false,
      message: "",
    }],
    [{ exitKind: 3, exitStatus: 11, result: "core-dump" }, {
      signal: 11,
      isResourceExhausted: false,
      message: "",
    }],
    [{ exitKind: 2, exitStatus: 9, result: "oom-kill" }, {
      ...{ signal: 9, isResourceExhausted: true, message: "it ran out of memory: the kernel ended it" },
    }],
    [{ exitKind: 0 }, undefined],
  ] as const;
  for (const [change, end] of cases) {
    const seen = { ...over, ...change };
    assert.ok(isOver(seen));
    assert.deepEqual(endOfUnit(seen), end);
  }
  assert.ok(!isOver(SIGHT));
  assert.ok(isOver({ ...over, activeState: "deactivating", exitKind: 2 }), "what it left behind still ends");
  assert.ok(!isOver({ ...SIGHT, mainPid: 0, activeState: "activating" }), "it has not begun");
});

Deno.test("only SIGKILL may yet turn out to be for want of memory", () => {
  const killed = {
    ...SIGHT,
    mainPid: 0,
    activeState: "deactivating",
    exitKind: 2,
    exitStatus: 9,
    result: "signal",
  };
  assert.ok(!isSettled(killed));
  assert.ok(isSettled({ ...killed, activeState: "failed" }));
  assert.ok(isSettled({ ...killed, result: "oom-kill" }));
  assert.ok(isSettled({ ...killed, exitStatus: 15 }));
  assert.ok(isSettled({ ...killed, exitKind: 1 }));
  assert.match(startProblem({ ...killed, exitKind: 1, exitStatus: 203 }) ?? "", /cannot be executed/);
  assert.equal(startProblem({ ...killed, exitStatus: 203 }), undefined);
});

Deno.test("updated() takes over what a signal has, and nothing else", () => {
  const ended = updated(
    SIGHT,
    new Map<string, unknown>([
      ["MainPID", 0],
      ["ExecMainPID", 9],
      ["ExecMainCode", 2],
      ["ExecMainStatus", 9],
      [
        "Result",
        "signal",
      ],
    ]),
  );
  assert.deepEqual(ended, { ...SIGHT, mainPid: 0, exitKind: 2, exitStatus: 9, result: "signal" });
  const failed = updated(ended, new Map([["ActiveState", "failed"], ["SubState", "failed"]]));
  assert.deepEqual(failed, { ...ended, activeState: "failed", subState: "failed" });
  assert.deepEqual(updated(SIGHT, new Map()), SIGHT);
});

Deno.test("a unit is this node's only with the name, the node and the directory of one", () => {
  const environment = [
    ...["PICCOLO_INSTANCE=i0-a", "PICCOLO_SERVICE=vehicle/lidar", "PICCOLO_REPLICA=1", "PICCOLO_NODE=front"],
    ...["PICCOLO_VERSION=2", "PICCOLO_DIRECTORY=/s/instances/i0-a", "ODD=a=b\nc"],
  ];
  const owner = { node: "front", root: "/s" };
  const found = readFound("u.service", { ...SIGHT, environment }, owner);
  assert.ok(found !== undefined);
  assert.deepEqual(found.stop, { signal: "SIGINT", timeoutMs: 1234 });
  assert.equal(found.environment["ODD"], "a=b\nc");
  const { instanceId, resourceId, replica, version } = found.labels;
  assert.deepEqual([instanceId, resourceId, replica, version], ["i0-a", "vehicle/lidar", 1, "2"]);
  for (
    const [name, value] of [["NODE", "rear"], ["DIRECTORY", "/t/instances/i0-a"], ["SERVICE", "x"], [
      "INSTANCE",
      "",
    ]]
  ) {
    const changed = environment.map((line) =>
      line.startsWith(`PICCOLO_${name}=`) ? `PICCOLO_${name}=${value}` : line
    );
    assert.equal(readFound("u.service", { ...SIGHT, environment: changed }, owner), undefined, `${name}`);
  }
  assert.equal(readFound("u.service", SIGHT, owner), undefined);
});
