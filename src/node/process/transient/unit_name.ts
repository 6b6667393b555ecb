/**
 * The name of the unit of a replica: `piccolo-<node>-<namespace>-<name>-<replica>.service`. Of two instances of a replica systemd itself so
 * allows one at a time.
 *
 * I1  Two replicas never have the same name: a "-" in a part is written \x2d, as unit names have it (systemd-escape(1)).
 * I2  A name is never longer than systemd allows; what is longer ends in a digest of the whole.
 */
import { createHash } from "node:crypto";
import { splitResourceId } from "../../../state/resource_id.ts";
import type { InstanceLabels } from "../../driver.ts";

const PREFIX = "piccolo";
const ENDING = ".service";
/** systemd allows 255 bytes. */
const MAX_STEM = 255 - ENDING.length;
const DIGEST_DIGITS = 16;

export function unitNameOf(
  { node, resourceId, replica }: Pick<InstanceLabels, "node" | "resourceId" | "replica">,
): string {
  const { namespace, name } = splitResourceId(resourceId);
  return `${
    bounded(`${unitPrefixOf(node)}${[namespace, name, `${replica}`].map(escaped).join("-")}`)
  }${ENDING}`;
}

/** What the names of all units of a node begin with. */
export function unitPrefixOf(node: string): string {
  return `${PREFIX}-${escaped(node)}-`;
}

/** Node, namespace and name are of [-a-z0-9._]: all but the "-" may stand in a unit's name as they are. */
function escaped(part: string): string {
  return part.replaceAll("-", "\\x2d");
}

/** I2. */
function bounded(stem: string): string {
  if (stem.length <= MAX_STEM) return stem;
  const digest = createHash("sha256").update(stem).digest("hex").slice(0, DIGEST_DIGITS);
  // An escape that was cut in two would be none.
  const begin = stem.slice(0, MAX_STEM - DIGEST_DIGITS - 1).replace(/\\(x[0-9a-f]?)?$/, "");
  return `${begin}-${digest}`;
}
