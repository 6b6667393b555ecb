/** The state directory, the journal, the lock and the clock. Pure. */
import { timeText } from "../format/age.ts";
import { bytesText, FINDING_ADVICE } from "../format/journal_text.ts";
import { lossOf } from "../../ports/journal_tools.ts";
import type { ClockFacts, JournalFacts, LockFacts, StateDirFacts } from "./facts.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const MIB = 1_048_576;
/** The log may grow to 64 MiB (journal.log_limit), and a quarantined file stays beside a new one. */
const LITTLE_BYTES = 256 * MIB;
const TOO_LITTLE_BYTES = 16 * MIB;
const LITTLE_INODES = 100;
/** Before this the clock was never set: nothing of this program is older. */
const EARLIEST_MS = Date.UTC(2024, 0, 1);
/** A clock may go back a little when it is set. */
const CLOCK_SLACK_MS = 60_000;

export function checkStateDir(facts: StateDirFacts): readonly Finding[] {
  const check = "state directory";
  const { path, found, isWritable, freeBytes, freeInodes } = facts;
  switch (found) {
    case "missing":
      return [warning(check, `${path} does not exist yet`, "The State Manager makes it at its first start.")];
    case "not-a-directory":
      return [
        problem(check, `${path} is not a directory`, "Move it away, or set state_dir to another place."),
      ];
    case "unreadable":
      return [
        warning(check, `${path} cannot be read by this user`, "Run doctor as the user of the State Manager."),
      ];
    case "directory":
      break;
  }
  const space = freeBytes === undefined ? "free space not known" : `${Math.floor(freeBytes / MIB)} MiB free`;
  const inodes = freeInodes === undefined ? "" : `, ${freeInodes} inodes free`;
  const message = `${path}: ${space}${inodes}`;
  if (isWritable === false) {
    const advice =
      "It must belong to the user of the State Manager (chown -R statemanager), on a file system that is not " +
      "read-only (mount). Until then nothing survives a restart.";
    return [problem(check, `${path} cannot be written`, advice)];
  }
  if (freeBytes !== undefined && freeBytes < TOO_LITTLE_BYTES) {
    const advice =
      "Make space on this file system: commits fail while it is full, and go on by themselves afterwards. Files " +
      "named journal.db.corrupt-N or journal.db.replaced-N in it can be moved elsewhere.";
    return [problem(check, message, advice)];
  }
  if (freeInodes !== undefined && freeInodes < LITTLE_INODES && freeInodes >= 0) {
    return [problem(check, message, "Remove small files on this file system: it can hold hardly any more.")];
  }
  if (freeBytes !== undefined && freeBytes < LITTLE_BYTES) {
    return [warning(check, message, "Make space on this file system before it is full.")];
  }
  return [ok(check, message)];
}

/** What was in the journal once and is not any more: seen now, or by the State Manager at its start. */
function checkLoss({ found, mark }: JournalFacts, nowMs: number): readonly Finding[] {
  const held = found.kind === "read"
    ? found
    : found.kind === "absent"
    ? { revision: 0n, services: 0 }
    : undefined;
  const loss = (held === undefined ? undefined : lossOf(mark, held, nowMs)) ?? mark?.loss;
  if (loss === undefined) return [];
  const advice =
    "Specs come back from etcd, from an import (`statemanagerd journal import`) or by `statemanagerd " +
    "apply`; this is reported until as many services are known again, or journal.db.mark is removed.";
  return [problem("journal", `${timeText(loss.atMs)}: ${loss.what}`, advice)];
}

export function checkJournal(facts: JournalFacts, nowMs: number): readonly Finding[] {
  const { path, found, aside } = facts;
  const check = "journal";
  const findings: Finding[] = [];
  switch (found.kind) {
    case "absent":
      findings.push(ok(check, `${path}: none yet, or empty`));
      break;
    case "newer": {
      const advice =
        "This version would move it aside at its start and begin with an empty one: install the newer version " +
        "again, or export the journal with it first.";
      findings.push(problem(check, `${path} was written by a newer version: ${found.message}`, advice));
      break;
    }
    case "corrupt": {
      const advice =
        "The next start moves it aside and begins with an empty one; specs then come from etcd, from an import " +
        "(`statemanagerd journal import`) or must be applied again.";
      findings.push(problem(check, `${path} is damaged: ${found.message}`, advice));
      break;
    }
    case "unreadable":
      findings.push(
        warning(
          check,
          `${path} cannot be read: ${found.message}`,
          "Run doctor as the user of the State Manager.",
        ),
      );
      break;
    case "read": {
      const [first] = found.findings;
      const size = bytesText(found.fileBytes + found.logBytes);
      if (first === undefined) {
        const counts = `${count(found.services, "service")}, ${count(found.events, "event")}`;
        findings.push(ok(check, `${path}: sound, ${size}, ${counts}, revision ${found.revision}`));
      } else {findings.push(
          problem(check, `${path} is damaged: ${first.problem}`, FINDING_ADVICE[first.kind]),
        );}
    }
  }
  findings.push(...checkLoss(facts, nowMs));
  const [newest] = aside.filter(({ name }) => !name.includes(".replaced-"));
  if (newest !== undefined) {
    const advice =
      "The State Manager began with an empty journal then. `statemanagerd journal inspect` takes the file as an " +
      "argument and shows what was in it; move it elsewhere once it is not needed.";
    const message = `${newest.name} was moved aside at ${timeText(newest.modifiedAtMs)} or later`;
    findings.push(warning(check, message, advice));
  }
  return findings;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

export function checkLock(facts: LockFacts): readonly Finding[] {
  const check = "instance lock";
  switch (facts.kind) {
    case "free":
      return [ok(check, "free: no State Manager uses the state directory")];
    case "held":
      return [ok(check, `held by process ${facts.pid ?? "(not known)"}`)];
    case "unknown":
      return [
        warning(check, `cannot be read: ${facts.message}`, "Run doctor as the user of the State Manager."),
      ];
  }
}

export function checkClock({ nowMs, isSynchronised, newestEventMs }: ClockFacts): readonly Finding[] {
  const check = "clock";
  const time = timeText(nowMs);
  const advice =
    "Set the clock (timedatectl, or the time source of this machine). The State Manager works without it, but " +
    "certificates are refused and times in the history are wrong.";
  if (nowMs < EARLIEST_MS) return [problem(check, `${time}: it was never set`, advice)];
  if (newestEventMs !== undefined && nowMs < newestEventMs - CLOCK_SLACK_MS) {
    return [
      problem(check, `${time} is before the newest event of the journal, ${timeText(newestEventMs)}`, advice),
    ];
  }
  if (!isSynchronised) {
    const hint =
      "Times in the history carry a question mark until it is: `timedatectl` shows the time source.";
    return [warning(check, `${time}, not known to be synchronised`, hint)];
  }
  return [ok(check, `${time}, synchronised`)];
}
