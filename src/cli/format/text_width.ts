/** How many columns of a terminal a text takes: two for a wide character, none for a mark that joins the one before it. */

const ASCII = /^[\x20-\x7e]*$/;
const SEGMENTS = new Intl.Segmenter("en", { granularity: "grapheme" });
/** East Asian wide and full-width characters, and what is shown as a picture (Unicode TR 11 and TR 51). */
const WIDE =
  /\p{Emoji_Presentation}|\ufe0f|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Bopomofo}|\p{Script=Yi}|[\u3000-\u303e\u30fb\u30fc\uff01-\uff60\uffe0-\uffe6]/u;
const HALF_WIDTH = /^[\uff61-\uffdc\uffe8-\uffee]/;
const INVISIBLE = /^[\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u;

function widthOfSegment(segment: string): number {
  if (INVISIBLE.test(segment)) return 0;
  return WIDE.test(segment) && !HALF_WIDTH.test(segment) ? 2 : 1;
}

/** In columns. */
export function textWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const { segment } of SEGMENTS.segment(text)) width += widthOfSegment(segment);
  return width;
}

/** Cut to `width` columns, the last of them an ellipsis. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    used += widthOfSegment(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return width < 1 ? "" : `${kept}…`;
}
