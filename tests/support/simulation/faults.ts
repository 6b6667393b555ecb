/**
 * What each entry of a schedule does to the world. An entry that lasts answers how it ends.
 *
 * I1: two entries of one kind may overlap: faults are counted, not set.
 * I2: an entry that makes no sense where it finds itself does nothing.
 */
import { beginControllerFault } from "./faults_controller.ts";
import { beginEtcdFault } from "./faults_etcd.ts";
import { beginHabit } from "./faults_habits.ts";
import { beginManagerFault } from "./faults_manager.ts";
import { beginNodeFault } from "./faults_node.ts";
import { beginSetback } from "./faults_setback.ts";
import {
  CONTROLLER_KINDS,
  ETCD_KINDS,
  HABIT_KINDS,
  LATER_OPERATION_KINDS,
  MANAGER_KINDS,
  NODE_KINDS,
  OPERATION_KINDS,
  SETBACK_KINDS,
  type SimEvent,
} from "./model.ts";
import { operate } from "./operations.ts";
import type { World } from "./world.ts";

export type EndOfFault = () => void;

/** Begins it; the answer ends it. */
export function begin(world: World, event: SimEvent): EndOfFault | undefined {
  const { kind } = event;
  if (isOneOf([...OPERATION_KINDS, ...LATER_OPERATION_KINDS], kind)) return void operate(world, kind, event);
  if (isOneOf(NODE_KINDS, kind)) return beginNodeFault(world, kind, event);
  if (isOneOf(CONTROLLER_KINDS, kind)) return beginControllerFault(world, kind, event);
  if (isOneOf(MANAGER_KINDS, kind)) return beginManagerFault(world, kind, event);
  if (isOneOf(ETCD_KINDS, kind)) return beginEtcdFault(world, kind, event);
  if (isOneOf(HABIT_KINDS, kind)) return beginHabit(world, kind, event);
  if (isOneOf(SETBACK_KINDS, kind)) return beginSetback(world, kind, event);
  return undefined;
}

function isOneOf<const T extends readonly string[]>(kinds: T, kind: string): kind is T[number] {
  return kinds.includes(kind);
}
