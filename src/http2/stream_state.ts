// The states of a stream (RFC 9113 section 5.1) as one table. Push is disabled, so the reserved states do not exist.

/** States a stream can be in. */
export const STREAM_STATES = ["idle", "open", "halfClosedLocal", "halfClosedRemote", "closed"] as const;
/** One of {@link STREAM_STATES}. */
export type StreamState = typeof STREAM_STATES[number];

/** What can happen to a stream: frames with or without END_STREAM count as two inputs, the frame and then the end. */
export const STREAM_INPUTS = ["sendHeaders", "recvHeaders", "sendEnd", "recvEnd", "reset"] as const;
/** One of {@link STREAM_INPUTS}. */
export type StreamInput = typeof STREAM_INPUTS[number];

const TABLE = {
  idle: { sendHeaders: "open", recvHeaders: "open", sendEnd: null, recvEnd: null, reset: "closed" },
  open: {
    sendHeaders: "open",
    recvHeaders: "open",
    sendEnd: "halfClosedLocal",
    recvEnd: "halfClosedRemote",
    reset: "closed",
  },
  halfClosedLocal: {
    sendHeaders: null,
    recvHeaders: "halfClosedLocal",
    sendEnd: null,
    recvEnd: "closed",
    reset: "closed",
  },
  halfClosedRemote: {
    sendHeaders: "halfClosedRemote",
    recvHeaders: null,
    sendEnd: "closed",
    recvEnd: null,
    reset: "closed",
  },
  closed: { sendHeaders: null, recvHeaders: null, sendEnd: null, recvEnd: null, reset: "closed" },
} as const satisfies Record<StreamState, Record<StreamInput, StreamState | null>>;

/** The state after `input`, or null where the protocol does not allow it. */
export function nextState(state: StreamState, input: StreamInput): StreamState | null {
  return TABLE[state][input];
}

/** Whether this side may still send DATA or trailers. */
export function canSend(state: StreamState): boolean {
  return state === "open" || state === "halfClosedRemote";
}

/** Whether the peer may still send DATA or trailers. */
export function canReceive(state: StreamState): boolean {
  return state === "open" || state === "halfClosedLocal";
}
