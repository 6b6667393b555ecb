/**
 * Uses a journal on a disk that `strace` makes slow or lets fail; `disk_test.ts` starts it. Arguments: a scenario and the path
 * of the journal. Writes one JSON line with what it measured.
 */
import { JournalError } from "../../../src/journal/journal.ts";
import { LIDAR, openSound, step } from "./support.ts";

const [scenario = "", path = ""] = Deno.args;

/** The kind of the error that a promise rejects with, or "ok". */
async function kindOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return "ok";
  } catch (error) {
    return error instanceof JournalError ? error.kind : String(error);
  }
}

/** Commits while a flush and a checkpoint run; how many, and the longest commit and pause of the event loop, milliseconds. */
async function measureCommits(): Promise<unknown> {
  const journal = openSound(path);
  let revision = 1n;
  journal.commit(step(LIDAR, revision));
  let longestCommitMs = 0;
  let longestTurnMs = 0;
  let commits = 0;
  let isDone = false;
  console.error("MARK begin");
  const background = (async () => {
    const startedMs = performance.now();
    await journal.flush();
    await journal.maintain();
    isDone = true;
    return performance.now() - startedMs;
  })();
  let lastMs = performance.now();
  while (!isDone) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const startMs = performance.now();
    longestTurnMs = Math.max(longestTurnMs, startMs - lastMs);
    lastMs = startMs;
    journal.commit(step(LIDAR, revision += 1n));
    commits += 1;
    longestCommitMs = Math.max(longestCommitMs, performance.now() - startMs);
  }
  console.error("MARK end");
  return { commits, longestCommitMs, longestTurnMs, backgroundMs: await background };
}

/** Many callers at once want what they committed to be safe. */
async function flushTogether(): Promise<unknown> {
  await using journal = openSound(path);
  console.error("MARK begin");
  for (let round = 0n; round < 3n; round += 1n) {
    const waiting: Promise<void>[] = [];
    for (let index = 1n; index <= 50n; index += 1n) {
      journal.commit(step(LIDAR, round * 50n + index));
      waiting.push(journal.flush());
    }
    await Promise.all(waiting);
  }
  await journal.flush(); // Nothing is left to do.
  const { unflushedCommits } = journal.stats();
  console.error("MARK end");
  return { unflushedCommits };
}

/** The disk fills up in the middle and is freed again. */
function fillUp(): unknown {
  const journal = openSound(path);
  const kinds: string[] = [];
  let revision = 0n;
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      journal.commit(step(LIDAR, revision + 1n));
      revision += 1n;
      kinds.push("ok");
    } catch (error) {
      kinds.push(error instanceof JournalError ? error.kind : String(error));
    }
  }
  const { events } = journal.readEvents({ afterRevision: 0n, limit: 1_000, which: "oldest" });
  return {
    kinds: [...new Set(kinds)],
    first: kinds[0],
    last: kinds.at(-1),
    revision: Number(revision),
    events: events.length,
  };
}

/** The disk stops confirming: nothing may be called durable from then on. */
async function failToConfirm(): Promise<unknown> {
  const journal = openSound(path);
  journal.commit(step(LIDAR, 1n));
  const first = await kindOf(journal.flush());
  const again = await kindOf(journal.flush());
  journal.commit(step(LIDAR, 2n));
  const later = await kindOf(journal.flush());
  await journal.maintain();
  const { checkpoints } = journal.stats();
  const closing = await kindOf(journal[Symbol.asyncDispose]());
  return { first, again, later, checkpoints, closing };
}

const SCENARIOS: Readonly<Record<string, () => unknown>> = {
  "commits": measureCommits,
  "flush-together": flushTogether,
  "full": fillUp,
  "unconfirmed": failToConfirm,
};

const run = SCENARIOS[scenario];
if (run === undefined) throw new Error(`There is no scenario ${scenario}`);
console.log(JSON.stringify(await run()));
// Some scenarios leave the journal open: the disk would fail them once more.
Deno.exit(0);
