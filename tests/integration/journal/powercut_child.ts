/**
 * Commits, flushes and checkpoints in every overlap, and notes in the file `marks` what it was promised; `powercut_test.ts`
 * runs it under strace and then takes the power away at every point. Arguments: the journal, the file of marks, a seed.
 */
import { parseResourceId } from "../../../src/state/resource_id.ts";
import { eventOf, openSound, recordOf } from "./support.ts";

const [path = "", marks = "", seed = "1"] = Deno.args;
const encoder = new TextEncoder();
const file = Deno.openSync(marks, { write: true, create: true });
const mark = (text: string): number => file.writeSync(encoder.encode(`${text}\n`));

let random = Number(seed);
/** A whole number below `limit`; the same run for the same seed. */
function pick(limit: number): number {
  random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
  return Math.floor(random / 65_536) % limit;
}

const ids = Array.from({ length: 12 }, (_unused, index) => parseResourceId(`vehicle/s${index}`));
const journal = openSound(path, { ringSize: 8 });
let { revision } = journal.load();
mark(`flushed ${revision}`);

for (let turn = 0; turn < 150; turn += 1) {
  for (let count = pick(3); count >= 0; count -= 1) {
    const id = ids[pick(ids.length)] ?? parseResourceId("vehicle/s0");
    revision += 1n;
    journal.commit({
      term: 1n,
      revision,
      records: [recordOf(id, revision)],
      removed: [],
      events: [eventOf(id, revision)],
    });
  }
  const choice = pick(8);
  if (choice === 0) await journal.maintain();
  else if (choice === 1) void journal.maintain();
  else if (choice < 5) {
    const promised = revision;
    const flushed = journal.flush().then(() => mark(`flushed ${promised}`));
    if (choice === 2) await flushed;
  } else if (choice === 5) await new Promise((resolve) => setTimeout(resolve, 1));
}
await journal.flush();
mark(`flushed ${revision}`);
// Not closed: closing is SQLite's own business, and the power is taken away before it.
Deno.exit(0);
