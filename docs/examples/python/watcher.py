"""Follows every change of every service, through restarts of the State Manager, without missing or repeating one.

    python watcher.py

One JSON line a message. What makes it reliable are four things: revision and term of each message are remembered, the next
connection asks for what came after it, a silence longer than the heartbeats is taken for a lost connection, and a gap is
answered by the snapshot that follows it.
"""

import json
import random
import sys
import threading
import time

import grpc

from piccolo_client import arguments, connect, explain, load, word

HEARTBEAT_MS = 1_000
# The stream is given up when it says nothing for so long.
SILENCE_S = 5.0
FIRST_PAUSE_S = 0.25
LONGEST_PAUSE_S = 5.0
# What a further attempt does not mend.
FINAL = {grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.PERMISSION_DENIED, grpc.StatusCode.UNIMPLEMENTED}


def name_of(resource):
    return f"{resource.namespace}/{resource.name}"


def line_of(message):
    """A message as a dictionary; None for a heartbeat."""
    kind = message.WhichOneof("payload")
    if kind == "snapshot":
        return {"kind": kind, "service": name_of(message.snapshot.metadata.id)}
    if kind == "snapshot_complete":
        return {"kind": kind, "count": message.snapshot_complete.count, "revision": message.revision}
    if kind == "change":
        event = message.change.event
        return {
            "kind": kind,
            "service": name_of(event.resource_id),
            "event": word(event, "event_type", "EVENT_TYPE_"),
            "revision": message.revision,
            "is_deleted": not message.change.HasField("service"),
        }
    if kind == "gap":
        return {"kind": kind, "from": message.gap.from_revision, "to": message.gap.to_revision, "why": message.gap.reason}
    return None


def messages_of(stub, messages, cursor):
    """The messages of one connection; ends or throws with it."""
    request = messages.StateSubscriptionRequest(heartbeat_interval_ms=HEARTBEAT_MS)
    revision, term = cursor
    if revision:
        request.after_revision, request.after_term = revision, term
    else:
        request.snapshot.SetInParent()
    stream = stub.SubscribeToStateChanges(request)
    # grpc has no time limit for the next message of a stream: a timer cancels one that has become silent.
    heard = time.monotonic()

    def watch():
        """Reads `heard` of the generator around it."""
        while not stream.done():
            if time.monotonic() - heard > SILENCE_S:
                stream.cancel()
                return
            time.sleep(0.5)

    threading.Thread(target=watch, daemon=True).start()
    for message in stream:
        heard = time.monotonic()
        yield message


def follow(stub, messages, on_line):
    """For ever; throws what another attempt does not mend."""
    cursor = (0, 0)
    pause = FIRST_PAUSE_S
    while True:
        try:
            for message in messages_of(stub, messages, cursor):
                pause = FIRST_PAUSE_S
                line = line_of(message)
                if line is not None:
                    on_line(line)
                # Only now it is dealt with. Inside a snapshot the revision is 0: one that breaks off is begun anew.
                # The snapshot of an instance that knows nothing ends with 0 as well: then all is begun anew.
                if message.revision or message.WhichOneof("payload") == "snapshot_complete":
                    cursor = (message.revision, message.term)
            why = "the State Manager ended the stream"
        except grpc.RpcError as error:
            if error.code() in FINAL:
                raise
            why = explain(error)
        on_line({"kind": "lost", "why": why})
        # With jitter, so that a hundred watchers do not come back in the same moment.
        time.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(2 * pause, LONGEST_PAUSE_S)


def main():
    options = arguments(__doc__.splitlines()[0]).parse_args()
    messages, services = load(options.proto)
    with connect(options.address) as channel:
        try:
            follow(services.StateManagerStub(channel), messages, lambda line: print(json.dumps(line), flush=True))
        except grpc.RpcError as error:
            print(explain(error), file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
