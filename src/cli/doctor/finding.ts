/** What `doctor` says of one thing. */

/** One line. A problem always says what to do. */
export type Finding =
  & { readonly check: string; readonly message: string }
  & (
    | { readonly level: "ok" }
    | { readonly level: "warning"; readonly advice?: string }
    | { readonly level: "problem"; readonly advice: string }
  );

export type FindingLevel = Finding["level"];

export function ok(check: string, message: string): Finding {
  return { check, level: "ok", message };
}

export function warning(check: string, message: string, advice?: string): Finding {
  return { check, level: "warning", message, ...(advice === undefined ? {} : { advice }) };
}

export function problem(check: string, message: string, advice: string): Finding {
  return { check, level: "problem", message, advice };
}
