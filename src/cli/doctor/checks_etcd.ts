/** etcd and who of several instances leads. Pure. */
import { bytesText } from "../format/journal_text.ts";
import type { EtcdEndpointFacts, EtcdFacts } from "../../ports/etcd_facts.ts";
import type { MachineFacts, WantedFacts } from "./facts.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

/** etcd's own, where it does not say another one (--quota-backend-bytes). */
const DEFAULT_QUOTA_BYTES = 2_147_483_648;
/** Share of the quota above which somebody should look. */
const FULL_SHARE = 0.8;
/** Oldest version that is supported. */
const OLDEST = [3, 4] as const;

type ReadKeys = Extract<EtcdFacts["keys"], { readonly kind: "read" }>;
type Answered = Extract<EtcdEndpointFacts["found"], { readonly kind: "answered" }>;

export function checkEtcd({ etcd, wanted }: Pick<MachineFacts, "etcd" | "wanted">): readonly Finding[] {
  if (etcd === undefined) return [ok("etcd", "not configured: the journal alone is the store")];
  const endpoints = etcd.endpoints.flatMap((endpoint) => checkEndpoint(endpoint, etcd));
  // Where nobody answers there is nothing more to say.
  if (etcd.endpoints.every(({ found }) => found.kind === "failed")) return endpoints;
  return [...endpoints, ...checkQuorum(etcd), ...checkKeys(etcd, wanted)];
}

function checkEndpoint({ address, found }: EtcdEndpointFacts, etcd: EtcdFacts): readonly Finding[] {
  const check = `etcd ${address}`;
  if (found.kind === "failed") {
    const advice =
      "Does etcd run there (systemctl status etcd), is the address right, do certificates and password fit? " +
      "The State Manager goes on with its journal meanwhile.";
    return [problem(check, found.message, advice)];
  }
  if (!isSupported(found.version)) {
    return [
      problem(check, `version ${found.version} is too old`, "etcd 3.4 or newer is needed: upgrade it."),
    ];
  }
  if (found.alarms.includes("NOSPACE")) {
    return [problem(check, "NOSPACE: its database is full, writes are refused", noSpaceAdvice(etcd))];
  }
  const [alarm] = found.alarms;
  if (alarm !== undefined) {
    const advice =
      "Replace this member: etcdctl member remove, then add it again with an empty data directory.";
    return [problem(check, `alarm ${alarm}`, advice)];
  }
  if (!found.hasLeader) {
    const advice = "More than half of the members must run and reach one another: look at the others.";
    return [problem(check, "it has no leader: writes are refused", advice)];
  }
  return [checkSize(check, found, etcd)];
}

function checkSize(check: string, { version, dbSizeBytes, quotaBytes }: Answered, etcd: EtcdFacts): Finding {
  const limit = quotaBytes ?? DEFAULT_QUOTA_BYTES;
  const ofWhat = quotaBytes === undefined ? `${bytesText(limit)} (etcd's default quota)` : bytesText(limit);
  const message = `version ${version}, database ${bytesText(dbSizeBytes)} of ${ofWhat}`;
  return dbSizeBytes < FULL_SHARE * limit ? ok(check, message) : warning(check, message, noSpaceAdvice(etcd));
}

/** The exact commands, in their order. */
function noSpaceAdvice({ endpoints }: EtcdFacts): string {
  const at = `--endpoints=${endpoints.map(({ address }) => address).join(",")}`;
  return [
    "Compact, defragment each member, then disarm (with the certificates of your etcd):",
    `rev=$(etcdctl ${at} endpoint status -w json | grep -o '"revision":[0-9]*' | head -1 | cut -d: -f2)`,
    `etcdctl ${at} compact "$rev"`,
    `etcdctl ${at} defrag --command-timeout=60s`,
    `etcdctl ${at} alarm disarm`,
    "Then set --auto-compaction-mode=periodic --auto-compaction-retention=1h for etcd.",
  ].join("\n");
}

function checkQuorum({ endpoints }: EtcdFacts): readonly Finding[] {
  const check = "etcd quorum";
  if (endpoints.length < 2) return [];
  const answered = endpoints.filter(({ found }) => found.kind === "answered").length;
  const message = `${answered} of ${endpoints.length} members answer`;
  if (answered * 2 <= endpoints.length) {
    return [
      problem(check, message, "More than half must answer before anything is written: start the others."),
    ];
  }
  return answered === endpoints.length
    ? [ok(check, message)]
    : [warning(check, message, "One more may be lost at most.")];
}

function grantAdvice(prefix: string): string {
  return `The user or certificate needs read and write on ${prefix}: etcdctl role grant-permission.`;
}

function checkKeys({ prefix, keys }: EtcdFacts, { isHaEnabled, instance }: WantedFacts): readonly Finding[] {
  const check = "etcd keys";
  if (keys.kind === "failed") {
    return [problem(check, `${prefix} cannot be read: ${keys.message}`, grantAdvice(prefix))];
  }
  const schema = keys.hasSchema
    ? ok(check, `${prefix}meta/schema is there`)
    : warning(check, `${prefix} is empty`, "The State Manager writes there once it runs with this etcd.");
  const found = [schema, ...checkWrites(prefix, keys), ...checkNodes(prefix, keys)];
  if (!isHaEnabled) return found;
  if (keys.leader === undefined) {
    const advice = "No instance leads, so nobody acts: is one running? The first to get the lease leads.";
    return [...found, problem("leader", "nobody leads", advice)];
  }
  const self = keys.leader === instance ? " (this instance)" : "";
  return [...found, ok("leader", `${keys.leader}${self}`)];
}

function checkWrites(prefix: string, { isWritable }: ReadKeys): readonly Finding[] {
  if (isWritable) return [];
  const advice = `${
    grantAdvice(prefix)
  }\nA full database and a lost quorum refuse writes as well: see above.`;
  return [problem("etcd writes", `${prefix} can be read but not written`, advice)];
}

/** Nodes that registered themselves. */
function checkNodes(prefix: string, { nodes }: ReadKeys): readonly Finding[] {
  const known = nodes.flatMap(({ node, address }) => address === undefined ? [] : [`${node} ${address}`]);
  const unreadable = nodes.filter(({ problem }) => problem !== undefined).map(({ node, problem }) =>
    warning(
      `node ${node}`,
      `its registration in etcd cannot be read: ${problem}`,
      `The key is ${prefix}nodes/${node}; its NodeAgent writes it when it starts.`,
    )
  );
  return [...(known.length === 0 ? [] : [ok("registered nodes", known.join(", "))]), ...unreadable];
}

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}
