/**
 * A higher term because somebody asks for it: the way out where peers remember a higher one than this State Manager has.
 *
 * I1: a term only increases.
 * I2: no two leaders share a term: it has to be above every term that a peer is known to have seen.
 * I3: while another State Manager leads some of the peers, it has to be asked for in so many words.
 */
import { StateManagerError } from "../kit/errors.ts";
import type { ManagerStatus } from "../manager/serve/api.ts";
import type { TermAdoption, TermPort } from "../ports/instances.ts";
import type { Log } from "../ports/log.ts";
import { causeText, refusalText } from "../state/fence.ts";

export interface TermAdoptionDeps {
  readonly status: () => Pick<ManagerStatus, "role" | "leader" | "term" | "fences">;
  /** Resolves to the term in force, once it is kept. */
  readonly begin: (term: bigint, signal: AbortSignal) => Promise<bigint>;
  readonly log: Log;
}

export function termAdoption({ status, begin, log }: TermAdoptionDeps): TermPort {
  return {
    async adopt({ term, isForced, reason, by }: TermAdoption, signal: AbortSignal): Promise<bigint> {
      const before = status();
      check(term, isForced, before);
      const inForce = await begin(term, signal);
      log.warn("Adopted a higher term", {
        ...{ term: inForce, before: before.term, isForced, reason },
        ...(by !== undefined && { by }),
      });
      return inForce;
    },
  };
}

/** Throws a StateManagerError. */
function check(
  term: bigint,
  isForced: boolean,
  { role, leader, term: present, fences }: ReturnType<TermAdoptionDeps["status"]>,
): void {
  if (role === "standby") {
    const who = leader === "" ? "no instance leads at the moment" : `instance ${leader} leads`;
    throw new StateManagerError({ kind: "not-ready", why: `this instance is on standby; ${who}` });
  }
  // I1
  if (term <= present) {
    throw refused(term, `the present term is ${present}, and it only increases`);
  }
  // I2
  const seen = fences.reduce((max, { highest = 0n }) => highest > max ? highest : max, 0n);
  if (term <= seen) {
    throw refused(
      term,
      `peers have seen ${seen}: adopt ${seen + 1n} or more, so that no two leaders share a term`,
    );
  }
  // I3
  const other = fences.find(({ cause }) => cause === "another-leader");
  if (other === undefined || isForced) return;
  throw refused(
    term,
    `${refusalText(other.peer, other)}. ${
      causeText(other.cause)
    }, or force it: the other one is fenced out then`,
  );
}

function refused(term: bigint, reason: string): StateManagerError {
  return new StateManagerError({ kind: "illegal-transition", what: `the term to ${term}`, reason });
}
