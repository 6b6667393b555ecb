/** Options for every reader of YAML. */

/** The library's warnings repeat what somebody wrote, as it is, past our own log. What is wrong is said by whoever reads. */
export const QUIET_YAML = { logLevel: "error" } as const;
