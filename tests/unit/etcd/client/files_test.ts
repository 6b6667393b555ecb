import { deepEqual, equal, throws } from "node:assert/strict";
import { clientConfig, type EtcdFileSettings } from "../../../../src/etcd/client/files.ts";
import { VirtualClock } from "../../../support/engine/virtual_clock.ts";
import { MemoryLog } from "../../../support/memory_log.ts";
import { TempDir } from "../../../support/temp_dir.ts";

const OPTIONS = { clock: new VirtualClock(), log: new MemoryLog(), callTimeoutMs: 700 };
const NONE: EtcdFileSettings = {
  endpoints: ["127.0.0.1:2379"],
  caFile: "",
  certFile: "",
  keyFile: "",
  username: "",
  passwordFile: "",
};

Deno.test("clientConfig() reads no file when none is configured", () => {
  const config = clientConfig(NONE, OPTIONS);
  deepEqual(Object.keys(config).toSorted(), ["callTimeoutMs", "clock", "endpoints", "log"]);
  equal(config.callTimeoutMs, 700);
});

Deno.test("clientConfig() reads the CA alone, or with a client certificate and key", () => {
  using dir = new TempDir();
  const caFile = dir.write("ca", "CA");
  deepEqual(clientConfig({ ...NONE, caFile }, OPTIONS).tls, { ca: "CA" });
  const [certFile, keyFile] = [dir.write("cert", "CERT"), dir.write("key", "KEY")];
  deepEqual(clientConfig({ ...NONE, caFile, certFile, keyFile }, OPTIONS).tls, {
    ca: "CA",
    cert: "CERT",
    key: "KEY",
  });
});

Deno.test("certificates that are replaced are read again, and those that cannot be read leave the former ones in force", () => {
  using dir = new TempDir();
  const log = new MemoryLog();
  const caFile = dir.write("ca", "CA");
  const { readTls } = clientConfig({ ...NONE, caFile }, { ...OPTIONS, log });
  deepEqual(readTls?.(), { ca: "CA" });
  dir.write("ca", "NEW");
  deepEqual(readTls?.(), { ca: "NEW" });
  Deno.removeSync(caFile);
  deepEqual(readTls?.(), { ca: "NEW" });
  equal(log.at("warn").length, 1);
});

Deno.test("clientConfig() takes the first line of the password file, without its line break", () => {
  using dir = new TempDir();
  for (const text of ["s3 cret", "s3 cret\n", "s3 cret\r\n", "s3 cret\nsecond"]) {
    const passwordFile = dir.write("password", text);
    deepEqual(clientConfig({ ...NONE, username: "u", passwordFile }, OPTIONS).auth, {
      username: "u",
      password: "s3 cret",
    });
  }
});

Deno.test("clientConfig() throws when a file is missing", () => {
  using dir = new TempDir();
  throws(() => clientConfig({ ...NONE, caFile: dir.file("none") }, OPTIONS), Deno.errors.NotFound);
  throws(
    () => clientConfig({ ...NONE, username: "u", passwordFile: dir.file("none") }, OPTIONS),
    Deno.errors.NotFound,
  );
});
