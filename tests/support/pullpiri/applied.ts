/** What is applied at once, as the apiserver of Pullpiri stores it. */

export interface Applied {
  readonly scenario: string;
  readonly packageName: string;
  readonly action?: string;
  readonly hasCondition?: boolean;
  readonly policy?: { readonly name: string; readonly nodes: readonly string[] };
  readonly schedule?: string;
  readonly models: readonly {
    readonly name: string;
    readonly node: string;
    readonly images?: readonly string[];
    readonly restartPolicy?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}

export function storeArtifacts(values: Map<string, string>, applied: Applied): void {
  const { scenario, packageName, action = "launch", hasCondition, policy, schedule, models } = applied;
  const condition = hasCondition === true
    ? { express: "eq", value: "true", operands: { type: "DDS" } }
    : null;
  const put = (kind: string, name: string, body: object) =>
    values.set(`${kind}/${name}`, JSON.stringify({ apiVersion: "v1", kind, metadata: { name }, ...body }));
  put("Scenario", scenario, { spec: { condition, action, target: packageName } });
  if (action === "terminate") return;
  put("Package", packageName, {
    spec: {
      ...(policy === undefined ? {} : { policy: policy.name }),
      ...(schedule === undefined ? {} : { schedule }),
      pattern: [{ type: "plain" }],
      models: models.map(({ name, node }) => ({ name, node, resources: {} })),
    },
  });
  if (policy !== undefined) {
    put("Policy", policy.name, { spec: { placement: { availableNodes: policy.nodes }, procedure: {} } });
  }
  for (const { name, images = ["localhost/ppwork:1"], restartPolicy = null, annotations } of models) {
    const containers = images.map((image, index) => ({ name: `c${index + 1}`, image }));
    const body = { spec: { hostNetwork: true, containers, restartPolicy } };
    values.set(
      `Model/${name}`,
      JSON.stringify({ apiVersion: "v1", kind: "Model", metadata: { name, annotations }, ...body }),
    );
    put("Pod", name, body);
  }
}
