"""Asks the State Manager for its status, lists services, applies one, explains one.

    python client.py status
    python client.py list
    python client.py apply vehicle/lidar 1.2.0
    python client.py explain vehicle/lidar
    python client.py delete vehicle/lidar
"""

import sys

import grpc

from piccolo_client import DEADLINE_S, arguments, connect, explain, load, resource_id, word


def status(stub, messages):
    answer = stub.GetStatus(messages.GetStatusRequest(), timeout=DEADLINE_S)
    role = word(answer, "role", "MANAGER_ROLE_").lower()
    print(f"{answer.version} {role}: {answer.services} services, revision {answer.revision}")


def list_services(stub, messages):
    token = ""
    while True:
        request = messages.StateQueryRequest(page_size=500, page_token=token)
        page = stub.QueryState(request, timeout=DEADLINE_S)
        for service in page.services:
            state = word(service.status, "state", "SERVICE_STATE_TYPE_")
            where = service.status.node or "-"
            name = f"{service.metadata.id.namespace}/{service.metadata.id.name}"
            print(f"{name} {state} {where} {service.status.last_reason}")
        token = page.next_page_token
        if not token:
            return


def apply(stub, messages, name, version):
    request = messages.StateUpdateRequest(
        resource_id=resource_id(name),
        # Whoever changes a service of others reads it first and names its generation here; a stale one is ABORTED.
        expected_generation=0,
        reason="docs/examples/python/client.py",
        spec={"replicas": 1, "version": version, "state": "SERVICE_STATE_TYPE_RUNNING"},
    )
    answer = stub.UpdateState(request, timeout=DEADLINE_S)
    what = "changed" if answer.changed else "unchanged"
    print(f"{name} {what}, generation {answer.service.metadata.generation}")


def delete(stub, messages, name):
    request = messages.StateUpdateRequest(resource_id=resource_id(name), delete={}, reason="not needed")
    stub.UpdateState(request, timeout=DEADLINE_S)
    print(f"{name} is stopped, then deleted")


def tell(stub, messages, name):
    answer = stub.Explain(messages.ExplainRequest(resource_id=resource_id(name)), timeout=DEADLINE_S)
    for episode in answer.episodes:
        print(f"{episode.title} {episode.outcome}")
        for step in episode.steps:
            print(f"  {step.text}")


COMMANDS = {"status": status, "list": list_services, "apply": apply, "delete": delete, "explain": tell}


def main():
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs="*")
    options = parser.parse_args()
    messages, services = load(options.proto)
    with connect(options.address) as channel:
        try:
            COMMANDS[options.command](services.StateManagerStub(channel), messages, *options.arguments)
        except grpc.RpcError as error:
            print(explain(error), file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
