/**
 * Why no connection was made, in words of this program: what the library and the operating system say about it is read here and
 * nowhere else.
 */
import { type Endpoint, parseEndpoint } from "../platform/config/endpoint.ts";

/** What is shown of it. */
export interface ConnectionProblem {
  /** `refused` = a retry cannot help: this user may not. */
  readonly reason: "refused" | "unreachable";
  /** A part of a sentence. */
  readonly text: string;
  /** What the user can do. */
  readonly hint: string;
}

interface Pattern {
  readonly is: RegExp;
  readonly problem: (place: { readonly address: string; readonly endpoint: Endpoint }) => ConnectionProblem;
}

const ELSEWHERE = "Set --address or STATEMANAGER_ADDRESS if the State Manager listens elsewhere.";
const START = "Start it (systemctl start statemanager), or set --address if it listens elsewhere.";

const PATTERNS: readonly Pattern[] = [
  {
    is: /\b(?:EACCES|EPERM)\b|permission denied/i,
    problem: ({ address, endpoint }) => ({
      reason: "refused",
      text: `this user has no permission to connect to ${address}`,
      hint: endpoint.kind === "unix"
        ? `Run it as root or as a member of the socket's group: ls -l ${endpoint.path} shows it.`
        : "A firewall or a security policy of this machine forbids it.",
    }),
  },
  {
    is: /\bENOENT\b/,
    problem: ({ address }) => ({
      reason: "unreachable",
      text: `there is no socket ${address.replace(/^unix:/, "")}: the State Manager is not running`,
      hint: START,
    }),
  },
  {
    is: /\bECONNREFUSED\b/,
    problem: ({ address }) => ({
      reason: "unreachable",
      text: `nothing listens at ${address}: the State Manager is not running`,
      hint: START,
    }),
  },
  {
    is: /Name resolution failed|\bENOTFOUND\b|\bEAI_AGAIN\b/,
    problem: ({ address, endpoint }) => ({
      reason: "unreachable",
      text: `the name ${endpoint.kind === "tcp" ? endpoint.host : address} cannot be resolved`,
      hint: "Is it spelt right, and does this machine reach its name server?",
    }),
  },
  {
    is: /\b(?:EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)\b/,
    problem: ({ address }) => ({
      reason: "unreachable",
      text: `${address} cannot be reached over the network`,
      hint: ELSEWHERE,
    }),
  },
];

/** Of the message of a call that found no connection; undefined = it is about something else. */
export function connectionProblem(message: string, address: string): ConnectionProblem | undefined {
  const endpoint = parseEndpoint(address);
  if (endpoint === undefined) return undefined;
  return PATTERNS.find(({ is }) => is.test(message))?.problem({ address, endpoint });
}

/** The message without what the library puts around it. */
export function withoutLibraryWords(message: string): string {
  return message
    .replace(/\.? Resolution note: ?.*$/, "")
    .replace(/No connection established\. Last error: (?:Error: )?/, "no connection: ");
}
