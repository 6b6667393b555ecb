/** The bad habits of the test peers are those that the protocol describes. */
import { deepEqual } from "node:assert/strict";
import { CONTROLLER_HABITS, NODE_HABITS, VEHICLE_HABITS } from "../../support/habits/habits.ts";
import { HABIT_KINDS } from "../../support/simulation/model.ts";

const ALL: Readonly<Record<string, string>> = { ...NODE_HABITS, ...CONTROLLER_HABITS, ...VEHICLE_HABITS };

Deno.test("docs/protocol.md says of every bad habit what it is and what is done about it", () => {
  const text = Deno.readTextFileSync(new URL("../../../docs/protocol.md", import.meta.url));
  const rows = text.split("\n## Bad habits\n")[1]?.split("\n## ")[0]?.split("\n").flatMap((line) => {
    const [, name, does, answer] = /^\| `([a-z-]+)` +\| (.+?) +\| (.+?) +\|$/.exec(line) ?? [];
    return name === undefined || answer === undefined ? [] : [[name, does]];
  });
  deepEqual(Object.fromEntries(rows ?? []), ALL);
});

Deno.test("the simulation has every bad habit", () => {
  deepEqual([...HABIT_KINDS].toSorted(), Object.keys(ALL).toSorted());
});
