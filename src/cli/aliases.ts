/** Words that people type because another tool has them: what they mean here, or which command does it. */
import type { CommandName } from "./command_info.ts";

/** What is answered as the command. */
export const ALIASES: Readonly<Record<string, CommandName>> = {
  list: "get",
  ls: "get",
  deps: "graph",
  alert: "alerts",
  info: "status",
  ps: "get",
  show: "describe",
  log: "logs",
  events: "history",
  rm: "delete",
  restart: "recover",
  why: "explain",
};

/** What is only pointed to: the command needs more than the word says. */
export const HINTS: Readonly<Record<string, string>> = {
  start:
    "A service is started by its spec: statemanagerd apply -f FILE with `state: Running`, or `release NAME` when it is isolated.",
  stop:
    "statemanagerd isolate NAME --reason TEXT stops a service until it is released; `state: Pending` in its spec keeps it stopped.",
  kill: "statemanagerd recover NAME replaces a service that hangs; isolate NAME --reason TEXT stops it.",
  create: "statemanagerd apply -f FILE creates services.",
  edit: "statemanagerd get NAME -o yaml > FILE, edit it, then statemanagerd apply -f FILE.",
  scale:
    "`replicas` in the spec: statemanagerd get NAME -o yaml > FILE, edit it, then statemanagerd apply -f FILE.",
  rollout:
    "`version` in the spec: statemanagerd apply -f FILE; statemanagerd wait NAME waits until it is ready.",
  watch: "statemanagerd get -w follows services, statemanagerd history -w follows events.",
  exec: "The State Manager runs no commands in services.",
  enable: "systemctl enable statemanager starts the State Manager with the machine.",
  disable: "systemctl disable statemanager keeps the State Manager from starting with the machine.",
  cordon: "`nodes` in the spec says where a service may run: statemanagerd apply -f FILE.",
  drain: "`nodes` in the spec says where a service may run; recover NAME --action Relocate moves one away.",
};
