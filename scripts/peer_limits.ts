/** Every quantity that a peer controls: its limit, what happens at it, where that is seen, and the test at the limit and one beyond. */
import type { Limits } from "../src/http2/limits.ts";

export interface PeerLimit {
  /** What the peer controls. */
  readonly what: string;
  /** A setting, or `fixed`. */
  readonly limit: string;
  readonly default: string;
  readonly atLimit: string;
  /** A metric, or what is in the log; "" = nowhere: only the peer is told. */
  readonly seen: string;
  /** File, and the name of the test or a part of it. */
  readonly test: readonly [file: string, name: string];
}

const CONNECTION_TESTS = "tests/unit/http2/limits_test.ts";
const FACE_TESTS = "tests/integration/http2/face_test.ts";
const DOOR_TESTS = "tests/integration/grpc/door_test.ts";
const PLACES_TESTS = "tests/integration/grpc/places_test.ts";
const BAD_INPUT = "tests/unit/grpc/bad_input_api_test.ts";
const overflows = (name: string) => `\`statemanager_buffer_overflows_total{buffer="${name}"}\``;
const GOAWAY = "GOAWAY; the connection is closed";

/** One of a connection: the test of every one of them has its name. */
function ofConnection(
  name: keyof Limits,
  row: Omit<PeerLimit, "test" | "seen" | "limit"> & Partial<PeerLimit>,
): PeerLimit {
  return { limit: "fixed", seen: "", test: [CONNECTION_TESTS, name], ...row };
}

/** Those of src/http2/limits.ts. */
export const CONNECTION_LIMITS: { readonly [K in keyof Limits]: PeerLimit } = {
  maxFrameBytes: ofConnection("maxFrameBytes", {
    ...{ what: "bytes of a frame", default: "16 KiB", atLimit: `FRAME_SIZE_ERROR, ${GOAWAY}` },
  }),
  maxHeaderListBytes: ofConnection("maxHeaderListBytes", {
    ...{ what: "bytes of a decoded header list", default: "64 KiB", atLimit: "the stream is reset" },
  }),
  maxHeaderFields: ofConnection("maxHeaderFields", {
    ...{ what: "fields of a header list", default: "512", atLimit: "the stream is reset" },
  }),
  maxHeaderBlockBytes: ofConnection("maxHeaderBlockBytes", {
    ...{ what: "bytes of a header block over all its frames", default: "256 KiB", atLimit: GOAWAY },
  }),
  maxContinuationFrames: ofConnection("maxContinuationFrames", {
    ...{ what: "CONTINUATION frames of a block", default: "64", atLimit: GOAWAY },
  }),
  headerTableBytes: ofConnection("headerTableBytes", {
    ...{ what: "bytes of the HPACK table", default: "4 KiB", atLimit: `COMPRESSION_ERROR, ${GOAWAY}` },
  }),
  maxConcurrentStreams: ofConnection("maxConcurrentStreams", {
    ...{ what: "calls at once on a connection", limit: "`limits.streams_per_connection`", default: "128" },
    ...{ atLimit: "REFUSED_STREAM", seen: overflows("http2_streams") },
  }),
  initialWindowBytes: ofConnection("initialWindowBytes", {
    ...{
      what: "unread bytes of a stream",
      default: "65,535",
      atLimit: "the window is closed; who sends more is reset",
    },
  }),
  maxUnreadBytes: ofConnection("maxUnreadBytes", {
    ...{ what: "unread bytes of a connection", default: "4 MiB" },
    ...{
      atLimit: `the window is closed; for who sends more ${GOAWAY}`,
      seen: '`statemanager_buffer_bytes{buffer="http2_unread"}`',
    },
  }),
  outputHighWaterBytes: ofConnection("outputHighWaterBytes", {
    ...{ what: "answers that wait for a socket", default: "128 KiB", atLimit: "no more of them is made" },
    seen: '`statemanager_buffer_bytes{buffer="http2_output"}`',
    test: [FACE_TESTS, "a server's stream stops for a reader that stops"],
  }),
  maxOutputBytes: ofConnection("maxOutputBytes", {
    ...{
      what: "control frames that wait for a socket",
      default: "4 MiB",
      atLimit: "the connection is closed",
    },
    seen: overflows("http2_output"),
    test: ["tests/unit/http2/hostile_test.ts", "is cut off at maxOutputBytes"],
  }),
  resets: ofConnection("resets", {
    ...{
      what: "resets of streams",
      default: "2,000 at once, 500 a second",
      atLimit: `ENHANCE_YOUR_CALM, ${GOAWAY}`,
    },
  }),
  pings: ofConnection("pings", {
    ...{ what: "PINGs", default: "1,000 at once, 500 a second", atLimit: `ENHANCE_YOUR_CALM, ${GOAWAY}` },
  }),
  settings: ofConnection("settings", {
    ...{ what: "SETTINGS", default: "100 at once, 10 a second", atLimit: `ENHANCE_YOUR_CALM, ${GOAWAY}` },
  }),
  emptyFrames: ofConnection("emptyFrames", {
    ...{
      what: "frames without content",
      default: "500 at once, 100 a second",
      atLimit: `ENHANCE_YOUR_CALM, ${GOAWAY}`,
    },
  }),
  strayFrames: ofConnection("strayFrames", {
    ...{ what: "frames that mean nothing here", default: "10,000 at once, 5,000 a second" },
    atLimit: `ENHANCE_YOUR_CALM, ${GOAWAY}`,
  }),
  prefaceTimeoutMs: ofConnection("prefaceTimeoutMs", {
    ...{ what: "time until the preface", default: "10 s", atLimit: GOAWAY },
    test: [FACE_TESTS, "a silent peer is disconnected after the preface timeout"],
  }),
  settingsAckTimeoutMs: ofConnection("settingsAckTimeoutMs", {
    ...{ what: "time until our SETTINGS are acknowledged", default: "10 s", atLimit: GOAWAY },
    test: [FACE_TESTS, "a peer that never acknowledges our SETTINGS is disconnected"],
  }),
  closeLingerMs: ofConnection("closeLingerMs", {
    ...{ what: "time until it closes its side", default: "1 s", atLimit: "the socket is closed" },
    test: [FACE_TESTS, "a peer that never closes is cut off after the linger time"],
  }),
  maxOutstandingPings: ofConnection("maxOutstandingPings", {
    ...{ what: "PINGs of ours that it does not answer", default: "16", atLimit: "no more are sent" },
    test: [CONNECTION_TESTS, "pings of our own that wait are limited"],
  }),
  maxConnections: ofConnection("maxConnections", {
    ...{ what: "connections", limit: "`limits.connections`", default: "256" },
    atLimit: "one without a call gives way, else the new one is closed; docs/access.md has the reserves",
    seen: overflows("http2_connections"),
    test: ["tests/unit/http2/open_sessions_test.ts", "clients have so many connections and no more"],
  }),
};

