/** The byte budget of what clients make the server hold. */
import { ByteBudget } from "../../../src/kit/byte_budget.ts";
import { fills } from "../../support/buffers/fills.ts";

fills("client_bytes", () => {
  const owner = new ByteBudget({ name: "client_bytes", capacityBytes: 4 });
  return { owner, put: () => owner.take(1) };
});
