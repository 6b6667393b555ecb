/**
 * `pullpiri check`: what is configured where, which peers answer, which artifacts are understood, and what cannot be mapped.
 *
 * I1: it changes nothing: the controller is asked about a model that nobody has, the PolicyManager is only connected to.
 */
import { messageOf } from "../kit/errors.ts";
import type { Clock } from "../ports/clock.ts";
import type { CheckPullpiri, PullpiriCheckRequest, PullpiriFinding } from "../ports/pullpiri_check.ts";
import { checkAddresses, hostAddress, type PullpiriAddresses, resolveAddresses } from "./addresses.ts";
import { ARTIFACT_PREFIXES, type Artifacts, type Entry, readArtifacts } from "./artifacts.ts";
import { AgentClient, ControllerClient } from "./clients.ts";
import { agentNodes, NODE_PREFIXES } from "./nodes.ts";
import { NOWHERE } from "./offload.ts";
import { mapArtifacts } from "./specs.ts";
import { PullpiriStore } from "./store.ts";
import { World } from "./world.ts";

type Level = PullpiriFinding["level"];

function found(level: Level, check: string, message: string, advice = ""): PullpiriFinding {
  return { level, check, message, advice };
}

/** Longer than a second is too long for the models of a lost node: with a heartbeat each second three are missed in 3 s. */
const LONGEST_LOST_MS = 6_000;
const NOBODY = "statemanagerd-check";

export function checkPullpiriWith({ clock }: { readonly clock: Clock }): CheckPullpiri {
  return async (request) => {
    const text = readText(request.settingsFile);
    const addresses = resolveAddresses(request.given, hostAddress(text));
    const configured = checkConfigured(request, { addresses, hasSettings: text !== undefined });
    if (configured.some(({ level }) => level === "problem")) return configured;
    const entries = await readStore(addresses.store, request, clock);
    return [
      ...configured,
      ...await checkPeers(addresses, request),
      ...(typeof entries === "string"
        ? [
          found(
            "problem",
            "store",
            entries,
            "Is the key-value service running? `pullpiri.store` sets its address",
          ),
        ]
        : [
          found("ok", "store", `${addresses.store} answers and holds ${entries.length} artifacts and nodes`),
          ...await checkNodes(entries, request, clock),
          ...checkArtifacts(readArtifacts(entries)),
        ]),
    ];
  };
}

function checkConfigured(
  request: PullpiriCheckRequest,
  { addresses, hasSettings }: { readonly addresses: PullpiriAddresses; readonly hasSettings: boolean },
): readonly PullpiriFinding[] {
  const { isEnabled, settingsFile, isNetworkAllowed, lostAfterMs, ownAddresses } = request;
  const findings = [
    isEnabled ? found("ok", "enabled", "pullpiri.enabled is set") : found(
      "warning",
      "enabled",
      "pullpiri.enabled is not set",
      "Set it, and start the State Manager again",
    ),
    hasSettings
      ? found("ok", "settings", `${settingsFile} gives the addresses that are not set`)
      : found("warning", "settings", `${settingsFile} cannot be read: everything is on this machine`),
    found("ok", "listen", `peers at ${addresses.listen}, Timpani at ${addresses.faultListen}`),
  ];
  try {
    checkAddresses(addresses, isNetworkAllowed);
  } catch (error) {
    findings.push(
      found(
        "problem",
        "network",
        messageOf(error),
        "insecure_network: true, as the peers know no encryption",
      ),
    );
  }
  if (ownAddresses.includes(addresses.actionController)) {
    findings.push(found(
      "problem",
      "listen",
      `our own API has the ActionController's address ${addresses.actionController}`,
      "Set `listen` to another address, for example unix:/run/statemanager/api.sock",
    ));
  }
  if (lostAfterMs > LONGEST_LOST_MS) {
    const advice = "node: { unreachable_after: 2s, lost_after: 3s } moves its models after three heartbeats";
    findings.push(
      found("warning", "lost node", `a dead node is only left after ${lostAfterMs / 1_000} s`, advice),
    );
  }
  return findings;
}

