/** The commands that talk to the State Manager. */
import type { CommandName } from "./command_table.ts";
import { runApply } from "./commands/apply.ts";
import { runDelete } from "./commands/delete.ts";
import { runDescribe } from "./commands/describe.ts";
import { runExplain } from "./commands/explain.ts";
import { runGet } from "./commands/get.ts";
import { runHistory } from "./commands/history.ts";
import { runPlan } from "./commands/plan.ts";
import { runIsolate, runRecover, runRelease } from "./commands/trigger.ts";
import type { ClientContext } from "./context.ts";

export const CLIENT_COMMANDS: Partial<Record<CommandName, (context: ClientContext) => Promise<number>>> = {
  get: runGet,
  describe: runDescribe,
  history: runHistory,
  apply: runApply,
  delete: runDelete,
  explain: runExplain,
  plan: runPlan,
  recover: runRecover,
  isolate: runIsolate,
  release: runRelease,
};
