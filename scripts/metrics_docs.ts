/** docs/metrics.md: what is served over HTTP for monitoring, and every metric, from the table in `src/web/metrics/families.ts`. */
import { FAMILIES, type Family } from "../src/web/metrics/families.ts";

const INTRODUCTION = `# Metrics and health over HTTP

<!-- Written by scripts/docs.ts from scripts/metrics_docs.ts and src/web/metrics/families.ts; change it there. -->

Off unless the configuration has an address for it; [configuration.md](configuration.md#http) has the settings.

\`\`\`yaml
http:
  listen: ["127.0.0.1:9464"] # or ["unix:/run/statemanager/http.sock"]
\`\`\`

| path | answer |
|---|---|
| \`/metrics\` | the figures below in the text format of Prometheus, or in OpenMetrics where \`Accept\` asks for it |
| \`/healthz\` | 200 as long as the process answers |
| \`/readyz\` | 200 while queries are answered, 503 before that and during the shutdown; \`?verbose\` names what it works with |
| \`/\` | [the page](page.md) |

\`\`\`text
$ curl -s http://127.0.0.1:9464/readyz?verbose
[+] serving
[+] journal
[-] etcd
[+] action-controller
[+] nodes: 3 of 3
[+] leader
ok
$ curl -s --unix-socket /run/statemanager/http.sock http://localhost/metrics
\`\`\`

All of it is read-only: GET and HEAD, nothing else. Without TLS only loopback addresses and Unix sockets are accepted. Every user of
the computer can connect to a loopback address; a Unix socket is for its owner and group. A request that names the server by a name
other than \`localhost\` or the one in \`http.listen\` is refused, so that no web site can read it through a browser (DNS rebinding).
A slow or hostile client holds one of \`http.connections\` for seconds: a head has 8 KiB and 5 s, an answer that is not read has 10 s.
However often it is scraped, the figures are taken at most twice a second, and more than 100 requests a second are answered with 429.

[monitoring/](monitoring/) has a configuration to scrape it, alert rules with their test (\`promtool test rules\`), and a dashboard for
Grafana (_Dashboards, New, Import_). A test holds every name in them to the table below, and the table to the running program.

Labels have values from fixed lists or from the configuration, never names of services: the number of series is bounded, by some
600 and 3 for each node. For one service ask \`statemanagerd describe\`, or subscribe.
`;

const BUDGETS = `
Histograms count by criticality. The bounds of \`statemanager_reaction_seconds\` begin at 1 ms, those of
\`statemanager_recovery_seconds\` at 50 ms. The budgets that the \`_overruns_total\` are counted against are settings.
`;

function row([name, family]: readonly [string, Family]): string {
  const labels = (family.labels ?? []).map((label) => `\`${label}\``).join(", ");
  return `| \`${name}\` | ${family.type} | ${labels} | ${family.help} |`;
}

export function renderMetrics(): string {
  return [
    INTRODUCTION,
    "## Every metric\n",
    "| name | type | labels | meaning |\n|---|---|---|---|",
    ...Object.entries(FAMILIES).map(row),
    BUDGETS,
  ].join("\n");
}
