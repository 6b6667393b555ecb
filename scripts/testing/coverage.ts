/** Line coverage from an lcov report: per group of files, against thresholds. */

/** Lines of one source file. */
export interface FileCoverage {
  /** Path from the root of the project. */
  readonly path: string;
  readonly lines: number;
  readonly covered: number;
  /** Numbers of the lines that no test ran. */
  readonly missed: readonly number[];
}

/** What a group of files must reach. */
export interface CoverageTarget {
  readonly name: string;
  readonly paths: RegExp;
  /** Per cent of lines. */
  readonly atLeast: number;
}

/** How far a group is. */
export interface CoverageResult {
  readonly name: string;
  readonly percent: number;
  readonly target: number;
  readonly met: boolean;
}

/** The part that decides must be tested nearly to the last line; everything, generated code apart, well. */
export const TARGETS: readonly CoverageTarget[] = [
  { name: "core", paths: /^src\/(?:state|reconciliation|recovery)\//, atLeast: 95 },
  { name: "all", paths: /^(?:src\/|main\.ts$)/, atLeast: 85 },
];

const GENERATED = /^src\/grpc\/gen\//;

/** Parses lcov; files outside `root` and generated ones are left out. */
export function parseLcov(lcov: string, root: string): FileCoverage[] {
  const files: FileCoverage[] = [];
  for (const record of lcov.split("end_of_record")) {
    const source = /^SF:(.+)$/m.exec(record)?.[1];
    if (source === undefined || !source.startsWith(`${root}/`)) continue;
    const path = source.slice(root.length + 1);
    if (GENERATED.test(path)) continue;
    const hits = new Map<number, number>();
    for (const [, line, count] of record.matchAll(/^DA:(\d+),(\d+)/gm)) {
      hits.set(Number(line), Math.max(hits.get(Number(line)) ?? 0, Number(count)));
    }
    const missed = [...hits].filter(([, count]) => count === 0).map(([line]) => line);
    files.push({ path, lines: hits.size, covered: hits.size - missed.length, missed });
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}

/** Each target with what it reaches. A group without a single line has not reached anything. */
export function judgeCoverage(
  files: readonly FileCoverage[],
  targets: readonly CoverageTarget[] = TARGETS,
): CoverageResult[] {
  return targets.map(({ name, paths, atLeast }) => {
    const group = files.filter((file) => paths.test(file.path));
    const lines = group.reduce((sum, file) => sum + file.lines, 0);
    const covered = group.reduce((sum, file) => sum + file.covered, 0);
    const percent = lines === 0 ? 0 : Math.floor((covered / lines) * 10_000) / 100;
    return { name, percent, target: atLeast, met: percent >= atLeast };
  });
}

/** Line numbers for people: `3-7, 12`. */
export function lineRanges(lines: readonly number[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < lines.length; i++) {
    const first = lines[i];
    while (lines[i + 1] === (lines[i] ?? 0) + 1) i++;
    ranges.push(first === lines[i] ? `${first}` : `${first}-${lines[i]}`);
  }
  return ranges.join(", ");
}
