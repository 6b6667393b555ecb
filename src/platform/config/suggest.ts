/** Suggests the known key that a mistyped one was probably meant to be. */

/** `; did you mean "parallel"?`, or "" when nothing known is near. */
export function didYouMean(key: string, known: readonly string[]): string {
  const nearest = closest(key, known);
  return nearest === undefined ? "" : `; did you mean ${nearest}?`;
}

/**
 * The known key with the fewest edits between, at most a third of the longer key and at least one; the first of equals.
 * A dotted key is also compared by its last part, so that a key in the wrong group is recognised.
 */
export function closest(key: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestCost = Infinity;
  for (const candidate of known) {
    const whole = editDistance(key, candidate);
    const tail = editDistance(lastPart(key), lastPart(candidate)) + 0.5;
    const cost = Math.min(whole, tail);
    const allowed = Math.max(1, Math.floor(Math.max(lastPart(key).length, lastPart(candidate).length) / 3)) +
      0.5;
    if (cost <= allowed && cost < bestCost) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf(".") + 1);
}

/** Number of insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
function editDistance(a: string, b: string): number {
  // Longer than any key: not worth a table, and bounded work for hostile input.
  if (a.length > 100 || b.length > 100) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_unused, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? Infinity) + 1,
        (current[column - 1] ?? Infinity) + 1,
        (last[column - 1] ?? Infinity) + (isSame ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? Infinity) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? Infinity;
}
