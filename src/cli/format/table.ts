/**
 * Tables for people: aligned, cut to the width of the terminal, coloured where it is one.
 *
 * I1  A table that is too wide is first cut to what its columns would like to keep, then loses the columns that can be spared, the
 *     least important first, and only then is cut to what they need.
 */
import { oneLine } from "../../kit/visible_text.ts";
import { textWidth, truncate } from "./text_width.ts";

export { truncate } from "./text_width.ts";

/** How a cell looks. */
export type Tone = "plain" | "good" | "busy" | "bad" | "faint";

/** Text, with a tone where it says something. */
export interface Cell {
  readonly text: string;
  readonly tone: Tone;
}

/** One column. */
export interface Column {
  readonly title: string;
  /** Whether numbers line up at their right end. */
  readonly isRightAligned?: boolean;
  /** Cut to this when the table is too wide; not set = never cut. Columns are cut from the last one on. */
  readonly minWidth?: number;
  /** Cut to this before another column is left out; not set = not cut for that. */
  readonly likedWidth?: number;
  /** Left out of a table that is too wide, the lowest first; not set = never. */
  readonly spareRank?: number;
  /** Wide enough for this even when no row needs it yet, in a table that goes on growing. */
  readonly reserve?: number;
}

/** How to print. */
export interface TableStyle {
  /** Not set = do not cut. */
  readonly columns?: number;
  readonly isColour: boolean;
  /** Rows will be added later: columns keep their reserve. */
  readonly isGrowing?: boolean;
  /** Rows alone. */
  readonly isHeadless?: boolean;
}

const GAP = "  ";
const CODES: Readonly<Record<Tone, string>> = { plain: "", good: "32", busy: "33", bad: "31", faint: "2" };

/** A cell without a tone. */
export function plain(text: string | number | bigint): Cell {
  return { text: `${text}`, tone: "plain" };
}

/** The text in the colour of the tone. */
export function paint(text: string, tone: Tone, isColour: boolean): string {
  return isColour && tone !== "plain" ? `\x1b[${CODES[tone]}m${text}\x1b[0m` : text;
}

/** Width of each column for these rows, cut where the terminal is too narrow; 0 = the column is left out (I1). */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  style: TableStyle,
): number[] {
  const widths = columns.map((column, index) =>
    Math.max(
      column.title.length,
      style.isGrowing === true ? column.reserve ?? 0 : 0,
      ...rows.map((row) => textWidth(oneLine(row[index]?.text ?? ""))),
    )
  );
  if (style.columns === undefined) return widths;
  const limit = style.columns;
  const natural = [...widths];
  cut(widths, limit, columns.map(({ likedWidth }) => likedWidth));
  const spare = columns.flatMap(({ spareRank }, index) =>
    spareRank === undefined ? [] : [{ spareRank, index }]
  );
  for (const { index } of spare.sort((a, b) => a.spareRank - b.spareRank)) {
    if (excessOf(widths, limit) > 0) widths[index] = 0;
  }
  cut(widths, limit, columns.map(({ minWidth }) => minWidth));
  growBack(widths, natural, limit);
  return widths;
}

/** What was cut more than needed, because a column was left out after that, gets the room that it left. */
function growBack(widths: number[], natural: readonly number[], limit: number): void {
  let room = -excessOf(widths, limit);
  widths.forEach((width, index) => {
    const more = width === 0 ? 0 : Math.max(0, Math.min(room, (natural[index] ?? 0) - width));
    widths[index] = width + more;
    room -= more;
  });
}

function excessOf(widths: readonly number[], limit: number): number {
  const shown = widths.filter((width) => width > 0);
  return shown.reduce((sum, width) => sum + width, GAP.length * (shown.length - 1)) - limit;
}

/** Cuts the columns from the last one on, each down to its floor. */
function cut(widths: number[], limit: number, floors: readonly (number | undefined)[]): void {
  let excess = excessOf(widths, limit);
  for (let index = widths.length - 1; index >= 0 && excess > 0; index--) {
    const floor = floors[index];
    const width = widths[index] ?? 0;
    if (floor === undefined || width <= floor) continue;
    const less = Math.min(excess, width - floor);
    widths[index] = width - less;
    excess -= less;
  }
}

/** One line, without its end. Trailing blanks are left out. */
export function tableRow(
  cells: readonly Cell[],
  columns: readonly Column[],
  layout: { readonly widths: readonly number[]; readonly style: TableStyle },
): string {
  const { widths, style } = layout;
  const parts = cells.flatMap((cell, index) => {
    const width = widths[index] ?? 0;
    if (width === 0) return [];
    const isLast = index === cells.length - 1;
    const text = style.columns === undefined && isLast
      ? oneLine(cell.text)
      : truncate(oneLine(cell.text), width);
    const blanks = " ".repeat(Math.max(0, width - textWidth(text)));
    const painted = paint(text, cell.tone, style.isColour);
    if (columns[index]?.isRightAligned === true) return [blanks + painted];
    return [isLast ? painted : painted + blanks];
  });
  return parts.join(GAP).trimEnd();
}

/** The head of the table. */
export function tableHead(
  columns: readonly Column[],
  layout: { readonly widths: readonly number[]; readonly style: TableStyle },
): string {
  return tableRow(columns.map((column) => ({ text: column.title, tone: "faint" })), columns, layout);
}

/** The whole table, every line ended. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  style: TableStyle,
): string {
  const layout = { widths: columnWidths(columns, rows, style), style };
  const head = style.isHeadless === true ? [] : [tableHead(columns, layout)];
  const lines = [...head, ...rows.map((row) => tableRow(row, columns, layout))];
  return lines.map((line) => `${line}\n`).join("");
}
