/** What a runtime needs that this machine does not have. */
import { missingPodman } from "../../../tests/support/podman/podman.ts";
import { missingSystemd } from "./own_units.ts";
import type { RuntimeName } from "./stage.ts";

/** A sentence; undefined = nothing is missing. */
export async function missingRuntime(runtime: RuntimeName): Promise<string | undefined> {
  switch (runtime) {
    case "podman":
      return missingPodman();
    case "systemd":
      return await missingSystemd();
  }
}
