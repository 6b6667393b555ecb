/**
 * The command line of the operator: clients of the gRPC API.
 *
 * `runCli` does everything but `run` and `node`, which start daemons and belong to the program; `daemonArguments` tells the program
 * that one of them was asked for, and with what.
 */
import { messageOf } from "../kit/errors.ts";
import {
  type Arguments,
  type Invocation,
  parseInvocation,
  textOption,
  textOptions,
  timeoutMsOf,
} from "./arguments.ts";
import { addressOf } from "./daemon_address.ts";
import { CLIENT_COMMANDS, LOCAL_COMMANDS } from "./commands.ts";
import { type ClientContext, type CommandContext, Interrupted, reportError } from "./context.ts";
import { EXIT_CODES, isUserError, usage } from "./errors.ts";
import { commandHelp, programHelp } from "./help.ts";
import type { CliDeps, CliIo } from "./io.ts";
import { WRITE_PLACES } from "./write_places.ts";

/** What `run` or `node` was asked for with. */
export interface DaemonArguments {
  readonly configPath?: string;
  /** Dotted keys to text. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * The arguments of `run`, or of `node`, when that is what was asked for; undefined for everything else, help and mistakes included: those
 * are for `runCli`.
 */
export function daemonArguments(
  argv: readonly string[],
  command: "run" | "node" = "run",
): DaemonArguments | undefined {
  let invocation: Invocation;
  try {
    invocation = parseInvocation(argv);
    if (invocation.kind !== "command" || invocation.command.name !== command) return undefined;
    return readDaemonArguments(invocation.args);
  } catch (error) {
    if (isUserError(error)) return undefined;
    throw error;
  }
}

function readDaemonArguments(args: Arguments): DaemonArguments {
  const configPath = textOption(args, "config");
  const settings: Record<string, string> = {};
  for (const pair of textOptions(args, "set")) {
    const equals = pair.indexOf("=");
    if (equals < 1) throw usage(`--set: "${pair}" is not KEY=VALUE`);
    settings[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return { ...(configPath === undefined ? {} : { configPath }), settings };
}

/** Runs one command; resolves to the exit code (docs/cli.md). Never rejects. */
export async function runCli(argv: readonly string[], io: CliIo, deps: CliDeps): Promise<number> {
  try {
    const invocation = parseInvocation(argv);
    if (invocation.kind === "help") {
      const { command } = invocation;
      io.stdout(command === undefined ? programHelp() : commandHelp(command));
      return EXIT_CODES.ok;
    }
    const { command, args } = invocation;
    const context = { io, deps, args };
    deps.limitWrites(await WRITE_PLACES[command.name](context));
    const remote = CLIENT_COMMANDS[command.name];
    if (remote !== undefined) return await runRemote(await remote(), context);
    const local = LOCAL_COMMANDS[command.name];
    if (local !== undefined) return await (await local())(context);
    // Only `run` and `node` are left, and only a mistake in its arguments leads here.
    readDaemonArguments(args);
    throw new Error(`${command.name} is started by the program itself`);
  } catch (error) {
    if (error instanceof Interrupted) return EXIT_CODES.ok;
    if (isUserError(error)) return reportError(io, error);
    io.stderr(`error: ${messageOf(error)}\n`);
    return EXIT_CODES.failed;
  }
}

async function runRemote(
  command: (context: ClientContext) => Promise<number>,
  context: CommandContext,
): Promise<number> {
  const { deps, args } = context;
  const address = await addressOf(context);
  const timeoutMs = timeoutMsOf(args);
  await using client = await deps.connect(address, {
    configPath: textOption(args, "config"),
    env: context.io.env,
  });
  return await command({ ...context, client, address, timeoutMs });
}
