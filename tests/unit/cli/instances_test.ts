/** `instances` and `term adopt`: what they ask, and what they print. */
import assert from "node:assert/strict";
import type { VersionedStatus } from "../../../src/client/state_manager.ts";
import type { InstanceInfo, InstanceList } from "../../../src/ports/instances.ts";
import { CliError } from "../../../src/cli/errors.ts";
import { FakeClient, runInTest } from "../../support/cli.ts";

function info(name: string, parts: Partial<InstanceInfo> = {}): InstanceInfo {
  return {
    ...{ name, addresses: [`${name}:47001`], version: "1.0", uptimeMs: 3_600_000 },
    ...{ isRegistered: true, seenMs: 1_000 },
    ...parts,
  };
}

function instance(list: InstanceList, status: Partial<VersionedStatus>): FakeClient {
  const client = new FakeClient();
  client.instanceList = list;
  client.statusParts = { version: "1.0", stalenessMs: 0, ...status };
  return client;
}

const INFOS = [info("a"), info("b"), info("c")];
const of = (self: string, leaderMs: number, parts: Partial<InstanceList> = {}): InstanceList => ({
  ...{ self, leader: "a", leaderMs, instances: INFOS, ageMs: 500 },
  ...parts,
});

/** Three instances; the command asks b, a standby. */
function three(listOfB: InstanceList = of("b", 60_000)): ReadonlyMap<string, FakeClient> {
  return new Map([
    ["a:47001", instance(of("a", 7_200_000), { role: "leader", leader: "a", term: 7n, revision: 70_012n })],
    [
      "b:47001",
      instance(listOfB, { role: "standby", leader: "a", term: 7n, revision: 70_010n, stalenessMs: 420 }),
    ],
    [
      "c:47001",
      instance(of("c", 61_000), {
        ...{ role: "standby", leader: "", term: 6n, revision: 60_004n, isStale: true, stalenessMs: 95_000 },
      }),
    ],
  ]);
}

function run(argv: readonly string[], clients: ReadonlyMap<string, FakeClient>) {
  return runInTest([...argv, "--address", "b:47001"], {
    connect: (address) => {
      const client = clients.get(address);
      return client === undefined
        ? Promise.reject(new CliError("unreachable", `nobody listens at ${address}`))
        : Promise.resolve(client);
    },
  });
}

Deno.test("a standby that is asked shows who leads, since when by its own word, and how far each instance is", async () => {
  const { exitCode, stdout, stderr } = await run(["instances"], three());
  assert.equal(exitCode, 0);
  assert.equal(stderr, "");
  assert.deepEqual(stdout.trimEnd().split("\n").map((line) => line.trimEnd()), [
    "INSTANCE  ROLE            LEADS  TERM  REVISION  BEHIND    AGE  VERSION",
    "a         leader          2h        7     70012       0    0ms  1.0",
    "b         standby         -         7     70010       2  420ms  1.0",
    "c         standby, stale  -         6     60004   10008  1m35s  1.0",
  ]);
});

Deno.test("a leader that does not answer is still named, with what the others know of it", async () => {
  const clients = new Map(three());
  clients.delete("a:47001");
  const { stdout } = await run(["instances", "-o", "wide"], clients);
  const [, a, b] = stdout.split("\n");
  assert.match(a ?? "", /^a +leader\? +1m +- +- +- +- +1\.0 +1h +a:47001 +nobody listens at a:47001/);
  assert.match(b ?? "", /^b +standby +- +7 +70010 +- +420ms/);
});

Deno.test("without etcd what is remembered is shown, with how old it is, who is gone, and that nobody leads", async () => {
  const instances = [info("a", { isRegistered: false, seenMs: 120_000 }), info("b"), info("c")];
  const list = of("b", 30_000, { leader: "", ageMs: 45_000, instances });
  const clients = new Map([["b:47001", three(list).get("b:47001") ?? new FakeClient()]]);
  const { exitCode, stdout, stderr } = await run(["instances"], clients);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^a +gone +- /m);
  assert.match(stdout, /^c +silent +- /m);
  assert.match(stderr, /No instance leads, as far as b knows/);
  assert.match(stderr, /those of 45s ago: b has not heard of etcd since/);
  assert.match(stderr, /a is gone: it renewed its registration 2m ago/);
});

Deno.test("who is said to lead and says itself that it does not leads no more", async () => {
  const clients = new Map(three());
  clients.set("a:47001", instance(of("a", 1_000, { leader: "" }), { role: "standby", leader: "", term: 7n }));
  const { stderr } = await run(["instances"], clients);
  assert.match(stderr, /No instance leads, as far as b knows/);
});

Deno.test("an address that leads to another instance, or only to a socket, tells nothing of this one", async () => {
  const instances = [
    info("a", { addresses: ["c:47001"] }),
    info("b"),
    info("c", { addresses: ["unix:/run/x.sock"] }),
  ];
  const { stdout } = await run(["instances", "-o", "json"], three(of("b", 1_000, { instances })));
  const { kind, self, leader, instances: rows } = JSON.parse(stdout);
  assert.deepEqual([kind, self, leader], ["InstanceList", "b", "a"]);
  assert.match(rows[0].why, /instance c answers at c:47001/);
  assert.match(rows[2].why, /on a socket of its computer only/);
  assert.equal(rows[1].revision, "70010");
});

Deno.test("instances takes names, in every format; an unknown one is told", async () => {
  const named = await run(["instances", "c", "-o", "name"], three());
  assert.deepEqual([named.exitCode, named.stdout], [0, "c\n"]);
  const yaml = await run(["instances", "a", "-o", "yaml"], three());
  assert.match(yaml.stdout, /role: leader/);
  const unknown = await run(["instances", "x"], three());
  assert.equal(unknown.exitCode, 4);
  assert.match(unknown.stderr, /instance x is not known to b/);
});

Deno.test("term adopt asks for the term and says which is in force; what is no term is refused before anything is asked", async () => {
  const client = new FakeClient();
  const argv = ["term", "adopt", "8", "--reason", "a new disk"];
  const { exitCode, stdout } = await runInTest(argv, { client });
  assert.deepEqual([exitCode, stdout], [0, "Term 8 is in force\n"]);
  await runInTest(["term", "adopt", "9", "--force"], { client });
  assert.deepEqual(client.adoptions, [
    { term: 8n, isForced: false, reason: "a new disk" },
    { term: 9n, isForced: true, reason: "statemanagerd term adopt" },
  ]);
  for (const word of ["0", "-1", "x", "99999999999999"]) {
    const refused = await runInTest(["term", "adopt", "--", word], { client });
    assert.equal(refused.exitCode, 2, word);
  }
  assert.equal(client.adoptions.length, 2);
});
