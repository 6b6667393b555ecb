/**
 * Several streams as one, each in its own order.
 *
 * `onLeave` has to end what a stream waits for: one that waits cannot be told to return.
 *
 * I1: each stream is asked for its next value when its last one was taken: a slow reader costs one value of each.
 */
export async function* merged<T>(
  sources: readonly AsyncGenerator<T, void, undefined>[],
  onLeave: () => void,
): AsyncGenerator<T, void, undefined> {
  type Arrival =
    & { readonly from: AsyncGenerator<T, void, undefined> }
    & (
      | { readonly kind: "value"; readonly value: T }
      | { readonly kind: "end" }
      | { readonly kind: "failure"; readonly error: unknown }
    );
  const arrived: Arrival[] = [];
  let wake = () => {};
  const arrive = (arrival: Arrival) => {
    arrived.push(arrival);
    wake();
  };
  const pull = (from: AsyncGenerator<T, void, undefined>) =>
    void from.next().then(
      (next) =>
        arrive(next.done === true ? { from, kind: "end" } : { from, kind: "value", value: next.value }),
      (error) => arrive({ from, kind: "failure", error }),
    );
  let open = sources.length;
  sources.forEach(pull);
  try {
    while (open > 0) {
      const arrival = arrived.shift();
      if (arrival === undefined) {
        await new Promise<void>((resolve) => wake = resolve);
      } else if (arrival.kind === "value") {
        yield arrival.value;
        pull(arrival.from);
      } else {
        open -= 1;
        if (arrival.kind === "failure") throw arrival.error;
      }
    }
  } finally {
    onLeave();
    await Promise.allSettled(sources.map((source) => source.return()));
  }
}
