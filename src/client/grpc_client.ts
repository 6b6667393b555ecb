/** The client of the commands over gRPC: combines pages, and converts failures to messages for the user. */
import type { ServiceFilter } from "../manager/serve/api.ts";
import {
  CallError,
  connect,
  type NodeLogLines,
  type NodeLogQuery,
  type StateManagerClient,
  type SubscriptionMessage,
  type SubscriptionStart,
} from "./state_manager.ts";
import { messageOf } from "../kit/errors.ts";
import { readTls, type TlsFiles, type TlsMaterial, tlsTarget } from "../grpc/tls.ts";
import { addressMistake, ENDPOINT_FORM, parseEndpoint } from "../platform/config/endpoint.ts";
import type { ServiceState } from "../state/model.ts";
import type { ResourceId } from "../state/resource_id.ts";
import type { CliClient, ServiceList } from "./client.ts";
import { connectionProblem, withoutLibraryWords } from "./connection_problem.ts";
import { ClientError, type ClientErrorReason } from "./errors.ts";

const PAGE = 1_000;
/** The command sets the deadline of its calls; this one only has to be longer. */
const LONGEST_CALL_MS = 86_400_000;

/** gRPC status -> exit reason; any other status is "failed". */
const REASON_OF_STATUS: Readonly<Record<number, ClientErrorReason>> = {
  3: "refused", // INVALID_ARGUMENT
  4: "unreachable", // DEADLINE_EXCEEDED
  5: "notFound", // NOT_FOUND
  6: "refused", // ALREADY_EXISTS
  7: "refused", // PERMISSION_DENIED
  8: "refused", // RESOURCE_EXHAUSTED
  9: "refused", // FAILED_PRECONDITION
  10: "refused", // ABORTED
  14: "unreachable", // UNAVAILABLE
  16: "refused", // UNAUTHENTICATED
};

const UNAVAILABLE = 14;

const HINTS: Readonly<Record<number, string>> = {
  5: "statemanagerd get lists the services.",
  7: "Use the address of a listener with such a role, or change access.* in the configuration: docs/access.md.",
  12: "The State Manager is older than this command: use the one that came with it.",
  10: "The spec was changed meanwhile: read it again with statemanagerd get -o yaml, and repeat your change.",
};

/** The error as it is shown to the user. */
export function clientErrorOf(error: unknown, address: string): unknown {
  if (!(error instanceof CallError)) return error;
  const reason = REASON_OF_STATUS[error.code] ?? "failed";
  const message = withoutLibraryWords(error.message);
  if (error.code === UNAVAILABLE) {
    const problem = connectionProblem(message, address);
    if (problem !== undefined) {
      const text = `${attemptOf(message)}${problem.text}`;
      return new ClientError(problem.reason, text, { cause: error, hint: problem.hint });
    }
  }
  const hint = reason === "unreachable"
    ? `Is the State Manager running at ${address}? Set --address or STATEMANAGER_ADDRESS if it runs elsewhere.`
    : HINTS[error.code];
  // That it does not exist is all there is to say: what could not be done then, the user knows.
  const text = reason === "notFound" ? message.replace(/^Cannot [^:]*: /, "") : message;
  return new ClientError(reason, text, { cause: error, hint });
}

/** `Cannot query services: `, where the message begins like that. */
function attemptOf(message: string): string {
  return /^Cannot [^:]*: /.exec(message)?.[0] ?? "";
}

/** Connects lazily. Throws a usage error when the address is malformed, or needs certificates that cannot be read. */
export function connectGrpc(address: string, files?: TlsFiles): CliClient {
  if (parseEndpoint(address) === undefined) {
    const mistake = addressMistake(address) ?? "is not an address";
    throw new ClientError("usage", `"${address}" ${mistake}`, { hint: `Accepted: ${ENDPOINT_FORM}.` });
  }
  const options = { deadlineMs: LONGEST_CALL_MS, reconnectMaxMs: 1_000 };
  if (tlsTarget(address) === undefined) return new GrpcCliClient(connect(address, options));
  return new GrpcCliClient(connect(address, { ...options, tls: certificates(address, files) }));
}

function certificates(address: string, files: TlsFiles | undefined): TlsMaterial {
  const hint =
    "Set tls.ca_file, tls.cert_file and tls.key_file in the configuration, or STATEMANAGER_TLS_CA_FILE, _CERT_FILE and _KEY_FILE.";
  if (files === undefined || files.certFile === "") {
    throw new ClientError("usage", `${address} needs a certificate of your own`, { hint });
  }
  try {
    return readTls(files);
  } catch (cause) {
    throw new ClientError("usage", messageOf(cause), { hint, cause });
  }
}

class GrpcCliClient implements CliClient {
  readonly #client: StateManagerClient;

  constructor(client: StateManagerClient) {
    this.#client = client;
  }

  async listServices(filter: ServiceFilter, signal: AbortSignal): Promise<ServiceList> {
    const services: ServiceState[] = [];
    let after: ResourceId | undefined;
    for (;;) {
      const request = { limit: PAGE, ...(after === undefined ? {} : { after }) };
      const page = await this.#call(() => this.#client.queryServices(filter, request, signal));
      services.push(...page.services);
      if (page.nextAfter === undefined) return { services, revision: page.revision };
      after = page.nextAfter;
    }
  }

  async findService(id: ResourceId, signal: AbortSignal): Promise<ServiceState | undefined> {
    const filter = { namespaces: [], resourceIds: [id], states: [], nodes: [] };
    return (await this.listServices(filter, signal)).services[0];
  }

  readonly instances: CliClient["instances"] = (signal) => this.#call(() => this.#client.instances(signal));

  readonly adoptTerm: CliClient["adoptTerm"] = (adoption, signal) =>
    this.#call(() => this.#client.adoptTerm(adoption, signal));

  readonly updateState: CliClient["updateState"] = (change, signal) =>
    this.#call(() => this.#client.updateState(change, signal));

  readonly apply: CliClient["apply"] = (changes, options) =>
    this.#call(() => this.#client.apply(changes, options));

  readonly status: CliClient["status"] = (signal) => this.#call(() => this.#client.status(signal));

  readonly alerts: CliClient["alerts"] = (signal) => this.#call(() => this.#client.alerts(signal));

  readonly readHistory: CliClient["readHistory"] = (query, signal) =>
    this.#call(() => this.#client.readHistory(query, signal));

  readonly planReconciliation: CliClient["planReconciliation"] = (subject, signal) =>
    this.#call(() => this.#client.planReconciliation(subject, signal));

  readonly explain: CliClient["explain"] = (subject, signal) =>
    this.#call(() => this.#client.explain(subject, signal));

  readonly triggerRecovery: CliClient["triggerRecovery"] = (id, request, signal) =>
    this.#call(() => this.#client.triggerRecovery(id, request, signal));

  async *follow(
    request: { readonly filter: ServiceFilter; readonly start: SubscriptionStart },
    signal: AbortSignal,
  ): AsyncGenerator<SubscriptionMessage> {
    try {
      yield* this.#client.subscribe({ ...request, signal });
    } catch (error) {
      throw clientErrorOf(error, this.#client.address);
    }
  }

  async *logs(query: NodeLogQuery, signal: AbortSignal): AsyncGenerator<NodeLogLines> {
    try {
      yield* this.#client.logs(query, signal);
    } catch (error) {
      throw clientErrorOf(error, this.#client.address);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client[Symbol.asyncDispose]();
  }

  async #call<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call();
    } catch (error) {
      throw clientErrorOf(error, this.#client.address);
    }
  }
}
