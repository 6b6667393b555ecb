// Node's grpc-js over Node's native http2 as the client. GRPC_HOME is a folder whose node_modules has grpc-js; with
// TLS_DIR it speaks mutual TLS. Usage: node node_client.mjs ADDRESS scenarios | load SECONDS | load-until-sigterm
// The last line on stdout is JSON: the failures of the scenarios, or the count of status codes.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runLoad, runScenarios } from "./scenarios.js";

const grpc = createRequire(`${process.env.GRPC_HOME}/`)("@grpc/grpc-js");
const [address, what, seconds] = process.argv.slice(2);
const dir = process.env.TLS_DIR;
const read = (name) => readFileSync(`${dir}/${name}`);
const credentials = dir === undefined
  ? grpc.credentials.createInsecure()
  : grpc.credentials.createSsl(read("ca.pem"), read("client.key"), read("client.pem"));
if (what === "scenarios") console.log(JSON.stringify(await runScenarios(grpc, { address, credentials })));
else {
  console.log("started");
  let isOver = false;
  const end = () => isOver = true;
  if (what === "load") setTimeout(end, Number(seconds) * 1000);
  else process.once("SIGTERM", end);
  // A load without an end of its own outlives its server.
  const options = { isOver: () => isOver, waitForReady: what === "load-until-sigterm" };
  console.log(JSON.stringify(await runLoad(grpc, { address, credentials }, options)));
}
