/**
 * What each command writes to. Everything else it gives back before it begins.
 *
 * I1  A command without a row fails the type check.
 */
import { join, resolve } from "node:path";
import { socketOf } from "../platform/config/endpoint.ts";
import { JOURNAL_FILE, partsOfExport } from "../ports/journal_tools.ts";
import { textOption } from "./arguments.ts";
import type { CommandName } from "./command_table.ts";
import type { CommandContext } from "./context.ts";
import { addressOf, typedAddress } from "./daemon_address.ts";

type Places = (context: CommandContext) => readonly string[] | Promise<readonly string[]>;

const none: Places = () => [];

/** Whoever connects to a socket must be allowed to write to it. */
const server = async (context: CommandContext): Promise<readonly string[]> =>
  socketOf(await addressOf(context));

/** The address is an argument. */
const peer = ({ args }: CommandContext): readonly string[] => socketOf(args.positionals[1] ?? "");

function configured(
  { args, io, deps }: CommandContext,
): ReturnType<CommandContext["deps"]["configuredPlaces"]> {
  return deps.configuredPlaces(textOption(args, "config"), io.env);
}

async function stateDir(context: CommandContext): Promise<readonly string[]> {
  const places = await configured(context);
  return places === undefined ? [] : [places.stateDir];
}

/** To read a journal SQLite makes two files beside it, and takes them away again. */
async function journal(context: CommandContext): Promise<readonly string[]> {
  const [file] = context.args.positionals;
  if (file !== undefined) return [resolve(file)];
  return (await stateDir(context)).map((dir) => join(dir, JOURNAL_FILE));
}

async function journalAndExport(context: CommandContext): Promise<readonly string[]> {
  const file = textOption(context.args, "file") ?? "-";
  const exported = file === "-" ? [] : partsOfExport(file).map((part) => resolve(part));
  return [...await journal(context), ...exported];
}

async function journalAndPeers(context: CommandContext): Promise<readonly string[]> {
  const places = await configured(context);
  const found = places === undefined ? [] : [join(places.stateDir, JOURNAL_FILE), ...places.sockets];
  return [...await server(context), ...found];
}

/** Peers may be reached by their sockets. */
async function peers(context: CommandContext): Promise<readonly string[]> {
  return (await configured(context))?.sockets ?? [];
}

export const WRITE_PLACES: Readonly<Record<CommandName, Places>> = {
  // The daemon is not run from here.
  run: none,
  node: none,
  get: server,
  describe: server,
  logs: server,
  history: server,
  explain: server,
  plan: server,
  apply: server,
  delete: server,
  status: server,
  top: server,
  graph: server,
  nodes: server,
  // Others are asked over the network.
  instances: server,
  alerts: server,
  diff: server,
  wait: server,
  recover: server,
  isolate: server,
  release: server,
  "term adopt": server,
  doctor: journalAndPeers,
  "check-peer": peer,
  "journal inspect": journal,
  "journal verify": journal,
  "journal export": journalAndExport,
  "journal import": stateDir,
  "journal replay": none,
  "config check": none,
  "config show": none,
  completion: async (context) => socketOf(await typedAddress(context)),
  "node check": none,
  "pullpiri check": peers,
  version: none,
};
