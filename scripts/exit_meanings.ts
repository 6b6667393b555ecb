/** What the exit codes mean, for docs/cli.md and the man page. */
import { EXIT_CODES } from "../src/cli/errors.ts";

const MEANINGS: Readonly<Record<keyof typeof EXIT_CODES, string>> = {
  ok: "done",
  failed: "something else went wrong, or `wait` or `delete --wait` ran out of time",
  usage: "the command line, a manifest or the configuration is not valid; nothing was done",
  unreachable:
    "the State Manager does not answer, or is not ready yet; the change may or may not have been made",
  notFound: "there is no such service",
  refused:
    "refused: a value, a limit, a conflict, not possible in this state, needed by a service that runs, or this user may not",
  unsound:
    "a check found a problem: `doctor` reports one, `diff` a difference, a peer breaks a rule, a journal is damaged, or a replay decided otherwise",
};

/** In the order of the codes. */
export const EXIT_MEANINGS: readonly (readonly [code: number, meaning: string])[] = Object.entries(EXIT_CODES)
  .map(([name, code]) => [code, MEANINGS[name as keyof typeof EXIT_CODES]]);
