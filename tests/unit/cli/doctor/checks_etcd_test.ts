import assert from "node:assert/strict";
import { checkEtcd } from "../../../../src/cli/doctor/checks_etcd.ts";
import type { EtcdEndpointFacts, EtcdFacts } from "../../../../src/ports/etcd_facts.ts";
import type { Finding } from "../../../../src/cli/doctor/finding.ts";
import { MACHINE } from "./facts.ts";
import { table } from "./table.ts";

type Answered = Extract<EtcdEndpointFacts["found"], { readonly kind: "answered" }>;

const GIB = 1_073_741_824;
const well: Answered = {
  kind: "answered",
  version: "3.5.16",
  dbSizeBytes: 1_000_000,
  hasLeader: true,
  alarms: [],
};

function member(port: number, parts: Partial<Answered> = {}): EtcdEndpointFacts {
  return { address: `e:${port}`, found: { ...well, ...parts } };
}

function absent(port: number): EtcdEndpointFacts {
  return { address: `e:${port}`, found: { kind: "failed", message: "connection refused" } };
}

const KEYS = { kind: "read", hasSchema: true, leader: "ecu-a", nodes: [], isWritable: true } as const;
const { leader: _, ...LEADERLESS } = KEYS;

function check(parts: Partial<EtcdFacts>, isHaEnabled = false): readonly Finding[] {
  const etcd: EtcdFacts = {
    prefix: "/p/",
    endpoints: [member(1)],
    keys: KEYS,
    ...parts,
  };
  return checkEtcd({ etcd, wanted: { ...MACHINE.wanted, isHaEnabled } });
}

table("etcd", [
  ["not configured", checkEtcd(MACHINE), ["ok"], /the journal alone/],
  [
    "well",
    check({}),
    ["ok", "ok"],
    /version 3\.5\.16, database 977 KiB of 2\.0 GiB \(etcd's default quota\)/,
  ],
  ["well, with a leader", check({}, true), ["ok", "ok", "ok"], /ecu-a \(this instance\)/],
  [
    "nobody leads",
    check({ keys: LEADERLESS }, true),
    ["ok", "ok", "problem"],
    /nobody leads/,
  ],
  ["the other one leads", check({ keys: { ...KEYS, leader: "b" } }, true), [
    "ok",
    "ok",
    "ok",
  ], /\nb $/],
  ["empty", check({ keys: { ...LEADERLESS, hasSchema: false } }), ["ok", "warning"], /\/p\/ is empty/],
  [
    "not writable",
    check({ keys: { ...KEYS, isWritable: false } }),
    ["ok", "ok", "problem"],
    /can be read but not written.*grant-permission/s,
  ],
  [
    "registered nodes",
    check({ keys: { ...KEYS, nodes: [{ node: "front", address: "10.0.0.2:47101" }] } }),
    ["ok", "ok", "ok"],
    /front 10\.0\.0\.2:47101/,
  ],
  [
    "a registration that cannot be read",
    check({ keys: { ...KEYS, nodes: [{ node: "rear", problem: "the value is not readable" }] } }),
    ["ok", "ok", "warning"],
    /cannot be read: the value is not readable.*\/p\/nodes\/rear/s,
  ],
  [
    "keys denied",
    check({ keys: { kind: "failed", message: "denied" } }),
    ["ok", "problem"],
    /grant-permission/,
  ],
  [
    "nobody answers",
    check({ endpoints: [absent(1), absent(2)] }),
    ["problem", "problem"],
    /goes on with its journal/,
  ],
  ["one of three away", check({ endpoints: [member(1), absent(2), member(3)] }), [
    "ok",
    "problem",
    "ok",
    "warning",
    "ok",
  ], /2 of 3/],
  ["two of three away", check({ endpoints: [absent(1), absent(2), member(3)] }), [
    "problem",
    "problem",
    "ok",
    "problem",
    "ok",
  ], /1 of 3 .*More than half/],
  [
    "three are there",
    check({ endpoints: [member(1), member(2), member(3)] }),
    ["ok", "ok", "ok", "ok", "ok"],
    /3 of 3/,
  ],
  ["too old", check({ endpoints: [member(1, { version: "3.3.27" })] }), ["problem", "ok"], /3\.4 or newer/],
  ["old enough", check({ endpoints: [member(1, { version: "3.4.0" })] }), ["ok", "ok"], /3\.4\.0/],
  ["a later major version", check({ endpoints: [member(1, { version: "4.0.0" })] }), ["ok", "ok"], /4\.0\.0/],
  ["no leader", check({ endpoints: [member(1, { hasLeader: false })] }), ["problem", "ok"], /no leader/],
  ["corrupt", check({ endpoints: [member(1, { alarms: ["CORRUPT"] })] }), ["problem", "ok"], /member remove/],
  [
    "nearly full",
    check({ endpoints: [member(1, { dbSizeBytes: 1.7 * GIB })] }),
    ["warning", "ok"],
    /1\.7 GiB of 2\.0 GiB/,
  ],
  ["a quota of its own", check({ endpoints: [member(1, { dbSizeBytes: 1.7 * GIB, quotaBytes: 8 * GIB })] }), [
    "ok",
    "ok",
  ], /of 8\.0 GiB \n/],
]);

Deno.test("etcd: NOSPACE comes with the commands that end it, for all members, in their order", () => {
  const [full] = check({ endpoints: [member(1, { alarms: ["NOSPACE"] }), member(2)] });
  assert.ok(full?.level === "problem");
  const commands = full.advice.split("\n").filter((line) => line.includes("etcdctl"));
  assert.equal(commands.length, 4);
  assert.match(commands[0] ?? "", /^rev=\$\(etcdctl --endpoints=e:1,e:2 endpoint status -w json \|/);
  assert.match(commands[1] ?? "", /compact "\$rev"$/);
  assert.match(commands[2] ?? "", / defrag /);
  assert.match(commands[3] ?? "", / alarm disarm$/);
});
