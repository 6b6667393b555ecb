/** What is found of Eclipse Pullpiri around this State Manager: the command asks, the adapter answers; `main.ts` connects the two. */

/** From the configuration; "" = by Pullpiri's own settings. */
export interface PullpiriCheckRequest {
  readonly isEnabled: boolean;
  readonly settingsFile: string;
  readonly given: {
    readonly listen: string;
    readonly faultListen: string;
    readonly store: string;
    readonly actionController: string;
    readonly policyManager: string;
  };
  readonly agentPort: number;
  readonly isNetworkAllowed: boolean;
  /** Silence after which the services of a node are placed elsewhere, milliseconds. */
  readonly lostAfterMs: number;
  /** Addresses of our own API. */
  readonly ownAddresses: readonly string[];
  /** Time for each answer, milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export interface PullpiriFinding {
  readonly level: "ok" | "warning" | "problem";
  /** What was looked at, a word or two. */
  readonly check: string;
  /** A sentence without the full stop. */
  readonly message: string;
  /** What to do; a problem always says it. */
  readonly advice: string;
}

/** Looks and asks; changes nothing. */
export type CheckPullpiri = (request: PullpiriCheckRequest) => Promise<readonly PullpiriFinding[]>;