async function checkPeers(
  { actionController, policyManager }: PullpiriAddresses,
  { timeoutMs }: PullpiriCheckRequest,
): Promise<readonly PullpiriFinding[]> {
  await using controller = new ControllerClient(actionController, {});
  // I1
  const outcome = await controller.offload({
    ...{ scenarioName: NOBODY, packageName: NOBODY, modelName: NOBODY, policyName: "", reason: "check" },
    ...{ sourceNode: NOWHERE, targetNode: NOWHERE },
  }, { deadlineMs: timeoutMs });
  const answers = outcome.kind === "answered" || outcome.kind === "refused";
  return [
    answers ? found("ok", "controller", `${actionController} answers`) : found(
      "problem",
      "controller",
      outcome.message,
      "Is the ActionController running? Nothing can be healed without it",
    ),
    await canConnect(policyManager) ? found("ok", "policies", `${policyManager} can be connected to`) : found(
      "warning",
      "policies",
      `nobody listens at ${policyManager}: missed deadlines are not reported on`,
    ),
  ];
}

async function canConnect(address: string): Promise<boolean> {
  const at = address.lastIndexOf(":");
  try {
    const hostname = address.slice(0, at).replace(/^\[(.*)\]$/, "$1");
    (await Deno.connect({ hostname, port: Number(address.slice(at + 1)) })).close();
    return true;
  } catch {
    return false;
  }
}

/** What it holds, or why it cannot be read. */
async function readStore(
  address: string,
  { timeoutMs, signal }: PullpiriCheckRequest,
  clock: Clock,
): Promise<readonly Entry[] | string> {
  await using store = new PullpiriStore(address, { clock, deadlineMs: timeoutMs });
  try {
    const entries: Entry[] = [];
    for (const prefix of [...ARTIFACT_PREFIXES, ...NODE_PREFIXES]) {
      entries.push(...await store.getByPrefix(prefix, signal));
    }
    return entries;
  } catch (error) {
    return messageOf(error);
  }
}

async function checkNodes(
  entries: readonly Entry[],
  { agentPort, timeoutMs, signal }: PullpiriCheckRequest,
  clock: Clock,
): Promise<readonly PullpiriFinding[]> {
  const { packages } = readArtifacts(entries);
  const placed = new Set([...packages.values()].flatMap(({ models }) => models.map(({ node }) => node)));
  const { names } = new World();
  const nodes = [...agentNodes(entries, placed)];
  if (nodes.length === 0) {
    return [
      found("warning", "nodes", "the store knows no node with an agent", "Agents register when they start"),
    ];
  }
  return await Promise.all(nodes.map(async ([raw, ip]) => {
    const address = `${ip.includes(":") ? `[${ip}]` : ip}:${agentPort}`;
    await using agent = new AgentClient({ raw, address }, { clock, deadlineMs: timeoutMs });
    const name = names.nodes.name(raw);
    const called = name === raw ? raw : `${raw} (here ${name})`;
    return await agent.heartbeat(signal)
      ? found("ok", "node", `the agent of ${called} answers at ${address}`)
      : found(
        "problem",
        "node",
        `the agent of ${called} does not answer at ${address}`,
        "Start it, or correct its node_ip",
      );
  }));
}

function checkArtifacts(artifacts: Artifacts): readonly PullpiriFinding[] {
  const { models, problems } = mapArtifacts(artifacts, new World().names);
  const { scenarios, packages } = artifacts;
  const unknown = [...scenarios.values()].filter(({ target }) => !packages.has(target));
  return [
    found(
      "ok",
      "artifacts",
      `${scenarios.size} scenarios, ${packages.size} packages, ${models.length} models are understood`,
    ),
    ...[...artifacts.problems, ...problems].map(({ key, problem }) => found("warning", key, problem)),
    ...unknown.map(({ name, target }) =>
      found(
        "warning",
        `Scenario/${name}`,
        `its package ${target} is not in the store: nothing is done for it`,
      )
    ),
    ...models.filter(({ pod }) => pod.restartPolicy === "Never").map(({ modelName }) =>
      found(
        "warning",
        `Pod/${modelName}`,
        "restartPolicy Never: an end is no reason to start it again, only its absence is",
      )
    ),
    found(
      "ok",
      "not mapped",
      "more than one copy of a model, pausing, states of volumes and networks, and going back to an older pod",
    ),
  ];
}

function readText(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
