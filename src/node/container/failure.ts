/**
 * What an answer of the runtime means: its status where that is clear, else its words. podman says "500" to nearly everything, and
 * docker and podman word the same cause differently.
 */
import { truncateBytes } from "../../records/checks.ts";
import type { DriverFailure, FailureKind } from "../driver.ts";
import type { Answer } from "./engine.ts";
import { textOf } from "./json.ts";

const MAX_MESSAGE_BYTES = 1_024;

/** The first that fits decides; the more special ones come first. */
const WORDS: readonly (readonly [RegExp, FailureKind])[] = [
  [/no such container|no container with name|does not exist in database/i, "not-found"],
  [/name .*already in use|name is already in use|is in use: pod already exists/i, "name-taken"],
  [
    /no such image|image not known|manifest unknown|repository .*not found|pull access denied/i,
    "program-missing",
  ],
  [
    /no space left|disk quota|too many open files|cannot allocate memory|pids limit|resource temporarily/i,
    "limit",
  ],
  [
    /unable to set memory limit|cgroup config|minimum memory limit|memory limit (is )?too|rlimit|cpu.*(quota|range)/i,
    "limit",
  ],
  [
    /command (that was )?not found|executable file not found|exec format error|exec: .*no such file|stat .*: no such file|cannot execute/i,
    "program-broken",
  ],
  [/permission denied|operation not permitted|not permitted/i, "refused"],
];

/** The failure of a call that has to be answered with 2xx or 304; undefined = it was. */
export function failureOf(answer: Answer, what: string, socket: string): DriverFailure | undefined {
  if (answer.kind === "away") {
    const message =
      `${what}: the container runtime at ${socket} does not answer (${answer.why}); is its service running?`;
    return failure("runtime-away", message);
  }
  if (answer.kind === "slow") {
    return failure("timed-out", `${what}: the container runtime gave no answer within ${answer.afterMs} ms`);
  }
  const { status } = answer;
  if (status < 300 || status === 304) return undefined;
  const words = wordsOf(answer);
  return failure(kindOf(status, words), `${what}: ${words}`);
}

export function failure(kind: FailureKind, message: string): DriverFailure {
  return { kind, message: truncateBytes(message, MAX_MESSAGE_BYTES) };
}

/** The failure that these words of the runtime tell of. */
export function failureOfWords(words: string, what: string): DriverFailure {
  return failure(kindOf(0, words), `${what}: ${withoutIds(words)}`);
}

/** What the runtime says, without the container ids that are of no use to a reader. */
function wordsOf({ status, body }: Extract<Answer, { kind: "answered" }>): string {
  const text = (typeof body === "string" ? body : textOf(body, "message")).trim();
  return text === "" ? `status ${status}` : withoutIds(text);
}

function withoutIds(text: string): string {
  return text.replace(/\b([0-9a-f]{12})[0-9a-f]{52}\b/g, "$1");
}

function kindOf(status: number, words: string): FailureKind {
  const found = WORDS.find(([pattern]) => pattern.test(words));
  if (found !== undefined) return found[1];
  if (status === 404) return "not-found";
  return "refused";
}
