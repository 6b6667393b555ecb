/** The instances as rows: what each says of itself, beside what is known of those that do not answer. Pure. */
import type { VersionedStatus } from "../../client/state_manager.ts";
import type { InstanceInfo, InstanceList } from "../../ports/instances.ts";
import { ageText } from "./age.ts";
import { type Cell, type Column, plain, renderTable, type TableStyle } from "./table.ts";

/** What one instance says, or why nothing is known of it. */
export type InstanceAnswer =
  | { readonly kind: "answered"; readonly status: VersionedStatus; readonly list: InstanceList }
  | { readonly kind: "silent"; readonly why: string };

export interface InstanceReport {
  readonly name: string;
  /** `unknown`: it does not answer, and is not known to lead. */
  readonly role: "leader" | "standby" | "unknown";
  /** It answered; `silent`: it is registered and does not answer; `gone`: it is not registered any more. */
  readonly state: "answers" | "silent" | "gone";
  /** Why it does not answer. */
  readonly why?: string;
  /** For how long it leads; only of the leader. */
  readonly leadsForMs?: number;
  readonly term?: bigint;
  readonly revision?: bigint;
  /** Revisions that the leader has and this one has not; not set = not known. */
  readonly behind?: bigint;
  readonly isStale?: boolean;
  /** What it tells is at most so old; not set = not known. */
  readonly stalenessMs?: number;
  readonly version: string;
  readonly upForMs: number;
  readonly seenMs: number;
  readonly addresses: readonly string[];
}

/** One report an instance, by name. */
export function reportsOf(
  asked: InstanceList,
  answers: ReadonlyMap<string, InstanceAnswer>,
): readonly InstanceReport[] {
  const leaderRevision = revisionOfLeader(answers);
  return asked.instances.map((info): InstanceReport => {
    const answer = answers.get(info.name);
    const known = {
      ...{ name: info.name, version: info.version, upForMs: info.uptimeMs, seenMs: info.seenMs },
      addresses: info.addresses,
    };
    if (answer?.kind !== "answered") return { ...known, ...silent(info, asked, answer?.why) };
    const { status, list } = answer;
    const { role, term, revision, isStale, stalenessMs, version } = status;
    const behind = leaderRevision === undefined ? undefined : max0(leaderRevision - revision);
    return {
      ...known,
      ...{ role, state: "answers", term, revision, isStale, version, upForMs: status.uptimeMs },
      ...(role === "leader" ? { leadsForMs: list.leaderMs } : {}),
      ...(behind === undefined ? {} : { behind }),
      ...(stalenessMs === undefined ? {} : { stalenessMs }),
    };
  });
}

function silent(
  { name, isRegistered }: InstanceInfo,
  { leader, leaderMs }: InstanceList,
  why: string | undefined,
): Pick<InstanceReport, "role" | "state" | "why" | "leadsForMs"> {
  const isLeader = leader === name;
  return {
    role: isLeader ? "leader" : "unknown",
    state: isRegistered ? "silent" : "gone",
    ...(isLeader ? { leadsForMs: leaderMs } : {}),
    ...(why === undefined ? {} : { why }),
  };
}

function revisionOfLeader(answers: ReadonlyMap<string, InstanceAnswer>): bigint | undefined {
  for (const answer of answers.values()) {
    if (answer.kind === "answered" && answer.status.role === "leader") return answer.status.revision;
  }
  return undefined;
}

function max0(value: bigint): bigint {
  return value > 0n ? value : 0n;
}

const COLUMNS: readonly Column[] = [
  { title: "INSTANCE" },
  { title: "ROLE" },
  { title: "LEADS", spareRank: 3 },
  { title: "TERM", isRightAligned: true },
  { title: "REVISION", isRightAligned: true },
  { title: "BEHIND", isRightAligned: true, spareRank: 2 },
  { title: "AGE", isRightAligned: true },
  { title: "VERSION", minWidth: 6, spareRank: 1 },
];
const WIDE_COLUMNS: readonly Column[] = [...COLUMNS, { title: "UP" }, { title: "ADDRESS" }, {
  title: "NOTE",
}];

export function instanceTable(
  reports: readonly InstanceReport[],
  { isWide, isHeadless }: { readonly isWide: boolean; readonly isHeadless: boolean },
  style: TableStyle,
): string {
  if (reports.length === 0) return "";
  const rows = reports.map((report) => rowOf(report, isWide));
  return renderTable(isWide ? WIDE_COLUMNS : COLUMNS, rows, { ...style, isHeadless });
}

function rowOf(report: InstanceReport, isWide: boolean): readonly Cell[] {
  const { leadsForMs, term, revision, behind, isStale, stalenessMs } = report;
  const isBehind = behind !== undefined && behind > 0n;
  return [
    plain(report.name),
    roleCell(report),
    plain(leadsForMs === undefined ? "-" : ageText(leadsForMs)),
    plain(term ?? "-"),
    plain(revision ?? "-"),
    { text: behind === undefined ? "-" : `${behind}`, tone: isBehind ? "busy" : "plain" },
    { text: stalenessText(report.state, stalenessMs), tone: isStale === true ? "bad" : "plain" },
    plain(report.version),
    ...(isWide
      ? [plain(ageText(report.upForMs)), plain(report.addresses.join(",") || "-"), plain(noteOf(report))]
      : []),
  ];
}

function roleCell({ role, state, isStale }: InstanceReport): Cell {
  if (state === "gone") return { text: "gone", tone: "bad" };
  if (state === "silent") return { text: role === "leader" ? "leader?" : "silent", tone: "bad" };
  if (role === "leader") return { text: "leader", tone: "good" };
  return isStale === true ? { text: "standby, stale", tone: "bad" } : plain("standby");
}

function stalenessText(state: InstanceReport["state"], stalenessMs: number | undefined): string {
  if (state !== "answers") return "-";
  if (stalenessMs === undefined) return "unknown";
  return stalenessMs < 1_000 ? `${Math.round(stalenessMs)}ms` : ageText(stalenessMs);
}

function noteOf({ state, seenMs, why }: InstanceReport): string {
  if (state === "gone") return `registered until ${ageText(seenMs)} ago`;
  return why ?? "-";
}

/** A list that is not read again for so long shows that etcd does not answer. */
const OLD_MS = 15_000;

/** What a person should know beside the rows. */
export function instanceNotes(
  { self, leader, ageMs }: InstanceList,
  reports: readonly InstanceReport[],
): readonly string[] {
  const answer = reports.filter(({ state }) => state === "answers");
  const leads = answer.some(({ role }) => role === "leader");
  // Whoever is cut off from etcd names the last one that led; that one knows better.
  const mayLead = leader !== "" && !answer.some(({ name }) => name === leader);
  return [
    ...(!leads && !mayLead ? [`No instance leads, as far as ${self} knows.`] : []),
    ...(ageMs >= OLD_MS
      ? [`The instances are those of ${ageText(ageMs)} ago: ${self} has not heard of etcd since.`]
      : []),
    ...reports.filter(({ state }) => state === "gone").map(({ name, seenMs }) =>
      `${name} is gone: it renewed its registration ${ageText(seenMs)} ago.`
    ),
  ];
}
