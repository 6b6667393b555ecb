/** Tables for people: aligned, cut to the width of the terminal, coloured where it is one. */
import { oneLine } from "../../kit/visible_text.ts";

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
}

const GAP = "  ";
const CODES: Readonly<Record<Tone, string>> = { plain: "", good: "32", busy: "33", bad: "31", faint: "2" };

/** A cell without a tone. */
export function plain(text: string | number | bigint): Cell {
  return { text: `${text}`, tone: "plain" };
}

/** Cut to `width` characters, the last of them an ellipsis. */
export function truncate(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/** The text in the colour of the tone. */
export function paint(text: string, tone: Tone, isColour: boolean): string {
  return isColour && tone !== "plain" ? `\x1b[${CODES[tone]}m${text}\x1b[0m` : text;
}

function lengthOf(text: string): number {
  return [...text].length;
}

/** Width of each column for these rows, cut where the terminal is too narrow. */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  style: TableStyle,
): number[] {
  const widths = columns.map((column, index) =>
    Math.max(
      column.title.length,
      style.isGrowing === true ? column.reserve ?? 0 : 0,
      ...rows.map((row) => lengthOf(oneLine(row[index]?.text ?? ""))),
    )
  );
  if (style.columns === undefined) return widths;
  let excess = widths.reduce((sum, width) => sum + width, GAP.length * (columns.length - 1)) - style.columns;
  for (let index = columns.length - 1; index >= 0 && excess > 0; index--) {
    const minWidth = columns[index]?.minWidth;
    const width = widths[index] ?? 0;
    if (minWidth === undefined || width <= minWidth) continue;
    const cut = Math.min(excess, width - minWidth);
    widths[index] = width - cut;
    excess -= cut;
  }
  return widths;
}

/** One line, without its end. Trailing blanks are left out. */
export function tableRow(
  cells: readonly Cell[],
  columns: readonly Column[],
  layout: { readonly widths: readonly number[]; readonly style: TableStyle },
): string {
  const { widths, style } = layout;
  const parts = cells.map((cell, index) => {
    const width = widths[index] ?? 0;
    const isLast = index === cells.length - 1;
    const text = style.columns === undefined && isLast
      ? oneLine(cell.text)
      : truncate(oneLine(cell.text), width);
    const blanks = " ".repeat(Math.max(0, width - lengthOf(text)));
    const painted = paint(text, cell.tone, style.isColour);
    if (columns[index]?.isRightAligned === true) return blanks + painted;
    return isLast ? painted : painted + blanks;
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
  const lines = [tableHead(columns, layout), ...rows.map((row) => tableRow(row, columns, layout))];
  return lines.map((line) => `${line}\n`).join("");
}
