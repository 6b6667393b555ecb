/** Rules that two sides need where neither may import the other: both are held against each other here. */
import { deepEqual, equal } from "node:assert/strict";
import { isLocalAddress } from "../../../src/grpc/server/listen.ts";
import * as wire from "../../../src/grpc/wire/limits.ts";
import { isLocal, parseEndpoint } from "../../../src/platform/config/endpoint.ts";
import { SETTING_LIST } from "../../../src/platform/config/settings.ts";
import { FakeClient, runInTest, testService } from "../../support/cli.ts";

Deno.test("what the configuration takes for an address of this machine is one for the server as well", () => {
  const addresses = [
    ...["127.0.0.1:1", "127.9.9.9:1", "localhost:1", "[::1]:1", "unix:/run/x"],
    ...["0.0.0.0:1", "10.0.0.1:1", "[::]:1", "[fe80::1]:1", "localhost.example:1", "128.0.0.1:1", "ecu:1"],
  ];
  for (const address of addresses) {
    const endpoint = parseEndpoint(address);
    equal(endpoint !== undefined && isLocal(endpoint), isLocalAddress(address), address);
  }
});

const HOUR_MS = 3_600_000;
const RANGES: readonly (readonly [option: readonly string[], min: string, max: string, over: string])[] = [
  [["history", "--limit"], "1", String(wire.MAX_PAGE), String(wire.MAX_PAGE + 1)],
  [["explain", "vehicle/lidar", "--last"], String(wire.EPISODES.min), String(wire.EPISODES.max), "101"],
  [
    ["isolate", "vehicle/lidar", "--reason", "test", "--ttl"],
    "1s",
    `${Number(wire.MAX_ISOLATION_MS) / HOUR_MS}h`,
    `${Number(wire.MAX_ISOLATION_MS) / HOUR_MS + 1}h`,
  ],
];

for (const [words, min, max, over] of RANGES) {
  Deno.test(`${words.at(0)} ${words.at(-1)} accepts what the API accepts, ${min} to ${max}`, async () => {
    const client = new FakeClient(testService("vehicle/lidar"));
    const codes: number[] = [];
    for (const value of [min, max, over]) {
      codes.push((await runInTest([...words, value], { client })).exitCode);
    }
    deepEqual(codes, [0, 0, 2]);
  });
}

Deno.test("node.heartbeat accepts what a NodeAgent accepts", () => {
  const setting = SETTING_LIST.find(({ key }) => key === "node.heartbeat")?.setting;
  const { min, max } = wire.HEARTBEAT_MS;
  deepEqual(
    [min - 1, min, max, max + 1].map((ms) => setting?.kind.parse(ms).ok),
    [false, true, true, false],
  );
});
