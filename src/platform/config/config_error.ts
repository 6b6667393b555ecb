/** The problems of a configuration, and the origin of each value. */

/** Where the value of a setting was given. */
export type Origin =
  | { readonly kind: "default" }
  | { readonly kind: "file"; readonly path: string; readonly line: number; readonly column: number }
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "flag"; readonly name: string };

/** One problem to fix. */
export interface ConfigProblem {
  readonly origin: Origin;
  /** Dotted key, for example `reconcile.parallel`; "" = the file as a whole. */
  readonly key: string;
  readonly problem: string;
  /** What would be accepted; "" where the problem implies it. */
  readonly accepted: string;
}

/** The configuration cannot be used; carries all its problems, in the order file, environment, flags. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[], options?: { readonly cause?: unknown }) {
    super(problems.map(describeProblem).join("\n"), options);
    this.problems = problems;
  }
}

/** `/etc/x.yaml:3:13`, `STATEMANAGER_LISTEN`, `--listen` or `default`. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "default":
      return "default";
    case "file":
      return origin.line === 0 ? origin.path : `${origin.path}:${origin.line}:${origin.column}`;
    case "env":
    case "flag":
      return origin.name;
  }
}

/** One line: origin, key, problem, and what would be accepted. */
export function describeProblem({ origin, key, problem, accepted }: ConfigProblem): string {
  const subject = key === "" ? "" : `${key}: `;
  return `${describeOrigin(origin)}: ${subject}${problem}${accepted === "" ? "" : `; accepted: ${accepted}`}`;
}
