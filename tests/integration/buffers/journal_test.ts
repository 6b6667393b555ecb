/** The buffers of the journal, in a real file. */
import { equal, ok } from "node:assert/strict";
import { BUFFERS } from "../../../scripts/buffers.ts";
import { JOURNAL_FILE, type JournalOptions } from "../../../src/journal/journal.ts";
import { fills, levelOf } from "../../support/buffers/fills.ts";
import { idOf } from "../../support/domain.ts";
import { TempDir } from "../../support/temp_dir.ts";
import { LIDAR, openSound, removal, step } from "../journal/support.ts";

function journalWith(options: JournalOptions) {
  const dir = new TempDir();
  const owner = openSound(dir.file(JOURNAL_FILE), options);
  const end = async () => {
    await owner[Symbol.asyncDispose]();
    dir[Symbol.dispose]();
  };
  return { owner, end };
}

fills("journal_events", () => {
  const { owner, end } = journalWith({ ringSize: 8 });
  owner.commit(step(LIDAR, 1n));
  return { owner, put: (index) => owner.commit(step(LIDAR, BigInt(index + 2))), fits: 7, end };
});

fills("journal_ended_services", () => {
  const { owner, end } = journalWith({ removedServices: 4 });
  const put = (index: number) => {
    const id = idOf(`vehicle/s${index}`);
    owner.commit(step(id, BigInt(2 * index + 1)));
    owner.commit(removal(id, BigInt(2 * index + 2)));
  };
  return { owner, put, end };
});

Deno.test("what the journal holds is counted again after a restart", async () => {
  using dir = new TempDir();
  const levels = [];
  for (let run = 0; run < 2; run++) {
    await using journal = openSound(dir.file(JOURNAL_FILE), { ringSize: 8, removedServices: 4 });
    for (let index = 0; index < 20 * (1 - run); index++) {
      journal.commit(
        index === 12 ? removal(LIDAR, 13n) : step(idOf(`vehicle/s${index % 3}`), BigInt(index + 1)),
      );
    }
    levels.push([levelOf(journal, "journal_events").used, levelOf(journal, "journal_ended_services").used]);
  }
  const [before, after] = levels;
  equal(String(after), String(before));
});

// A commit is larger than what is left of the log: it does not fill it to the byte.
Deno.test("journal_log: filled to its capacity and beyond it does what its rule says", async () => {
  const logLimitBytes = 1_048_576;
  const { owner, end } = journalWith({ checkpointBytes: 262_144, logLimitBytes });
  let revision = 0n;
  let most = 0;
  while (levelOf(owner, "journal_log").overflows === 0) {
    ok(revision < 100_000n, "the limit was never enforced");
    for (let count = 0; count < 20; count += 1) owner.commit(step(LIDAR, revision += 1n));
    most = Math.max(most, levelOf(owner, "journal_log").used);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const level = levelOf(owner, "journal_log");
  equal(level.unit, BUFFERS.journal_log.unit);
  equal(level.overflow, BUFFERS.journal_log.overflow);
  equal(level.capacity, logLimitBytes);
  ok(most > 262_144, "it was filled");
  ok(level.used < logLimitBytes, "commits waited until there was room again");
  await end();
});
