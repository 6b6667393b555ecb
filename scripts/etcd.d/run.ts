/**
 * The program behind `scripts/etcd run`: starts the members, says where they are once they are healthy, and ends them all on
 * SIGTERM or SIGINT, or when one of them ends. Which way the programs come from has been decided by `scripts/etcd`.
 *
 * Standard output has the one JSON line; the log of a member is shown only when something went wrong.
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { boundCommand } from "./bound_command.ts";
import { clientUrl, isHealthy, type Member, memberArguments, newMembers } from "./cluster.ts";
import { Tail } from "./tail.ts";

const HEALTHY_WITHIN_MS = 60_000;
/** A leader that ends waits for others to take over, which are ending as well: it must not take all of its seven seconds. */
const GRACE_MS = 2_000;

interface Source {
  /** Directory with etcd; empty with a container engine. */
  readonly programs: string;
  /** docker or podman; empty for programs of this machine. */
  readonly engine: string;
  readonly image: string;
}

/** A member that runs. */
interface Running {
  readonly member: Member;
  readonly child: Deno.ChildProcess;
  readonly log: Tail;
  /** Settles to what happened. */
  readonly ended: Promise<string>;
}

function containerName(member: Member): string {
  return `statemanager-etcd-${Deno.pid}-${member.name}`;
}

function command(source: Source, member: Member, members: readonly Member[], dataDir: string): Deno.Command {
  const inside = source.engine === "" ? dataDir : "/etcd-data";
  const args = memberArguments(member, members, { dataDir: inside });
  const streams = { stdin: "null", stdout: "null", stderr: "piped" } as const;
  if (source.engine === "") {
    const [program, ...rest] = boundCommand([join(source.programs, "etcd"), ...args]);
    return new Deno.Command(program, { args: rest, ...streams });
  }
  return new Deno.Command(source.engine, {
    args: [
      "run",
      "--rm",
      `--name=${containerName(member)}`,
      // The members must reach each other at loopback addresses that hold outside as well.
      "--network=host",
      ...dataDir === "" ? [] : [`--volume=${dataDir}:${inside}`],
      source.image,
      "etcd",
      ...args,
    ],
    ...streams,
  });
}

function start(source: Source, members: readonly Member[], data: string): Running[] {
  return members.map((member) => {
    const dir = data === "" ? "" : join(data, member.name);
    if (dir !== "") Deno.mkdirSync(dir, { recursive: true, mode: 0o700 });
    const child = command(source, member, members, dir).spawn();
    const ended = child.status.then(({ code }) => `member ${member.name} ended with code ${code}`);
    return { member, child, ended, log: new Tail(child.stderr) };
  });
}

async function endAll(source: Source, running: readonly Running[]): Promise<void> {
  for (const { child } of running) signal(child, "SIGTERM");
  const late = setTimeout(() => {
    for (const { child, member } of running) {
      if (source.engine !== "") removeContainer(source.engine, member);
      signal(child, "SIGKILL");
    }
  }, GRACE_MS);
  await Promise.all(running.map(({ ended }) => ended));
  clearTimeout(late);
}

function signal(child: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    child.kill(name);
  } catch {
    // It has ended already.
  }
}

function removeContainer(engine: string, member: Member): void {
  const args = ["rm", "--force", containerName(member)];
  new Deno.Command(engine, { args, stdout: "null", stderr: "null" }).outputSync();
}

/** Resolves to undefined once every member is healthy, else to the reason why not. */
async function whyNotHealthy(
  running: readonly Running[],
  stop: Promise<string>,
): Promise<string | undefined> {
  let reason: string | undefined;
  stop.then((text) => reason = text);
  const deadline = performance.now() + HEALTHY_WITHIN_MS;
  for (const { member } of running) {
    while (reason === undefined && !await isHealthy(clientUrl(member))) {
      if (performance.now() > deadline) return `not healthy within ${HEALTHY_WITHIN_MS / 1000} s`;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  return reason;
}

/** The members of a directory keep their ports, which are in their data as well; a new directory gets new ones. */
function membersOf(data: string, count: number): readonly Member[] {
  if (data === "") return newMembers(count);
  const path = join(data, "members.json");
  try {
    const members: readonly Member[] = JSON.parse(Deno.readTextFileSync(path));
    if (members.length === count) return members;
    throw new Error(
      `${data} has the data of ${members.length} members: say --members ${members.length}, or use another --data`,
    );
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const members = newMembers(count);
  Deno.mkdirSync(data, { recursive: true });
  Deno.writeTextFileSync(path, `${JSON.stringify(members)}\n`);
  return members;
}

async function run(source: Source, members: readonly Member[], data: string): Promise<void> {
  const signalled = Promise.withResolvers<string>();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(name, () => signalled.resolve(""));
  }
  const running = start(source, members, data);
  const stop = Promise.race([signalled.promise, ...running.map(({ ended }) => ended)]);
  const failure = await whyNotHealthy(running, stop);
  if (failure === undefined) {
    const endpoints = members.map((member) => clientUrl(member));
    console.log(JSON.stringify({ endpoints, pids: running.map(({ child }) => child.pid) }));
  }
  const reason = failure ?? await stop;
  // Taken before the end, whose log says nothing about the reason.
  const logs = running.map(({ member, log }) => `--- ${member.name}\n${log.text.trimEnd()}`);
  await endAll(source, running);
  if (reason !== "") throw new Error(`${reason}; the ends of the logs:\n${logs.join("\n")}`);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      programs: { type: "string", default: "" },
      engine: { type: "string", default: "" },
      image: { type: "string", default: "" },
      members: { type: "string", default: "1" },
      data: { type: "string", default: "" },
    },
  });
  // Without --data a container keeps its data inside, where it goes away with it.
  const isOwnDir = values.data === "" && values.engine === "";
  const own = isOwnDir ? Deno.makeTempDirSync({ prefix: "statemanager-etcd-" }) : "";
  const data = values.data === "" ? own : resolve(values.data);
  try {
    await run(values, membersOf(data, Number(values.members)), data);
    return 0;
  } catch (error) {
    console.error(`scripts/etcd: ${error instanceof Error ? error.message : error}`);
    return 1;
  } finally {
    if (isOwnDir) Deno.removeSync(own, { recursive: true });
  }
}

Deno.exit(await main());
