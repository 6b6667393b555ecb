/** What clients make the server hold: the byte budget, and handshakes. */
import { ByteBudget } from "../../../src/kit/byte_budget.ts";
import { Handshakes } from "../../../src/grpc/server/door/handshakes.ts";
import { VirtualClock } from "../../support/engine/virtual_clock.ts";
import { fills } from "../../support/buffers/fills.ts";

fills("client_bytes", () => {
  const owner = new ByteBudget({ name: "client_bytes", capacityBytes: 4 });
  return { owner, put: () => owner.take(1) };
});

fills("tls_handshakes", () => {
  const owner = new Handshakes({ capacity: 4, clock: new VirtualClock() });
  return { owner, put: () => owner.begin({ destroy: () => {} }, () => {}) };
});
