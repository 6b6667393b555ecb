/**
 * `statemanagerd instances`: who leads, since when and in which term, and how far each instance is.
 *
 * The instance at the address knows the others; each of them is then asked itself, so that what is shown of it is what it says. The leader knows
 * best for how long it leads; where it does not answer, the others know for how long they have known.
 */
import type { CliClient } from "../../client/client.ts";
import { Deadline } from "../../kit/deadline.ts";
import { messageOf } from "../../kit/errors.ts";
import type { InstanceInfo, InstanceList } from "../../ports/instances.ts";
import { textOption } from "../arguments.ts";
import { type ClientContext, tableStyle, withDeadline } from "../context.ts";
import { EXIT_CODES } from "../errors.ts";
import { type InstanceAnswer, instanceNotes, instanceTable, reportsOf } from "../format/instance_table.ts";
import { toPlain } from "../format/manifest_value.ts";
import { listFormatOf, printList } from "../output.ts";

/** For all others together; the one at the address has the time that the user gave. */
const OTHERS_MS = 2_000;

/** Runs it; resolves to the exit code. */
export async function runInstances(context: ClientContext): Promise<number> {
  const { io, args } = context;
  const format = listFormatOf(args);
  const { asked, answers } = await readInstances(context);
  const all = reportsOf(asked, answers);
  const names = args.positionals;
  const reports = names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
  const { self, leader, ageMs } = asked;
  await printList(io, format, {
    value: toPlain({ kind: "InstanceList", self, leader, ageMs, instances: reports }),
    names: reports.map(({ name }) => name),
    table: (look) => instanceTable(reports, look, tableStyle(io, { isCut: !look.isWide })),
  });
  for (const note of instanceNotes(asked, all)) io.stderr(`${note}\n`);
  const missing = names.filter((name) => !all.some((report) => report.name === name));
  for (const name of missing) io.stderr(`error: The instance ${name} is not known to ${self}\n`);
  return missing.length === 0 ? EXIT_CODES.ok : EXIT_CODES.notFound;
}

async function readInstances(
  context: ClientContext,
): Promise<{ readonly asked: InstanceList; readonly answers: ReadonlyMap<string, InstanceAnswer> }> {
  const { client, timeoutMs } = context;
  const [asked, status] = await withDeadline(
    context,
    { timeoutMs, what: "Cannot list the instances" },
    (signal) => Promise.all([client.instances(signal), client.status(signal)]),
  );
  const answers = new Map<string, InstanceAnswer>([[asked.self, { kind: "answered", status, list: asked }]]);
  using deadline = new Deadline(context.io.clock, Math.min(timeoutMs, OTHERS_MS), context.io.signal);
  const others = asked.instances.filter(({ name }) => name !== asked.self);
  await Promise.all(others.map(async (other) => {
    answers.set(other.name, await ask(context, other, deadline.signal));
  }));
  return { asked, answers };
}

/** The first address at which the instance itself answers. Never rejects. */
async function ask(
  { deps, args, io }: ClientContext,
  { name, addresses }: InstanceInfo,
  signal: AbortSignal,
): Promise<InstanceAnswer> {
  const reachable = addresses.filter((address) => !address.startsWith("unix:"));
  let why = addresses.length === 0
    ? "it says no address"
    : "it listens on a socket of its computer only (ha.advertise)";
  for (const address of reachable) {
    try {
      await using client = await deps.connect(address, {
        configPath: textOption(args, "config"),
        env: io.env,
      });
      const answer = await both(client, signal);
      if (answer.list.self === name) return answer;
      // Where several have the same address of their own computers.
      why = `instance ${answer.list.self} answers at ${address} (ha.advertise)`;
    } catch (error) {
      why = signal.aborted ? `no answer at ${address}` : messageOf(error);
    }
  }
  return { kind: "silent", why };
}

async function both(
  client: CliClient,
  signal: AbortSignal,
): Promise<Extract<InstanceAnswer, { kind: "answered" }>> {
  const [status, list] = await Promise.all([client.status(signal), client.instances(signal)]);
  return { kind: "answered", status, list };
}
