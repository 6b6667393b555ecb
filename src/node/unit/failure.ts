/** What a refusal of systemd means for a workload. */
import { truncateBytes } from "../../records/checks.ts";
import type { DriverFailure, FailureKind } from "../driver.ts";
import type { BusAnswer } from "./bus.ts";
import type { UnitSight } from "./systemd.ts";

const MAX_MESSAGE_BYTES = 1_024;

/** By the last part of the D-Bus error's name. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  NoSuchUnit: "program-missing",
  UnitMasked: "program-broken",
  BadUnitSetting: "program-broken",
  LoadFailed: "program-broken",
  AccessDenied: "refused",
  InteractiveAuthorizationRequired: "refused",
  OnlyByDependency: "refused",
  LimitsExceeded: "limit",
  NoSuchProcess: "not-found",
  ServiceUnknown: "runtime-away",
  NameHasNoOwner: "runtime-away",
  NoReply: "timed-out",
  Disconnected: "runtime-away",
};

export function failure(kind: FailureKind, message: string): DriverFailure {
  return { kind, message: truncateBytes(message, MAX_MESSAGE_BYTES) };
}

export function failureOfAnswer(
  answer: Exclude<BusAnswer, { kind: "answered" }>,
  what: string,
  socket: string,
): DriverFailure {
  switch (answer.kind) {
    case "away":
      return failure(
        "runtime-away",
        `${what}: systemd does not answer on the bus at ${socket} (${answer.why})`,
      );
    case "slow":
      return failure("timed-out", `${what}: systemd gave no answer within ${answer.afterMs} ms`);
    case "refused": {
      const name = answer.name.slice(answer.name.lastIndexOf(".") + 1);
      return failure(KINDS[name] ?? "refused", `${what}: ${answer.message || name}`);
    }
  }
}

/** Why the unit cannot be started at all; undefined = nothing speaks against it. */
export function loadFailure(
  { loadState, loadError }: UnitSight,
  unit: string,
  what: string,
): DriverFailure | undefined {
  switch (loadState) {
    case "loaded":
      return undefined;
    case "not-found":
      return failure(
        "program-missing",
        `${what}: there is no unit ${unit}; is it installed, and was systemd reloaded?`,
      );
    case "masked":
      return failure(
        "program-broken",
        `${what}: unit ${unit} is masked; systemctl unmask ${unit} allows it to start`,
      );
    default:
      return failure("program-broken", `${what}: unit ${unit} cannot be loaded (${loadState}): ${loadError}`);
  }
}
