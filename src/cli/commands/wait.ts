/** `statemanagerd wait`: returns when services are as they should be. */
import { didYouMean } from "../../platform/config/suggest.ts";
import { CONDITION_TYPES, findCondition, SERVICE_STATES, type ServiceState } from "../../state/model.ts";
import { textOption, timeoutMsOf } from "../arguments.ts";
import type { ClientContext } from "../context.ts";
import { EXIT_CODES, usage } from "../errors.ts";
import { isConfirmed } from "../format/service_table.ts";
import { selectedIds } from "../selection.ts";
import { type Awaited, waitUntil } from "../wait_until.ts";

const DEFAULT_WAIT_MS = 60_000;
const FORMS = "ready, state=STATE, condition=TYPE[=STATUS] or delete";

/** Runs it; resolves to the exit code. */
export async function runWait(context: ClientContext): Promise<number> {
  const awaited = awaitedOf(textOption(context.args, "for") ?? "ready");
  const timeoutMs = timeoutMsOf(context.args, DEFAULT_WAIT_MS);
  await waitUntil(context, await selectedIds(context), { awaited, timeoutMs });
  return EXIT_CODES.ok;
}

/** What `--for` asks for. */
export function awaitedOf(text: string): Awaited {
  const [kind = "", first, second] = text.split("=");
  if (text === "ready") {
    return { what: "ready", isMet: isReady, text: (id) => `${id} is ready`, acceptsAbsent: false };
  }
  if (text === "delete") return GONE;
  if (kind === "state" && first !== undefined && second === undefined) {
    const states = first.split(",").map((word) => oneOf(word, SERVICE_STATES));
    return {
      what: states.join(" or "),
      isMet: (service) => service !== undefined && states.includes(service.status.state),
      text: (id) => `${id} is ${states.length === 1 ? first : `in one of ${states.join(", ")}`}`,
      acceptsAbsent: false,
    };
  }
  if (kind === "condition" && first !== undefined) {
    const type = oneOf(first, CONDITION_TYPES);
    const status = oneOf(second ?? "True", ["True", "False", "Unknown"] as const);
    return {
      what: `${type}=${status}`,
      isMet: (service) => {
        return service !== undefined && (findCondition(service.status, type)?.status ?? "Unknown") === status;
      },
      text: (id) => `${id} has ${type}=${status}`,
      acceptsAbsent: false,
    };
  }
  throw usage(`--for: "${text}" is not understood`, `Accepted: ${FORMS}.`);
}

/** The services are gone. */
export const GONE: Awaited = {
  what: "deleted",
  isMet: (service) => service === undefined,
  text: (id) => `${id} is gone`,
  acceptsAbsent: true,
};

/** As its newest spec wants it, and the node confirms it. */
function isReady(service: ServiceState | undefined): boolean {
  if (service === undefined) return false;
  const { metadata, spec, status } = service;
  return status.state === "Running" && status.observedGeneration === metadata.generation &&
    status.availableReplicas >= spec.replicas && isConfirmed(service);
}

function oneOf<T extends string>(word: string, all: readonly T[]): T {
  const found = all.find((one) => one.toLowerCase() === word.toLowerCase());
  if (found !== undefined) return found;
  throw usage(`--for: there is no "${word}"${didYouMean(word, all)}`, `There are: ${all.join(", ")}.`);
}
