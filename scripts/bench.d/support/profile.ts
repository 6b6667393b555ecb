/** Where the time of a program went, from V8's sampling profiler (`--cpu-prof`). */

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
}

const LINES = 25;

/** Runs a script of ours under the profiler and tells files and functions by self time, idle left out. */
export async function tellProfile(
  script: string,
  { args, dir }: { readonly args: readonly string[]; readonly dir: string },
): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "--cpu-prof", `--cpu-prof-dir=${dir}`, script, ...args],
    ...{ stdin: "null", stdout: "null", stderr: "inherit" } as const,
  }).output();
  if (!success) throw new Error(`${script} failed under the profiler`);
  await tellProfiles(dir);
}

/** The same of the profiles in a folder. */
export async function tellProfiles(dir: string): Promise<void> {
  for (const { name } of Deno.readDirSync(dir)) {
    if (name.endsWith(".cpuprofile")) tell(JSON.parse(await Deno.readTextFile(`${dir}/${name}`)));
  }
}

function tell({ nodes, samples }: Profile): void {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const files = new Map<string, number>();
  const functions = new Map<string, number>();
  let total = 0;
  for (const id of samples) {
    const frame = byId.get(id);
    if (frame === undefined || frame.functionName === "(idle)") continue;
    total += 1;
    const file = shortName(frame.url) || frame.functionName;
    const name = `${frame.functionName || "(anonymous)"} ${file}:${frame.lineNumber + 1}`;
    files.set(file, (files.get(file) ?? 0) + 1);
    functions.set(name, (functions.get(name) ?? 0) + 1);
  }
  for (const [title, counts] of [["file", files], ["function", functions]] as const) {
    console.error(`\nself time by ${title}, idle left out:`);
    for (const [name, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, LINES)) {
      console.error(`${(count / total * 100).toFixed(1).padStart(6)} %  ${name}`);
    }
  }
}

function shortName(url: string): string {
  return url.replace(/^.*\/(src|scripts|tests)\//, "$1/").replace(/^.*\/npm\/[^/]+\//, "npm/");
}
