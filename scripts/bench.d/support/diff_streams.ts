/** What the NodeAgents of the benches have in common: an empty snapshot, then heartbeats. */
import type { SubscribeStateDiffsResponse } from "../../../src/grpc/gen/piccolo/nodeagent/v1/SubscribeStateDiffsResponse.ts";

const BEAT_MS = 200;

interface Stream {
  write(message: SubscribeStateDiffsResponse): unknown;
  on(event: "cancelled" | "close" | "error", listener: () => void): unknown;
}

/** Begins it; it is one of `streams` until it ends. */
export function keepStream<S extends Stream>(stream: S, node: string, streams: Set<S>): void {
  streams.add(stream);
  stream.write({ snapshotEnd: { node, count: 0 } });
  const beat = setInterval(() => stream.write({ heartbeat: { node } }), BEAT_MS);
  const leave = () => {
    clearInterval(beat);
    streams.delete(stream);
  };
  stream.on("cancelled", leave);
  stream.on("close", leave);
  stream.on("error", leave);
}
