/** `statemanagerd instances` over three real daemons: at any of them, without the leader, and without etcd. */
import assert from "node:assert/strict";
import { missingEtcd } from "../support/etcd/available.ts";
import { eventually } from "../support/eventually.ts";
import { PATIENCE } from "../support/instances/instance.ts";
import { readIfThere } from "../support/vehicle/store.ts";
import { runProgram } from "../support/program.ts";
import { testIf } from "../support/require.ts";
import { Group, type Member } from "./etcd_group.ts";

interface Row {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  readonly term?: string;
  readonly revision?: string;
  readonly behind?: string;
  readonly leadsForMs?: number;
}

function addressOf({ manager }: Member): string {
  return (readIfThere(`${manager.stateDir}/address`) ?? "").split("\n")[0] ?? "";
}

async function instancesAt(
  member: Member,
): Promise<{ readonly rows: readonly Row[]; readonly said: string }> {
  const { code, stdout, stderr } = await runProgram([
    ...["instances", "-o", "json", "--address", addressOf(member)],
  ]);
  assert.equal(code, 0, stderr);
  return { rows: JSON.parse(stdout).instances, said: stderr };
}

const standing = (rows: readonly Row[]) => rows.map(({ name, role, state }) => `${name} ${role} ${state}`);

testIf(
  "instances tells at every instance who leads and how far each is, without the leader and without etcd too",
  missingEtcd(),
  async () => {
    await using group = await Group.start();
    const leader = await group.untilLed();
    await leader.manager.apply("vehicle/lidar");
    await leader.manager.untilRunning("vehicle/lidar");
    await group.untilSame();
    const names = group.present.map(({ name }) => name).sort();
    const all = names.map((name) => `${name} ${name === leader.name ? "leader" : "standby"} answers`);
    for (const member of group.present) {
      await eventually(`${member.name} knows all`, async () => {
        const { rows } = await instancesAt(member);
        assert.deepEqual(standing(rows), all);
        return true;
      }, PATIENCE);
    }
    const [standby, other] = group.present.filter((member) => member !== leader);
    if (standby === undefined || other === undefined) throw new Error("there are three");
    const { rows } = await instancesAt(standby);
    assert.equal(new Set(rows.map(({ term }) => term)).size, 1);
    assert.ok((rows.find(({ role }) => role === "leader")?.leadsForMs ?? 0) > 0);
    assert.ok(rows.every(({ behind }) => Number(behind) < 20), JSON.stringify(rows));

    await group.etcd.stop();
    await eventually("nobody leads any more", async () => {
      return (await leader.manager.client.status()).role === "standby";
    }, PATIENCE);
    const without = await instancesAt(standby);
    assert.deepEqual(standing(without.rows), names.map((name) => `${name} standby answers`));
    assert.match(without.said, /No instance leads, as far as \w knows/);
    await other.manager.end("SIGKILL");
    group.away(other.name);
    const left = (await instancesAt(standby)).rows.find(({ name }) => name === other.name);
    assert.deepEqual([left?.role, left?.state], ["unknown", "silent"], "remembered, and asked in vain");
  },
);
