/** Reads the report that `deno test --junit-path` writes. */

/** How one test ended. */
export interface TestCase {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "skipped";
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&apos;": "'",
  "&#39;": "'",
  "&amp;": "&",
};

function unescape(text: string): string {
  return text.replace(/&(?:lt|gt|quot|apos|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** The tests and steps of the report, in its order. A report that was cut off gives what is there. */
export function parseJunit(xml: string): TestCase[] {
  const cases: TestCase[] = [];
  for (
    const [, attributes = "", selfClosed, body = ""] of xml.matchAll(
      /<testcase\b([^>]*?)(?:(\/)>|>([\s\S]*?)<\/testcase>)/g,
    )
  ) {
    const name = unescape(/\bname="([^"]*)"/.exec(attributes)?.[1] ?? "?");
    const inner = selfClosed === undefined ? body : "";
    const outcome = /<(?:failure|error)\b/.test(inner)
      ? "failed"
      : /<skipped\b/.test(inner)
      ? "skipped"
      : "passed";
    cases.push({ name, outcome });
  }
  return cases;
}

/** Whether `deno test --filter` chooses the test: by a part of its name, or by /a pattern/. */
export function isChosen(name: string, filter: string): boolean {
  const pattern = /^\/(.+)\/$/.exec(filter)?.[1];
  return pattern === undefined ? name.includes(filter) : new RegExp(pattern).test(name);
}

/** The reason that a skipped test gives in its name: `... (skipped: no etcd)`. */
export function skipReason(name: string): string | undefined {
  return /\(skipped: (.+)\)$/.exec(name)?.[1];
}
