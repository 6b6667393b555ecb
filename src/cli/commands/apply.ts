/** `statemanagerd apply`: what the files want becomes the desired state, all of it or nothing. */
import type { AppliedChange, SpecChange } from "../../manager/serve/api.ts";
import { hasSwitch } from "../arguments.ts";
import { type ClientContext, withDeadline } from "../context.ts";
import { refuseIfNeeded } from "../dependents.ts";
import { EXIT_CODES } from "../errors.ts";
import { changeOf } from "../manifest/manifest.ts";
import { readManifests } from "../manifest/read_manifests.ts";
import { showProgress } from "../progress.ts";

/** For the history. */
const REASON = "statemanagerd apply";

/** Runs it; resolves to the exit code. */
export async function runApply(context: ClientContext): Promise<number> {
  const { io, args, client, timeoutMs } = context;
  const manifests = await readManifests(context, { name: "apply", done: "applied" });
  const changes = manifests.map((manifest) => changeOf(manifest, REASON));
  const isDryRun = hasSwitch(args, "dry-run");
  if (!isDryRun) await refuseIfNeeded(context, changes.filter(isStop).map(idOf), "applies them");
  const what = isDryRun ? "Cannot check the changes" : "Cannot apply";
  using _progress = showProgress(io, () => `Applying ${changes.length} services`);
  const applied = await withDeadline(
    context,
    { timeoutMs, what },
    (signal) => client.apply(changes, { isDryRun, signal }),
  );
  const note = isDryRun ? " (dry run)" : "";
  io.stdout(applied.map((one) => `${one.resourceId} ${outcomeOf(one)}${note}\n`).join(""));
  return EXIT_CODES.ok;
}

/** Whether what runs now would not run any more. */
function isStop({ spec }: SpecChange): boolean {
  return spec !== undefined && (spec.state !== "Running" || spec.replicas === 0);
}

function idOf({ resourceId }: SpecChange): SpecChange["resourceId"] {
  return resourceId;
}

function outcomeOf({ generation, isChanged }: AppliedChange): string {
  if (!isChanged) return "unchanged";
  return generation === 1n ? "created" : `configured (generation ${generation})`;
}
