/** What a server says of the instances where the test has one, and nobody adopts a term. */
import type { InstanceList, InstancesPort, TermPort } from "../../src/ports/instances.ts";

export const ONE_INSTANCE_LIST: InstanceList = {
  self: "a",
  leader: "a",
  leaderMs: 60_000,
  instances: [{
    name: "a",
    addresses: ["unix:/run/statemanager/api.sock"],
    version: "0.0.0",
    uptimeMs: 61_000,
    isRegistered: true,
    seenMs: 0,
  }],
  ageMs: 0,
};

export const ONE_INSTANCE: { readonly instances: InstancesPort; readonly terms: TermPort } = {
  instances: { list: () => ONE_INSTANCE_LIST },
  terms: { adopt: ({ term }) => Promise.resolve(term) },
};
