/** The findings of `doctor` as text for people and as data for programs. */
import { brokenAtBlanks } from "../format/break_lines.ts";
import type { Plain } from "../format/manifest_value.ts";
import { oneLine } from "../../kit/visible_text.ts";
import { paint, type TableStyle, type Tone } from "../format/table.ts";
import type { Finding, FindingLevel } from "./finding.ts";

const TONES: Readonly<Record<FindingLevel, Tone>> = { ok: "good", warning: "busy", problem: "bad" };
const LEVEL_WIDTH = 9;
/** Longer names push only their own line. */
const MAX_CHECK_WIDTH = 24;
/** Narrower than this it is easier to read what the terminal breaks itself. */
const MIN_TEXT_WIDTH = 30;

/** One line a check, what to do below it, and a sum at the end. */
export function doctorText(findings: readonly Finding[], style: TableStyle): string {
  const checkWidth = Math.min(MAX_CHECK_WIDTH, Math.max(...findings.map(({ check }) => check.length))) + 2;
  const indent = LEVEL_WIDTH + checkWidth;
  const width = (style.columns ?? Infinity) - indent;
  const lines = findings.flatMap((finding) => {
    const level = finding.level.padEnd(LEVEL_WIDTH);
    const [first = "", ...rest] = wrapped(finding.message, width);
    const check = oneLine(finding.check).padEnd(checkWidth - 1);
    const head = `${paint(level, TONES[finding.level], style.isColour)}${check} ${first}`;
    const advice = finding.level === "ok"
      ? []
      : (finding.advice ?? "").split("\n").filter((line) => line !== "");
    return [
      head,
      ...rest.map((line) => " ".repeat(indent) + line),
      ...advice.flatMap((line, index) =>
        // Commands are one line each, so that they can be copied.
        (index === 0 ? wrapped(line, width - 3) : [oneLine(line)]).map((part, partIndex) =>
          `${" ".repeat(indent)}${index === 0 && partIndex === 0 ? "-> " : "   "}${part}`
        )
      ),
    ];
  });
  return `${lines.join("\n")}\n\n${sumText(findings)}\n`;
}

function wrapped(text: string, width: number): readonly string[] {
  const line = oneLine(text);
  return width < MIN_TEXT_WIDTH ? [line] : brokenAtBlanks(line, width);
}

function sumText(findings: readonly Finding[]): string {
  const count = (level: FindingLevel, name: string): string => {
    const number = findings.filter((finding) => finding.level === level).length;
    return `${number === 0 ? "no" : number} ${name}${number === 1 ? "" : "s"}`;
  };
  return `${count("problem", "problem")}, ${count("warning", "warning")}`;
}

/** For programs. */
export function doctorValue(findings: readonly Finding[]): Plain {
  return {
    kind: "DoctorReport",
    problems: findings.filter(({ level }) => level === "problem").length,
    warnings: findings.filter(({ level }) => level === "warning").length,
    checks: findings.map((finding) => ({
      check: finding.check,
      level: finding.level,
      message: finding.message,
      ...(finding.level === "ok" || finding.advice === undefined ? {} : { advice: finding.advice }),
    })),
  };
}
