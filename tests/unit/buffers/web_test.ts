/** The buffers of what is served over HTTP. */
import { deepEqual, equal } from "node:assert/strict";
import { plain, type Routes } from "../../../src/web/answer.ts";
import { eventually } from "../../support/eventually.ts";
import { connectTo, get, sendRaw } from "../../support/web/raw_http.ts";
import { serve } from "../../support/web/server.ts";

const ROUTES: Routes = { "/hello": () => plain(200, "hello") };

Deno.test("http_connections: one more than allowed is closed and counted; the next one after an end is served", async () => {
  const { server, address } = await serve(ROUTES, { maxConnections: 2 });
  await using _server = server;
  const first = await connectTo(address);
  const second = await connectTo(address);
  await eventually("two connections", () => server.buffers()[0]?.used === 2);
  equal((await sendRaw(address, get("/hello"))).status, 0);
  const [level] = server.buffers();
  deepEqual([level?.capacity, level?.used, level?.overflows], [2, 2, 1]);
  first.close();
  await eventually("one of them to end", () => server.buffers()[0]?.used === 1);
  equal((await sendRaw(address, get("/hello"))).status, 200);
  second.close();
});
