"""A client of the State Manager in Python: what it takes, in one file.

    pip install grpcio grpcio-tools
    python client.py --address unix:/run/statemanager/api.sock --proto ../../../proto status

The messages are made of the .proto files when the program starts, so nothing generated has to be kept up to date.
"""

import argparse
import sys
from pathlib import Path
from types import SimpleNamespace

import grpc

PROTO = Path(__file__).resolve().parents[3] / "proto"
SERVICE = "piccolo/statemanager/v1/state_manager.proto"
EXPLAIN = "piccolo/statemanager/v1/explain.proto"

# A call without a deadline waits for ever.
DEADLINE_S = 10.0
# Found out within seconds that nobody is there any more, also when the network says nothing.
CHANNEL_OPTIONS = [
    ("grpc.keepalive_time_ms", 20_000),
    ("grpc.keepalive_timeout_ms", 10_000),
    ("grpc.max_reconnect_backoff_ms", 2_000),
]


def load(proto=PROTO):
    """The messages and the stub, of the .proto files in that folder."""
    sys.path.insert(0, str(proto))
    messages, services = grpc.protos_and_services(SERVICE)
    return SimpleNamespace(**{**vars(grpc.protos(EXPLAIN)), **vars(messages)}), services


def connect(address):
    """`host:port` or `unix:/path`."""
    return grpc.insecure_channel(address, options=CHANNEL_OPTIONS)


def resource_id(name):
    """`namespace/name`, as the messages take it."""
    namespace, _, short = name.partition("/")
    return {"namespace": namespace, "name": short}


def word(message, field, prefix):
    """The name of an enumeration's value without what all its names begin with."""
    values = message.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number
    return values[getattr(message, field)].name.removeprefix(prefix)


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--address", default="127.0.0.1:47001", help="host:port or unix:/path")
    parser.add_argument("--proto", type=Path, default=PROTO, help="folder of the .proto files")
    return parser


def explain(error):
    """What went wrong, with the path of the field where one was refused."""
    return f"{error.code().name}: {error.details()}"
