// What every client must see from every server, whichever HTTP/2 either runs on. For Deno and for Node alike.
import { ECHO } from "./echo_service.js";

const { Buffer } = globalThis.process.getBuiltinModule("node:buffer");
const assert = globalThis.process.getBuiltinModule("node:assert").strict;

const MB = 1024 * 1024;
const OPTIONS = { "grpc.max_receive_message_length": 16 * MB, "grpc.max_send_message_length": -1 };
const bytes = (count, seed = 7) =>
  Buffer.from(Uint8Array.from({ length: count }, (_, i) => (i * seed) & 255));

/** An echo client with promises in place of callbacks. */
export class EchoClient {
  constructor(grpc, target, metadataOptions = {}) {
    const Client = grpc.makeGenericClientConstructor(ECHO, "Echo");
    this.grpc = grpc;
    this.metadataOptions = metadataOptions;
    this.raw = new Client(target.address, target.credentials, { ...OPTIONS, ...target.options });
  }

  metadata(entries = {}) {
    const metadata = new this.grpc.Metadata(this.metadataOptions);
    for (const [key, value] of Object.entries(entries)) {
      for (const one of Array.isArray(value) ? value : [value]) metadata.add(key, one);
    }
    return metadata;
  }

  /** `start` makes the call and gives it a callback. The result has status, headers, trailers and messages. */
  #outcome(call, messages, value) {
    return new Promise((resolve) => {
      let headers = null, isEnded = false, result = null;
      // What was received may still wait for its reader when the status is known: a good call is over at its end.
      const maybeDone = () => {
        if (result !== null && (isEnded || result.code !== 0 || value.isSingle)) {
          // The callback of a call with one answer comes in the same tick as its status.
          setTimeout(() => resolve({ ...result, value: value.value }), 0);
        }
      };
      call.on("end", () => {
        isEnded = true;
        maybeDone();
      });
      call.on("metadata", (metadata) => headers = metadata);
      call.on("data", (message) => messages.push(message));
      call.on("error", () => {});
      call.on("status", (status) => {
        const { code, details, metadata: trailers } = status;
        result = { code, details, headers, trailers, messages };
        maybeDone();
      });
    });
  }

  unary(message, entries, options = {}) {
    const value = { isSingle: true };
    const call = this.raw.Unary(message, this.metadata(entries), {
      deadline: Date.now() + 60_000,
      ...options,
    }, (_e, v) => value.value = v);
    options.onCall?.(call);
    return this.#outcome(call, [], value);
  }

  serverStream(message, entries, options = {}) {
    const call = this.raw.ServerStream(message, this.metadata(entries), {
      deadline: Date.now() + 60_000,
      ...options,
    });
    options.onCall?.(call);
    return this.#outcome(call, [], {});
  }

  async clientStream(messages, entries, options = {}) {
    const value = { isSingle: true };
    const call = this.raw.ClientStream(
      this.metadata(entries),
      { deadline: Date.now() + 60_000, ...options },
      (_e, v) => value.value = v,
    );
    const outcome = this.#outcome(call, [], value);
    options.onCall?.(call);
    await writeAll(call, messages);
    return outcome;
  }

  async bidi(messages, entries, options = {}) {
    const call = this.raw.Bidi(this.metadata(entries), { deadline: Date.now() + 60_000, ...options });
    const outcome = this.#outcome(call, [], {});
    options.onCall?.(call);
    await writeAll(call, messages);
    return outcome;
  }

  close() {
    this.raw.close();
  }
}

async function writeAll(call, messages) {
  for (const message of messages) {
    if (!call.write(message)) await new Promise((resolve) => call.once("drain", resolve));
  }
  call.end();
}

