/**
 * Commits as fast as it can until it is killed; `crash_test.ts` starts it. The first argument is the path of the journal. Each
 * line it writes is a revision: what it says was committed before it was written; `flushed` ones survived a flush.
 */
import { parseResourceId } from "../../../src/state/resource_id.ts";
import { eventOf, openSound, recordOf } from "./support.ts";

const [path = ""] = Deno.args;
const journal = openSound(path, { ringSize: 16, checkpointBytes: 262_144 });
const ids = Array.from({ length: 20 }, (_unused, index) => parseResourceId(`vehicle/s${index}`));
const encoder = new TextEncoder();
let { revision } = journal.load();

for (let round = 0;; round += 1) {
  // Several services at once, so that a torn commit would show.
  const chosen = ids.filter((_id, index) => (index + round) % 7 === 0);
  const events = chosen.map((id) => eventOf(id, revision += 1n));
  const records = events.map(({ resourceId, revision: own }) => recordOf(resourceId, own));
  journal.commit({ revision, term: 1n, records, removed: [], events });
  Deno.stdout.writeSync(encoder.encode(`${revision}\n`));
  // Lets the checkpoints that the size of the log calls for run.
  if (round % 16 === 0) await journal.flush();
}
