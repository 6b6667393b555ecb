import { equal, ok, rejects } from "node:assert/strict";
import { Client, credentials, type ServiceError, status as Status } from "@grpc/grpc-js";
import { Buffer } from "node:buffer";
import { SERVICES } from "../../../src/pullpiri/gen/codecs.ts";
import { freePorts } from "../../support/free_ports.ts";
import { quietRequests, startTarget } from "../../support/pullpiri/target.ts";

function call(address: string, path: string, bytes: Uint8Array): Promise<ServiceError | Buffer> {
  const client = new Client(address, credentials.createInsecure(), { "grpc.use_local_subchannel_pool": 1 });
  return new Promise<ServiceError | Buffer>((resolve) => {
    client.makeUnaryRequest<Buffer, Buffer>(
      path,
      (request) => request,
      (response) => response,
      Buffer.from(bytes),
      { deadline: Date.now() + 5_000 },
      (error, answer) => resolve(error ?? answer ?? Buffer.alloc(0)),
    );
  }).finally(() => client.close());
}

function statusOf(answer: ServiceError | Buffer): number {
  return answer instanceof Error ? answer.code : Status.OK;
}

Deno.test("SendAction is unavailable with the action as text, and what is not served is unimplemented", async () => {
  await using target = await startTarget();
  const action = SERVICES["statemanager.StateManagerConnection"]?.["SendAction"];
  ok(action !== undefined);
  const refused = await call(
    target.address,
    action.path,
    action.request.encode(action.request.fromObject({ action: "park" })).finish(),
  );
  equal(statusOf(refused), Status.UNAVAILABLE);
  ok(refused instanceof Error && refused.message.includes("park"));
  const network = "/pharos.api.v1.PharosNetworkServiceConnection/RequestNetworkPod";
  equal(statusOf(await call(target.address, network, new Uint8Array())), Status.UNIMPLEMENTED);
});

Deno.test("a deadline that was missed is taken, with the count of newer peers, on an address of its own", async () => {
  const faults: unknown[] = [];
  await using target = await startTarget({ ...quietRequests(), fault: (report) => void faults.push(report) });
  const notify = SERVICES["schedinfo.v1.FaultService"]?.["NotifyFault"];
  ok(notify !== undefined);
  const fault = { workloadId: "w", nodeId: "n", taskName: "t", type: 1, cumulativeDmiss: 3 };
  const bytes = notify.request.encode(notify.request.fromObject(fault)).finish();
  equal(statusOf(await call(target.faultAddress, notify.path, bytes)), Status.OK);
  equal(statusOf(await call(target.address, notify.path, bytes)), Status.UNIMPLEMENTED);
  equal(
    JSON.stringify(faults),
    '[{"workloadId":"w","nodeId":"n","taskName":"t","isDeadlineMiss":true,"misses":3}]',
  );
});

Deno.test("where one of the two addresses is taken, the other one is free again", async () => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const [port = 0] = freePorts(1);
  const listen = `127.0.0.1:${port}`;
  const faultListen = `127.0.0.1:${taken.addr.port}`;
  await rejects(startTarget(quietRequests(), { listen, faultListen }), new RegExp(faultListen));
  Deno.listen({ hostname: "127.0.0.1", port }).close();
});

Deno.test("all agents of a vehicle may be behind one address: their lists are taken, however many come at once", async () => {
  let taken = 0;
  await using target = await startTarget({ ...quietRequests(), containerList: () => void taken++ });
  const list = SERVICES["statemanager.StateManagerConnection"]?.["SendChangedContainerList"];
  ok(list !== undefined);
  const { path } = list;
  for (const containers of [50, 100]) {
    const bytes = list.request.encode(list.request.fromObject(longList(containers))).finish();
    const answers: (ServiceError | Buffer)[] = await Promise.all(
      Array.from({ length: 20 }, () => call(target.address, path, bytes)),
    );
    equal(answers.map(statusOf).join(","), Array.from({ length: 20 }, () => Status.OK).join(","));
  }
  equal(taken, 40);
});

/** As many fields as there are in a recorded list. */
function longList(length: number): object {
  const map = (name: string, entries: number) =>
    Object.fromEntries(
      Array.from({ length: entries }, (_, index) => [`${name}${index}`, `value ${index} of ${name}`]),
    );
  const container = {
    ...{ id: "a".repeat(64), names: ["model_container"], image: "localhost/ppwork:1" },
    state: map("State", 11),
    config: map("Config", 15),
    annotation: map("io.pullpiri.annotations.", 15),
    stats: map("Stats", 20),
  };
  return { nodeName: "ZONE1", containers: Array.from({ length }, () => container) };
}
