/** The cases of the four files of cases, each given to the code under test and compared with what is expected of it. */
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { answerChange } from "../../../src/pullpiri/state_changes.ts";
import {
  parseScenarioState,
  type ResourceType,
  scenarioKey,
  type ScenarioState,
  scenarioValue,
} from "../../../src/pullpiri/scenario.ts";
import {
  type ContainerInfo,
  containerPhase,
  modelOf,
  modelState,
  modelWrite,
  packageState,
  packageValue,
  parseModelState,
  parsePackageState,
} from "../../../src/pullpiri/words.ts";
import {
  type ContainerCase,
  expectedOfContainers,
  expectedOfPackage,
  expectedOfScenario,
  expectedOfValidation,
  type PackageCase,
  type RawContainer,
  type ScenarioCase,
  type ValidationCase,
} from "./expected.ts";

/** What became of one case; `problem` undefined = it passed. */
export interface Judged {
  readonly name: string;
  /** Ours by our own rules: all of these have to pass. */
  readonly isOurs: boolean;
  readonly problem?: string;
}

interface Marked {
  readonly name: string;
  readonly questionable?: boolean;
  readonly suggestedAccepted?: boolean;
}

/** One comparison: what was expected and what came; undefined = the same. */
function difference(expected: unknown, found: unknown): string | undefined {
  if (isDeepStrictEqual(expected, found)) return undefined;
  return `expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
}

function containerOf(raw: RawContainer): ContainerInfo {
  const { id = "", names = [], image = "", state = {}, config = {}, annotation = {} } = raw;
  return { id, names, image, state, config, annotation };
}

function judgeContainers(one: ContainerCase): string | undefined {
  const expected = expectedOfContainers(one);
  const pods = new Set(Object.keys(one.suggestedModels ?? {}));
  const grouped = new Map<string, ContainerInfo[]>();
  for (const container of one.containers.map(containerOf)) {
    const model = modelOf(container, pods);
    if (model !== undefined) grouped.set(model, [...grouped.get(model) ?? [], container]);
  }
  const seenOf = (model: string) =>
    modelState((grouped.get(model) ?? []).map(({ state }) => containerPhase(state)));
  const seen = seenOf(one.model);
  const known = one.prior === undefined || one.prior === null ? undefined : parseModelState(one.prior);
  const models = Object.fromEntries(
    [...grouped.keys()].flatMap((model) => {
      const state = seenOf(model);
      return state === undefined ? [] : [[model, state]];
    }),
  );
  return difference(expected, {
    state: seen ?? null,
    ...(expected.models === undefined ? {} : { models }),
    ...(expected.write === undefined ? {} : { write: modelWrite(one.model, { known, seen }) ?? null }),
  });
}

function judgePackage(one: PackageCase): string | undefined {
  const state = packageState(one.models.map((model) => parseModelState(model.state ?? undefined)));
  const isWritten = parsePackageState(one.storedPackageState ?? undefined) !== state;
  return difference(expectedOfPackage(one), { state: packageValue(state), isWritten });
}

/** Answers one change, with the book before and after it. */
function change(
  name: string,
  tracked: ScenarioState | undefined,
  request: ValidationCase["request"],
): { readonly answer: ReturnType<typeof answerChange>; readonly after: ScenarioState | undefined } {
  const book = new Map<string, ScenarioState>();
  if (tracked !== undefined) book.set(name, tracked);
  const answer = answerChange(
    { get: (scenario) => book.get(scenario), changed: (scenario, state) => book.set(scenario, state) },
    {
      ...{
        resourceName: "",
        currentState: "",
        targetState: "",
        transitionId: "",
        timestampNs: "0",
        source: "",
      },
      ...request,
      resourceType: typeOf(request.resourceType ?? 0),
    },
  );
  return { answer, after: book.get(name) };
}

const TYPES = ["UNSPECIFIED", "SCENARIO", "PACKAGE", "MODEL", "VOLUME", "NETWORK", "NODE"] as const;

function typeOf(number: number): ResourceType | number {
  const word = TYPES[number];
  return word === undefined ? number : `RESOURCE_TYPE_${word}`;
}

function judgeScenario(one: ScenarioCase): string | undefined {
  const tracked = one.tracked === null ? undefined : parseScenarioState(one.tracked);
  const { answer, after } = change(one.scenario, tracked, {
    ...{ resourceType: 1, resourceName: one.scenario, currentState: one.current, targetState: one.target },
    ...{ transitionId: "t", timestampNs: "1", source: "s" },
  });
  const isAccepted = answer.errorCode === "ERROR_CODE_SUCCESS";
  const isStored = isAccepted && after !== undefined && after !== tracked;
  return difference(expectedOfScenario(one), {
    isAccepted,
    errorCode: answer.errorCode,
    stateAfter: after === undefined ? null : scenarioValue(after),
    stored: isStored ? { key: scenarioKey(one.scenario), value: scenarioValue(after) } : null,
  });
}

function judgeValidation(one: ValidationCase): string | undefined {
  const { answer } = change(one.request.resourceName ?? "", undefined, one.request);
  const expected = expectedOfValidation(one);
  return difference(expected, {
    errorCode: answer.errorCode,
    ...(expected.details === undefined ? {} : { details: answer.errorDetails }),
  });
}

const FILES: Readonly<Record<string, (one: never) => string | undefined>> = {
  "container_model_cases.json": judgeContainers,
  "package_cases.json": judgePackage,
  "scenario_transition_cases.json": judgeScenario,
  "statechange_validation_cases.json": judgeValidation,
};

/** Every case of the files that are in the directory. Throws when there is none of them. */
export function judgeCases(dir: string): Judged[] {
  const found = Object.entries(FILES).filter(([file]) => exists(join(dir, file)));
  if (found.length === 0) throw new Error(`${dir} has none of ${Object.keys(FILES).join(", ")}`);
  return found.flatMap(([file, judge]) => {
    const cases: readonly Marked[] = JSON.parse(Deno.readTextFileSync(join(dir, file)));
    return cases.map((one) => {
      const problem = attempt(() => judge(one as never));
      const isOurs = one.questionable === true || one.suggestedAccepted === true;
      const name = `${file.replace(/_cases\.json$/, "")}: ${one.name}`;
      return { name, isOurs, ...(problem === undefined ? {} : { problem }) };
    });
  });
}

function attempt(work: () => string | undefined): string | undefined {
  try {
    return work();
  } catch (error) {
    return `threw ${error}`;
  }
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
