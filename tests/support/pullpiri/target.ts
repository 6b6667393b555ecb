/** The State Manager's part of Pullpiri, served in this process, with peers that are not there. */
import { installHttp2 } from "../../../src/http2/face/install.ts";
import { SystemClock } from "../../../src/platform/process/clock.ts";
import type { PeerRequests } from "../../../src/pullpiri/peer_requests.ts";
import type { ScenarioState } from "../../../src/pullpiri/scenario.ts";
import { type PeerServer, startPeerServer } from "../../../src/pullpiri/server.ts";
import { answerChange } from "../../../src/pullpiri/state_changes.ts";
import { SILENT } from "../silent_log.ts";

/** Remembers what it was asked, and acts on nothing. */
export function quietRequests(): PeerRequests {
  const book = new Map<string, ScenarioState>();
  return {
    stateChange: (change) =>
      answerChange(
        { get: (name) => book.get(name), changed: (name, state) => book.set(name, state) },
        change,
      ),
    containerList: () => {},
    offload: () => Promise.resolve({ isAccepted: false, message: "nothing is moved here" }),
    fault: () => {},
  };
}

let isInstalled = false;

export function startTarget(
  requests: PeerRequests = quietRequests(),
  { listen = "127.0.0.1:0", faultListen = "127.0.0.1:0" } = {},
): Promise<PeerServer> {
  if (!isInstalled) installHttp2();
  isInstalled = true;
  return startPeerServer({
    ...{ requests, listen, faultListen, isNetworkAllowed: false },
    ...{ maxConcurrentStreams: 128, clock: new SystemClock(), log: SILENT },
  });
}
