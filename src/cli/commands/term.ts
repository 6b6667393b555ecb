/** `statemanagerd term adopt`: a higher term, because peers have seen one. */
import { usage } from "../errors.ts";
import { hasSwitch, textOption } from "../arguments.ts";
import { type ClientContext, withDeadline } from "../context.ts";
import { EXIT_CODES } from "../errors.ts";
import { MAX_ADOPTED_TERM } from "../../records/checks.ts";

const DEFAULT_REASON = "statemanagerd term adopt";

/** Runs it; resolves to the exit code. */
export async function runTermAdopt(context: ClientContext): Promise<number> {
  const { io, args, client, timeoutMs } = context;
  const term = termOf(args.positionals[0] ?? "");
  const isForced = hasSwitch(args, "force");
  const reason = textOption(args, "reason") ?? DEFAULT_REASON;
  const inForce = await withDeadline(
    context,
    { timeoutMs, what: `Cannot adopt term ${term}` },
    (signal) => client.adoptTerm({ term, isForced, reason }, signal),
  );
  io.stdout(`Term ${inForce} is in force\n`);
  return EXIT_CODES.ok;
}

function termOf(text: string): bigint {
  const term = /^\d{1,18}$/.test(text) ? BigInt(text) : 0n;
  if (term >= 1n && term <= MAX_ADOPTED_TERM) return term;
  throw usage(`"${text}" is no term`, `A term is a number from 1 to ${MAX_ADOPTED_TERM}.`);
}