/** Those above HTTP/2. */
const OTHER_LIMITS: readonly PeerLimit[] = [
  {
    what: "connections at one listener",
    ...{ limit: "3/4 of `limits.connections`", default: "192" },
    ...{ atLimit: "as for connections", seen: overflows("http2_connections") },
    test: ["tests/unit/grpc/door/places_test.ts", "a listener has at most three quarters of the places"],
  },
  {
    what: "connections over TLS that have not proved yet who they are",
    ...{ limit: "fixed", default: "64", atLimit: "the one that has waited for longest is closed" },
    seen: overflows("tls_handshakes"),
    test: [
      "tests/unit/grpc/door/handshakes_test.ts",
      "who answers at once gets in beside any number that never do",
    ],
  },
  {
    what: "time of a connection without a call",
    ...{ limit: "fixed", default: "5 min", atLimit: "it is closed", seen: "" },
    test: ["tests/unit/grpc/door/places_test.ts", "a connection without a call for too long is closed"],
  },
  {
    what: "bytes that all clients make the daemon hold",
    ...{ limit: "`memory.clients`", default: "40 MiB", atLimit: "RESOURCE_EXHAUSTED" },
    seen: overflows("client_bytes"),
    test: [DOOR_TESTS, "messages that have no room are refused"],
  },
  {
    what: "bytes of one peer, and of one connection",
    ...{ limit: "3/4 and 5/8 of `memory.clients`", default: "30 MiB, 25 MiB", atLimit: "RESOURCE_EXHAUSTED" },
    seen: overflows("client_bytes"),
    test: ["tests/unit/kit/byte_budget_test.ts", "refuses a part what is beyond its share"],
  },
  {
    what: "bytes of a message",
    ...{ limit: "`limits.message_size`", default: "4 MiB", atLimit: "RESOURCE_EXHAUSTED", seen: "" },
    test: ["tests/unit/grpc/door/message_scan_test.ts", "MessageScan answers"],
  },
  {
    what: "fields of a message",
    ...{ limit: "`memory.clients`, 192 bytes each", default: "136,000", atLimit: "RESOURCE_EXHAUSTED" },
    seen: overflows("client_bytes"),
    test: [DOOR_TESTS, "a message of nothing but empty fields is refused while it is decoded"],
  },
  {
    what: "messages of a request",
    ...{ limit: "fixed", default: "1", atLimit: "UNIMPLEMENTED", seen: "" },
    test: [DOOR_TESTS, "two messages"],
  },
  {
    what: "time until a request has arrived",
    ...{ limit: "fixed", default: "30 s", atLimit: "the call is reset", seen: "" },
    test: [DOOR_TESTS, "a request that is never finished, and an answer that is never read"],
  },
  {
    what: "time until an answer is read",
    ...{ limit: "fixed", default: "2 min", atLimit: "the call is reset", seen: "" },
    test: ["tests/integration/grpc/subscription_test.ts", "a subscriber that never reads is disconnected"],
  },
  {
    what: "deadline of a call, `grpc-timeout`",
    ...{ limit: "8 digits and a unit; 10 s for a unary call", default: "none" },
    ...{ atLimit: "INVALID_ARGUMENT; DEADLINE_EXCEEDED", seen: "" },
    test: [DOOR_TESTS, "a timeout of nine digits"],
  },
  {
    what: "computing time of a connection's calls in one turn",
    ...{ limit: "fixed", default: "5 ms", atLimit: "the next call waits for a later turn", seen: "" },
    test: [
      "tests/unit/grpc/door/turns_test.ts",
      "calls of a connection that keeps the loop busy go on one in a turn",
    ],
  },
  {
    what: "subscriptions",
    ...{
      limit: "`limits.subscribers`",
      default: "64, of which 4 for each role",
      atLimit: "RESOURCE_EXHAUSTED",
    },
    seen: overflows("subscribers"),
    test: [PLACES_TESTS, "subscriptions of one role leave places to the others"],
  },
  {
    what: "watchers of health",
    ...{
      limit: "`limits.subscribers`",
      default: "64, of which 4 for each role",
      atLimit: "RESOURCE_EXHAUSTED",
    },
    seen: overflows("health_watchers"),
    test: ["tests/integration/buffers/grpc_test.ts", 'fills("health_watchers"'],
  },
  {
    what: "changes that a subscriber has not read",
    ...{ limit: "`limits.subscriber_queue`", default: "1,024", atLimit: "a gap, then a snapshot" },
    seen: overflows("subscriber_queues"),
    test: [
      "tests/integration/grpc/subscription_test.ts",
      "a subscriber that does not read costs a bounded queue",
    ],
  },
  {
    what: "services",
    ...{
      limit: "`limits.services`",
      default: "10,000",
      atLimit: "RESOURCE_EXHAUSTED",
      seen: overflows("services"),
    },
    test: ["tests/unit/buffers/core_test.ts", 'fills("services"'],
  },
  {
    what: "bytes of a spec",
    ...{ limit: "fixed", default: "96 KiB as JSON", atLimit: "INVALID_ARGUMENT", seen: "" },
    test: [
      "tests/unit/manager/serve/spec_intake_test.ts",
      "a spec that is larger than can be shared is refused",
    ],
  },
  {
    what: "names, texts, numbers and lists in a request",
    ...{
      limit: "as in the .proto files",
      default: "",
      atLimit: "INVALID_ARGUMENT with the path of the field",
      seen: "",
    },
    test: [BAD_INPUT, "rows"],
  },
  {
    what: "refused changes in the audit trail, of one role and kind",
    ...{
      limit: "fixed",
      default: "100 at once, one in 10 s",
      atLimit: "they are counted in the next entry",
      seen: "`leftOut` of the entry",
    },
    test: ["tests/integration/grpc/audit_test.ts", "a caller that is refused again and again"],
  },
  {
    what: "messages of a node",
    ...{ limit: "fixed", default: "5,000 a second, 10,000 at once, 16 unread", atLimit: "it is held back" },
    seen: "`statemanager_node_diffs_total`",
    test: ["tests/integration/grpc/node_agent_test.ts", "10,000 diffs/s on 50 resources cost bounded memory"],
  },
  {
    what: "messages of a node that are wrong",
    ...{ limit: "none", default: "", atLimit: "each is dropped; one line of log a second" },
    seen: "`statemanager_node_dropped_messages_total`",
    test: ["tests/integration/grpc/node_agent_test.ts", "a faulty node: messages that are invalid"],
  },
  {
    what: "silence of a node",
    ...{ limit: "three times `node.heartbeat`", default: "3 s", atLimit: "the stream is opened again" },
    seen: "`statemanager_node_silences_total`",
    test: [
      "tests/integration/grpc/node_agent_test.ts",
      "a stream that is silent for three heartbeat intervals",
    ],
  },
  {
    what: "nodes that register themselves",
    ...{
      limit: "`limits.nodes`",
      default: "64",
      atLimit: "the registration is refused, with an alert",
      seen: overflows("nodes"),
    },
    test: ["tests/unit/buffers/nodes_test.ts", 'fills("nodes"'],
  },
];

export const PEER_LIMITS: readonly PeerLimit[] = [...Object.values(CONNECTION_LIMITS), ...OTHER_LIMITS];
