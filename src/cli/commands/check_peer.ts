/** `check-peer`: the rules of the protocol, held against a NodeAgent or an ActionController that somebody else wrote. */
import { ENDPOINT_FORM, parseEndpoint } from "../../platform/config/endpoint.ts";
import { didYouMean } from "../../platform/config/suggest.ts";
import { duration } from "../../platform/config/units.ts";
import {
  PEER_KINDS,
  type PeerCheckRequest,
  type PeerKind,
  type PeerReport,
  type RuleFinding,
  type RuleVerdict,
} from "../../ports/peer_check.ts";
import { MAX_TERM } from "../../records/checks.ts";
import {
  type Arguments,
  asUsage,
  durationOf,
  formatOf,
  hasSwitch,
  integerOf,
  textOption,
  timeoutMsOf,
} from "../arguments.ts";
import { parseName, parseResourceId } from "../../state/resource_id.ts";
import { type CommandContext, Interrupted, jsonText, tableStyle } from "../context.ts";
import { EXIT_CODES, usage } from "../errors.ts";
import type { Plain } from "../format/manifest_value.ts";
import { plain, renderTable, type TableStyle, type Tone } from "../format/table.ts";
import { loadYaml } from "../format/yaml.ts";

const RESTART_WITHIN = duration({ min: "1s", max: "1h" });
const TONES: Readonly<Record<RuleVerdict, Tone>> = { passed: "good", failed: "bad", "not-tried": "faint" };
const COLUMNS = [{ title: "RULE" }, { title: "VERDICT" }, { title: "DETAIL", minWidth: 30 }];

/** Resolves to the exit code: 0 = no rule failed, 6 = one did, 3 = the peer does not answer. */
export async function runCheckPeer({ io, deps, args }: CommandContext): Promise<number> {
  const format = formatOf(args);
  if (deps.checkPeer === undefined) throw new Error("This program cannot check peers");
  const request = { ...requestOf(args), prompt: (text: string) => io.stderr(`${text}\n`), signal: io.signal };
  let report: PeerReport;
  try {
    report = await deps.checkPeer(request);
  } catch (error) {
    if (io.signal.aborted) throw new Interrupted();
    throw error;
  }
  if (io.signal.aborted) throw new Interrupted();
  const { unreachable, findings } = report;
  if (format === "json") io.stdout(jsonText(reportValue(request, report)));
  else if (format === "yaml") io.stdout((await loadYaml())([reportValue(request, report)]));
  else if (unreachable === undefined) {
    io.stdout(reportText(findings, tableStyle(io, { isCut: format !== "wide" })));
  }
  if (unreachable !== undefined) {
    io.stderr(`error: ${unreachable}\n       Does the ${request.kind} listen at ${request.address}?\n`);
    return EXIT_CODES.unreachable;
  }
  return findings.some(({ verdict }) => verdict === "failed") ? EXIT_CODES.unsound : EXIT_CODES.ok;
}

function requestOf(args: Arguments): Omit<PeerCheckRequest, "prompt" | "signal"> {
  const [kind = "", address = ""] = args.positionals;
  if (parseEndpoint(address) === undefined) {
    throw usage(`"${address}" is not an address`, `Accepted: ${ENDPOINT_FORM}.`);
  }
  const node = textOption(args, "node");
  const service = textOption(args, "service");
  const version = textOption(args, "service-version");
  const restartWithinMs = durationOf(args, "restart-within", { kind: RESTART_WITHIN, examples: "30s or 2m" });
  const isDisruptive = hasSwitch(args, "disruptive");
  if (restartWithinMs !== undefined && !isDisruptive) throw usage("--restart-within needs --disruptive");
  return {
    kind: kindOf(kind),
    address,
    isDisruptive,
    term: integerOf(args, "term", { min: 0n, max: MAX_TERM }) ?? 0n,
    timeoutMs: timeoutMsOf(args),
    ...(node === undefined ? {} : { node: asUsage(() => parseName(node, "--node")) }),
    ...(service === undefined ? {} : { service: asUsage(() => parseResourceId(service, "--service")) }),
    ...(version === undefined ? {} : { version }),
    ...(restartWithinMs === undefined ? {} : { restartWithinMs }),
  };
}

function kindOf(text: string): PeerKind {
  const kind = PEER_KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw usage(
    `There is no kind of peer "${text}"${didYouMean(text, PEER_KINDS)}`,
    `There are: ${PEER_KINDS.join(", ")}.`,
  );
}

function reportText(findings: readonly RuleFinding[], style: TableStyle): string {
  const rows = findings.map(({ rule, verdict, requirement, detail }) => [
    plain(rule),
    { text: verdict.replace("-", " "), tone: TONES[verdict] },
    plain(verdict === "failed" ? `${requirement} Seen: ${detail}` : detail),
  ]);
  return `${renderTable(COLUMNS, rows, style)}\n${sumText(findings)}\n`;
}

function sumText(findings: readonly RuleFinding[]): string {
  const count = (wanted: RuleVerdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  return `${count("passed")} passed, ${count("failed")} failed, ${count("not-tried")} not tried`;
}

function reportValue(
  { kind, address }: Pick<PeerCheckRequest, "kind" | "address">,
  { unreachable, findings }: PeerReport,
): Plain {
  return {
    kind: "PeerReport",
    peer: kind,
    address,
    ...(unreachable === undefined ? {} : { unreachable }),
    failed: findings.filter(({ verdict }) => verdict === "failed").length,
    rules: findings.map(({ rule, verdict, requirement, detail }) => ({ rule, verdict, requirement, detail })),
  };
}
