/**
 * The habits of a program of the vehicle, in a file that its test writes while it runs:
 *
 *     DIR/habits/PROGRAM.json    {"habits": [NAME, ...], "status": STATUS}
 */
import { readIfThere } from "../vehicle/store.ts";
import { STATUS_NAMES, type StatusName } from "./controller.ts";

interface Told {
  readonly habits: readonly string[];
  readonly status: StatusName;
}

const GOOD: Told = { habits: [], status: "INTERNAL" };
/** The file is read again when it was read so long ago. */
const AGAIN_MS = 50;

function fileOf(dir: string, program: string): string {
  return `${dir}/habits/${program}.json`;
}

/** From now on the program has these habits and no others; `status` is what "answer-status" answers. */
export function setHabits(
  dir: string,
  program: string,
  { habits, status = GOOD.status }: { readonly habits: readonly string[]; readonly status?: StatusName },
): void {
  const path = fileOf(dir, program);
  Deno.mkdirSync(`${dir}/habits`, { recursive: true });
  Deno.writeTextFileSync(`${path}.new`, JSON.stringify({ habits, status }));
  Deno.renameSync(`${path}.new`, path);
}

/** The habits of this program, as its test last wrote them. */
export class FileHabits<Name extends string> {
  readonly #path: string;
  #told = GOOD;
  #readAtMs = -Infinity;

  constructor(dir: string, program: string) {
    this.#path = fileOf(dir, program);
  }

  has(name: Name): boolean {
    return this.#read().habits.includes(name);
  }

  get status(): StatusName {
    return this.#read().status;
  }

  #read(): Told {
    if (performance.now() - this.#readAtMs < AGAIN_MS) return this.#told;
    this.#readAtMs = performance.now();
    const text = readIfThere(this.#path);
    this.#told = text === undefined ? GOOD : parse(text);
    return this.#told;
  }
}

/** Written by `setHabits` alone. */
function parse(text: string): Told {
  const value: unknown = JSON.parse(text);
  const of = (key: string): unknown =>
    typeof value === "object" && value !== null
      ? Object.entries(value).find(([known]) => known === key)?.[1]
      : undefined;
  const habits = of("habits");
  return {
    habits: Array.isArray(habits) ? habits.map(String) : [],
    status: STATUS_NAMES.find((name) => name === of("status")) ?? GOOD.status,
  };
}
