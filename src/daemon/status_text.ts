/** The status line for `systemctl status`: the role of this instance, and its problems. */
import type { ManagerStatus } from "../manager/serve/api.ts";

/** Nodes that are named, at most. */
const MAX_NAMED = 3;

export function statusText(status: ManagerStatus, problems: readonly string[] = []): string {
  return [`${roleOf(status)}: ${count(status.services, "service")}`, ...problemsOf(status), ...problems].join(
    "; ",
  );
}

function roleOf({ role, leader, isStale }: ManagerStatus): string {
  if (role === "leader") return "Active";
  if (leader === "") return "Standby, no leader is known";
  return `Standby${isStale ? " (stale)" : ""}, the leader is ${leader}`;
}

/** A standby is connected to no nodes and no controller. */
function problemsOf({ role, nodes, isControllerReachable }: ManagerStatus): readonly string[] {
  if (role === "standby") return [];
  const silent = nodes.filter(({ isConnected }) => !isConnected).map(({ node }) => node);
  const named = silent.slice(0, MAX_NAMED).join(", ");
  const more = silent.length > MAX_NAMED ? ` and ${silent.length - MAX_NAMED} more` : "";
  return [
    ...(silent.length > 0
      ? [`${silent.length} of ${count(nodes.length, "node")} unreachable: ${named}${more}`]
      : []),
    ...(isControllerReachable ? [] : ["the ActionController does not answer"]),
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