const SCENARIOS = {
  async "unary"(client) {
    const { code, value } = await client.unary(bytes(100));
    assert.equal(code, 0);
    assert.deepEqual(value, bytes(100));
  },
  async "an empty message"(client) {
    const { code, value } = await client.unary(Buffer.alloc(0));
    assert.equal(code, 0);
    assert.equal(value.length, 0);
  },
  async "metadata there and back, text, binary and repeated"(client) {
    const { code, headers, trailers } = await client.unary(bytes(1), {
      "x-echo": "some text, with a comma",
      "x-echo-bin": Buffer.from([0, 1, 255]),
      "x-many": ["1", "2"],
    });
    assert.equal(code, 0);
    assert.deepEqual(headers.get("x-echo-header"), ["some text, with a comma"]);
    assert.deepEqual(trailers.get("x-echo-trailer"), ["some text, with a comma"]);
    assert.deepEqual(trailers.get("x-echo-trailer-bin"), [Buffer.from([0, 1, 255])]);
  },
  async "an error with details and trailers, before and after headers"(client) {
    for (const entries of [{ "x-fail": "9" }, { "x-fail": "9", "x-echo": "kept" }]) {
      const { code, details, trailers } = await client.unary(bytes(1), entries);
      assert.equal(code, 9);
      assert.equal(details, "asked to fail with 9");
      if (entries["x-echo"] !== undefined) assert.deepEqual(trailers.get("x-echo-trailer"), ["kept"]);
    }
  },
  async "a method that does not exist"(client) {
    const path = "/echo.Echo/No%0d%0aSuch\r\nMethod".replaceAll("\r\n", "");
    const same = (value) => value;
    const code = await new Promise((resolve) => {
      client.raw.makeUnaryRequest(path, same, same, bytes(1), (error) => resolve(error?.code));
    });
    assert.equal(code, 12);
  },
  async "a deadline"(client) {
    const { code } = await client.unary(bytes(1), { "x-hang": "1" }, { deadline: Date.now() + 50 });
    assert.equal(code, 4);
  },
  async "a cancelled call, before and after the answer began"(client) {
    const early = await client.unary(bytes(1), { "x-hang": "1" }, {
      onCall: (call) => setTimeout(() => call.cancel(), 20),
    });
    assert.equal(early.code, 1);
    const late = await client.serverStream(bytes(1), { "x-count": "1000000" }, {
      onCall: (call) => call.once("data", () => call.cancel()),
    });
    assert.equal(late.code, 1);
  },
  async "a server stream, every message in order"(client) {
    const { code, messages } = await client.serverStream(bytes(3), { "x-count": "3000", "x-size": "500" });
    assert.equal(code, 0);
    assert.equal(messages.length, 3000);
    assert.ok(messages.every((message) => message.length === 500));
  },
  async "a server stream that fails after its messages"(client) {
    const { code, messages } = await client.serverStream(bytes(3), { "x-count": "5", "x-fail": "8" });
    assert.equal(code, 8);
    assert.equal(messages.length, 5);
  },
  async "an empty server stream"(client) {
    const { code, messages } = await client.serverStream(bytes(3), { "x-count": "0" });
    assert.equal(code, 0);
    assert.equal(messages.length, 0);
  },
  async "a client stream, also an empty one"(client) {
    const { code, value } = await client.clientStream(Array.from({ length: 500 }, () => bytes(1000)));
    assert.equal(code, 0);
    assert.equal(String(value), "500000");
    const empty = await client.clientStream([]);
    assert.equal(empty.code, 0);
    assert.equal(String(empty.value), "0");
  },
  async "a bidirectional stream"(client) {
    const sent = Array.from({ length: 500 }, (_, i) => bytes(i + 1));
    const { code, messages } = await client.bidi(sent);
    assert.equal(code, 0);
    assert.deepEqual(messages, sent);
  },
  async "messages of 4 MB in every direction"(client) {
    const big = bytes(4 * MB, 13);
    const one = await client.unary(big);
    assert.equal(one.code, 0);
    assert.ok(big.equals(one.value));
    const stream = await client.serverStream(big, { "x-count": "3" });
    assert.equal(stream.code, 0);
    assert.equal(stream.messages.length, 3);
    assert.ok(stream.messages.every((message) => big.equals(message)));
    const up = await client.clientStream([big, big]);
    assert.equal(String(up.value), String(8 * MB));
  },
  async "a message above the server's limit"(client) {
    const { code } = await client.unary(Buffer.alloc(17 * MB));
    assert.equal(code, 8);
    assert.equal((await client.unary(bytes(5))).code, 0);
  },
  async "metadata of 40 KB"(client) {
    const { code, trailers } = await client.unary(bytes(1), {
      "x-echo": "m".repeat(20_000),
      "x-more": "n".repeat(20_000),
    });
    assert.equal(code, 0);
    assert.equal(trailers.get("x-echo-trailer")[0].length, 20_000);
  },
  async "a reader that pauses"(client) {
    const { code, messages } = await client.serverStream(bytes(1), { "x-count": "2000", "x-size": "1000" }, {
      onCall: (call) =>
        call.on("data", () => {
          call.pause();
          setImmediate(() => call.resume());
        }),
    });
    assert.equal(code, 0);
    assert.equal(messages.length, 2000);
  },
  async "300 calls of all kinds at once"(client) {
    const calls = Array.from({ length: 300 }, (_, i) => {
      const message = bytes(i * 10);
      if (i % 5 === 0) return client.serverStream(message, { "x-count": "20" });
      if (i % 5 === 1) return client.bidi([message, message]);
      if (i % 5 === 2) return client.clientStream([message, message]);
      return client.unary(message);
    });
    const codes = (await Promise.all(calls)).map(({ code }) => code);
    assert.deepEqual(codes.filter((code) => code !== 0), []);
  },
};

/** Runs all scenarios, one client for all. The result names those that failed; empty is good. */
export async function runScenarios(grpc, target) {
  const client = new EchoClient(grpc, target);
  const failures = [];
  for (const [name, run] of Object.entries(SCENARIOS)) {
    try {
      await run(client);
    } catch (error) {
      failures.push(`${name}: ${error?.message ?? error}`);
    }
  }
  client.close();
  return failures;
}

/**
 * Calls without pause until `isOver()`; the result counts status codes, as {"0": 812}. Every answer is compared.
 * `options.waitForReady` makes calls outlast a server that is away.
 */
export async function runLoad(grpc, target, options) {
  const client = new EchoClient(grpc, target, { waitForReady: options.waitForReady === true });
  const codes = {};
  const count = (code) => codes[code] = (codes[code] ?? 0) + 1;
  const loop = async (kind) => {
    while (!options.isOver()) {
      const metadata = kind === "serverStream" ? { "x-count": "10" } : {};
      const message = bytes(64);
      const result = kind === "bidi"
        ? await client.bidi([message, message], metadata)
        : await client[kind](message, metadata);
      const got = kind === "unary" ? [result.value] : result.messages;
      const expected = { unary: 1, serverStream: 10, bidi: 2 }[kind];
      if (result.code === 0 && (got.length !== expected || !got.every((one) => message.equals(one)))) {
        count("wrong");
      } else if (result.code === 0) count(0);
      else count(`${result.code} ${result.details}`);
    }
  };
  await Promise.all(
    ["unary", "unary", "unary", "serverStream", "bidi"].flatMap((kind) => [loop(kind), loop(kind)]),
  );
  client.close();
  return codes;
}
