import assert from "node:assert/strict";
import { clientErrorOf } from "../../../src/client/grpc_client.ts";
import { ClientError } from "../../../src/client/errors.ts";
import { CallError } from "../../../src/grpc/status.ts";

const SOCKET = "unix:/run/statemanager/api.sock";
const ROWS:
  readonly (readonly [details: string, address: string, reason: string, message: string, hint: RegExp])[] = [
    [
      "No connection established. Last error: Error: connect EACCES /run/statemanager/api.sock",
      SOCKET,
      "refused",
      "Cannot query services: this user has no permission to connect to unix:/run/statemanager/api.sock",
      /root or as a member of the socket's group: ls -l \/run\/statemanager\/api\.sock/,
    ],
    [
      "No connection established. Last error: connect ENOENT /run/statemanager/api.sock. Resolution note: ",
      SOCKET,
      "unreachable",
      "Cannot query services: there is no socket /run/statemanager/api.sock: the State Manager is not running",
      /systemctl start/,
    ],
    [
      "No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:9",
      "127.0.0.1:9",
      "unreachable",
      "Cannot query services: nothing listens at 127.0.0.1:9: the State Manager is not running",
      /--address/,
    ],
    [
      "Name resolution failed for target dns:nohost:47001",
      "nohost:47001",
      "unreachable",
      "Cannot query services: the name nohost cannot be resolved",
      /spelt/,
    ],
    [
      "No connection established. Last error: self-signed certificate. Resolution note: ",
      "127.0.0.1:9",
      "unreachable",
      "Cannot query services: no connection: self-signed certificate",
      /Is the State Manager running/,
    ],
  ];

Deno.test("a connection that is not made is told in words of this program, and a missing permission as one", () => {
  for (const [details, address, reason, message, hint] of ROWS) {
    const call = new CallError(`Cannot query services: ${details}`, { kind: "unreachable", code: 14 });
    const error = clientErrorOf(call, address);
    assert.ok(error instanceof ClientError);
    assert.deepEqual([error.reason, error.message], [reason, message]);
    assert.match(error.hint ?? "", hint);
  }
});

Deno.test("that something does not exist is said once", () => {
  const call = new CallError("Cannot recover a/b: a/b does not exist", { kind: "failed", code: 5 });
  const error = clientErrorOf(call, "127.0.0.1:1");
  assert.ok(error instanceof ClientError);
  assert.deepEqual([error.reason, error.message], ["notFound", "a/b does not exist"]);
});
