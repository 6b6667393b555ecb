/** Kinds of configuration values that name something: services, nodes, peers, files. */
import { MAX_NAME_LENGTH, NAME_PATTERN } from "../../state/resource_id.ts";
import { type Kind, text } from "./kinds.ts";
import { addressMistake, ENDPOINT_FORM, parseEndpoint } from "./endpoint.ts";

const isName = (value: string) => value.length <= MAX_NAME_LENGTH && NAME_PATTERN.test(value);
const NAME_FORM = "1 to 63 characters of a-z, 0-9, '-', '.' and '_', a letter or digit at both ends";

/** A name as in resource ids. */
export const name: Kind<string> = text({ type: "name", accepted: NAME_FORM, isAccepted: isName });
/** The same, or "". */
export const optionalName: Kind<string> = text({
  type: "name",
  accepted: `${NAME_FORM}, or empty`,
  isAccepted: (value) => value === "" || isName(value),
});
const isPath = (value: string) => value.startsWith("/") && !value.includes("\0") && value.length <= 4_096;
const PATH_FORM = "an absolute path";

/** A path of a file or a directory. */
export const path: Kind<string> = text({ type: "path", accepted: PATH_FORM, isAccepted: isPath });
/** The same, or "". */
export const optionalPath: Kind<string> = text({
  type: "path",
  accepted: `${PATH_FORM}, or empty`,
  isAccepted: (value) => value === "" || isPath(value),
});
/** A group of the system, by name or number, or "". */
export const optionalGroup: Kind<string> = text({
  type: "group",
  accepted: "the name or number of a group of this system, or empty",
  isAccepted: (value) => /^(?:[a-z_][-a-z0-9_]{0,31}|\d{0,9})$/.test(value),
});
/** A name in a certificate. */
export const certificateName: Kind<string> = text({
  type: "name",
  accepted: "a DNS name or URI of 1 to 253 printable characters without blanks or commas",
  isAccepted: (value) => /^[!-+\--~]{1,253}$/.test(value),
});
/** An address of a peer or a listener. */
export const address: Kind<string> = text({
  type: "address",
  accepted: ENDPOINT_FORM,
  isAccepted: (value) => parseEndpoint(value) !== undefined,
  mistake: addressMistake,
});
/** The same, or "". */
export const optionalAddress: Kind<string> = text({
  type: "address",
  accepted: `${ENDPOINT_FORM}, or empty`,
  isAccepted: (value) => value === "" || parseEndpoint(value) !== undefined,
  mistake: addressMistake,
});
