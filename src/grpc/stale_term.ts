/**
 * The refusal of a stale term as it travels: FAILED_PRECONDITION with google.rpc.ErrorInfo in `grpc-status-details-bin`, or with a sentence
 * that says the same (docs/protocol.md, "A term that is stale").
 *
 * I1: reading never throws; what cannot be read is left out.
 */
import { NEVER_HEARD } from "../state/fence.ts";
import { messageCodec } from "./definitions.ts";

export const ERROR_INFO_URL = "type.googleapis.com/google.rpc.ErrorInfo";
const REASON = "STALE_TERM";
const DOMAIN = "piccolo";
const NEVER = "never";
/** As every number of the protocol. */
const MAX_DIGITS = 18;

const ErrorInfoType = messageCodec<{
  readonly reason: string;
  readonly domain: string;
  readonly metadata: Readonly<Record<string, string>>;
}>("google.rpc.ErrorInfo");

/** What a peer says of the term that it refused. */
export interface StaleTerm {
  /** The highest that it has seen; not set = it did not say. */
  readonly highest?: bigint;
  /** How long ago it heard whoever has that term, milliseconds, as in `TermRefusal`; not set = it did not say. */
  readonly heardMsAgo?: number;
}

export function encodeStaleTerm({ highest, heardMsAgo }: Required<StaleTerm>): Uint8Array {
  return ErrorInfoType.encode({
    reason: REASON,
    domain: DOMAIN,
    metadata: {
      highest_term: String(highest),
      heard_ms_ago: Number.isFinite(heardMsAgo) ? String(Math.round(heardMsAgo)) : NEVER,
    },
  }).finish();
}

/** I1. Undefined = it is about something else. */
export function decodeStaleTerm(bytes: Uint8Array): StaleTerm | undefined {
  try {
    const { reason, domain, metadata } = ErrorInfoType.toObject(ErrorInfoType.decode(bytes), {
      defaults: true,
    });
    if (reason !== REASON || domain !== DOMAIN) return undefined;
    const highest = numberOf(metadata["highest_term"]);
    const heard = metadata["heard_ms_ago"];
    const heardMsAgo = heard === NEVER ? NEVER_HEARD : numberOf(heard);
    return {
      ...(highest === undefined ? {} : { highest }),
      ...(heardMsAgo === undefined ? {} : { heardMsAgo: Math.min(Number(heardMsAgo), NEVER_HEARD) }),
    };
  } catch {
    return undefined;
  }
}

/** From the sentence of a peer that sends no details: `term 3 is stale, 7 has been seen`. Undefined = it says nothing of a term. */
export function staleTermOfText(text: string): StaleTerm | undefined {
  const highest = numberOf(/\bterm \d{1,20} is stale, (\d{1,20}) has been seen/.exec(text)?.[1]);
  if (highest !== undefined) return { highest };
  return /\bterm\b/i.test(text) ? {} : undefined;
}

function numberOf(text: string | undefined): bigint | undefined {
  return text !== undefined && text.length <= MAX_DIGITS && /^\d+$/.test(text) ? BigInt(text) : undefined;
}
