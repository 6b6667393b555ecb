/** The commands against a whole manager in memory: what a person would see who has this happen. */
import type { CliClient } from "../../src/client/client.ts";
import { runCli } from "../../src/cli/cli.ts";
import { CliError } from "../../src/cli/errors.ts";
import { StateManagerError } from "../../src/kit/errors.ts";
import type { ServiceState } from "../../src/state/model.ts";
import type { ResourceId } from "../../src/state/resource_id.ts";
import type { Rig } from "./engine/rig.ts";
import { NO_LOCAL_DEPS, VERSION_FACTS } from "./cli.ts";
import { ONE_INSTANCE_LIST } from "./one_instance.ts";

const PAGE = 1_000;

function unexpected(): never {
  throw new Error("Nothing is followed here");
}

/** Answers like the State Manager over gRPC. */
function clientOf({ manager }: Rig): CliClient {
  const answer = async <T>(call: () => T | Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof StateManagerError)) throw error;
      throw new CliError(error.failure.kind === "not-found" ? "notFound" : "refused", error.message);
    }
  };
  const services = (filter: Parameters<CliClient["listServices"]>[0]) => {
    const found: ServiceState[] = [];
    let after: ResourceId | undefined;
    do {
      const page = manager.queryServices(filter, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      found.push(...page.services);
      after = page.nextAfter;
    } while (after !== undefined);
    return found;
  };
  return {
    listServices: (filter) => answer(() => ({ services: services(filter), revision: manager.revision() })),
    findService: (id) =>
      answer(() => services({ namespaces: [], resourceIds: [id], states: [], nodes: [] })[0]),
    updateState: (change) => answer(() => manager.updateState(change)),
    apply: (changes, { isDryRun }) =>
      answer(async () => {
        const outcomes = isDryRun ? manager.checkChanges(changes) : await manager.applyChanges(changes);
        return outcomes.map(({ service: { metadata }, isChanged }) => {
          return { resourceId: metadata.id, generation: metadata.generation, isChanged };
        });
      }),
    status: () => answer(() => ({ ...manager.status(), version: "1" })),
    instances: () => Promise.resolve(ONE_INSTANCE_LIST),
    adoptTerm: ({ term }) =>
      answer(() => {
        manager.beginTerm(term);
        return manager.term();
      }),
    alerts: () => answer(() => manager.alerts()),
    readHistory: (query) => answer(() => manager.readHistory(query)),
    planReconciliation: (subject) => answer(() => manager.planReconciliation(subject)),
    explain: (subject) => answer(() => manager.explain(subject)),
    triggerRecovery: (id, request) => answer(() => manager.triggerRecovery(id, request)),
    logs: unexpected,
    follow: unexpected,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** What a command prints on a terminal of so many columns, both of its outputs together. */
export async function outputOf(rig: Rig, argv: readonly string[], columns = 80): Promise<string> {
  let printed = "";
  const print = (text: string) => void (printed += text);
  await runCli(argv, {
    ...{ stdout: print, stderr: print, isTTY: true, columns, env: { NO_COLOR: "1" } },
    readFile: () => Promise.reject(new Error("No such file")),
    stdin: () => Promise.resolve(""),
    signal: new AbortController().signal,
    nowMs: () => rig.clock.wallMs(),
    clock: rig.clock,
  }, {
    ...{ version: "", versionFacts: VERSION_FACTS, ...NO_LOCAL_DEPS },
    connect: () => Promise.resolve(clientOf(rig)),
    checkConfig: () => Promise.resolve({ isValid: true, lines: [] }),
  });
  return printed;
}
