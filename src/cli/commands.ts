/** What runs each command. Nobody waits for what the others need: each is loaded when it is asked for. */
import type { CommandName } from "./command_table.ts";
import type { ClientContext, CommandContext } from "./context.ts";

type Loaders<Context> = Partial<Record<CommandName, () => Promise<(context: Context) => Promise<number>>>>;

/** Those that talk to the State Manager. */
export const CLIENT_COMMANDS: Loaders<ClientContext> = {
  get: async () => (await import("./commands/get.ts")).runGet,
  describe: async () => (await import("./commands/describe.ts")).runDescribe,
  history: async () => (await import("./commands/history.ts")).runHistory,
  apply: async () => (await import("./commands/apply.ts")).runApply,
  status: async () => (await import("./commands/status.ts")).runStatus,
  top: async () => (await import("./commands/top.ts")).runTop,
  graph: async () => (await import("./commands/graph.ts")).runGraph,
  nodes: async () => (await import("./commands/nodes.ts")).runNodes,
  instances: async () => (await import("./commands/instances.ts")).runInstances,
  alerts: async () => (await import("./commands/alerts.ts")).runAlerts,
  logs: async () => (await import("./commands/logs.ts")).runLogs,
  diff: async () => (await import("./commands/diff.ts")).runDiff,
  wait: async () => (await import("./commands/wait.ts")).runWait,
  delete: async () => (await import("./commands/delete.ts")).runDelete,
  explain: async () => (await import("./commands/explain.ts")).runExplain,
  plan: async () => (await import("./commands/plan.ts")).runPlan,
  recover: async () => (await import("./commands/trigger.ts")).runRecover,
  isolate: async () => (await import("./commands/trigger.ts")).runIsolate,
  release: async () => (await import("./commands/trigger.ts")).runRelease,
  "term adopt": async () => (await import("./commands/term.ts")).runTermAdopt,
};

/** Those that need no State Manager. */
export const LOCAL_COMMANDS: Loaders<CommandContext> = {
  "check-peer": async () => (await import("./commands/check_peer.ts")).runCheckPeer,
  doctor: async () => (await import("./commands/doctor.ts")).runDoctor,
  "journal inspect": async () => (await import("./commands/journal.ts")).runJournalInspect,
  "journal verify": async () => (await import("./commands/journal.ts")).runJournalVerify,
  "journal export": async () => (await import("./commands/journal.ts")).runJournalExport,
  "journal import": async () => (await import("./commands/journal.ts")).runJournalImport,
  "journal replay": async () => (await import("./commands/replay.ts")).runJournalReplay,
  "config show": async () => (await import("./commands/config_show.ts")).runConfigShow,
  "config check": async () => (await import("./commands/local.ts")).runConfigCheck,
  "node check": async () => (await import("./commands/local.ts")).runNodeCheck,
  "pullpiri check": async () => (await import("./commands/pullpiri.ts")).runPullpiriCheck,
  completion: async () => (await import("./commands/completion.ts")).runCompletion,
  version: async () => (await import("./commands/local.ts")).runVersion,
};
