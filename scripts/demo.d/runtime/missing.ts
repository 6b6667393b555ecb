/** What a runtime needs that this machine does not have. */
import { missingPodman } from "../../../tests/support/podman/podman.ts";
import type { RuntimeName } from "./stage.ts";

/** A sentence; undefined = nothing is missing. */
export function missingRuntime(runtime: RuntimeName): string | undefined {
  switch (runtime) {
    case "podman":
      return missingPodman();
  }
}
