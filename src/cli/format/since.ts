/** How far back `--since` reaches: 1 s to a year. */
import { duration } from "../../platform/config/units.ts";

export const SINCE: ReturnType<typeof duration> = duration({ min: "1s", max: "8760h" });
