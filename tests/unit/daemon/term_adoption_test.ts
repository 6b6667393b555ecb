/** When a term may be adopted. */
import { deepEqual, equal, rejects } from "node:assert/strict";
import { termAdoption } from "../../../src/daemon/term_adoption.ts";
import type { ManagerStatus } from "../../../src/manager/serve/api.ts";
import type { TermAdoption } from "../../../src/ports/instances.ts";
import type { Fence } from "../../../src/state/fence.ts";
import { MemoryLog } from "../../support/memory_log.ts";

const fence: Fence = {
  peer: "Node front",
  sent: 2n,
  highest: 7n,
  cause: "lost-state",
  refusedForMs: 10_000,
  message: "stale",
};

function adopt(
  asked: Partial<TermAdoption>,
  status: Partial<Pick<ManagerStatus, "role" | "leader" | "term" | "fences">> = {},
) {
  const begun: bigint[] = [];
  const log = new MemoryLog();
  const port = termAdoption({
    status: () => ({ role: "leader", leader: "a", term: 2n, fences: [fence], ...status }),
    begin: (term) => {
      begun.push(term);
      return Promise.resolve(term);
    },
    log,
  });
  const adoption = { term: 8n, isForced: false, reason: "a new disk", by: "uid 0", ...asked };
  return { begun, log, answer: port.adopt(adoption, new AbortController().signal) };
}

Deno.test("a term above the present one and above what peers have seen is adopted, and logged with who asks", async () => {
  const { begun, log, answer } = adopt({});
  equal(await answer, 8n);
  deepEqual(begun, [8n]);
  const [line] = log.at("warn");
  deepEqual([line?.fields["term"], line?.fields["before"], line?.fields["by"]], [8n, 2n, "uid 0"]);
});

Deno.test("a term that is not higher, or that a peer has seen already, is refused and nothing is begun", async () => {
  for (
    const [asked, expected] of [
      [{ term: 2n }, /the present term is 2, and it only increases/],
      [{ term: 1n, isForced: true }, /only increases/],
      [{ term: 7n }, /peers have seen 7: adopt 8 or more/],
      [{ term: 5n, isForced: true }, /peers have seen 7/],
    ] as const
  ) {
    const { begun, answer } = adopt(asked);
    await rejects(answer, expected);
    deepEqual(begun, []);
  }
});

Deno.test("while another State Manager leads a peer, a term is adopted only when it is forced", async () => {
  const fences = [{ ...fence, cause: "another-leader" as const }];
  const refused = adopt({}, { fences });
  await rejects(refused.answer, /Node front refuses term 2 .* Another State Manager leads it .* or force it/);
  deepEqual(refused.begun, []);
  equal(await adopt({ isForced: true }, { fences }).answer, 8n);
});

Deno.test("a standby names the one that leads", async () => {
  await rejects(adopt({}, { role: "standby", leader: "b" }).answer, /on standby; instance b leads/);
  await rejects(adopt({}, { role: "standby", leader: "" }).answer, /no instance leads at the moment/);
});
