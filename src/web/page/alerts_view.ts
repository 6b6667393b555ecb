/** The newest alerts, and what became of them. */
import { type ComponentChild, h } from "preact";
import type { AlertRow } from "../live/page_model.ts";
import { linkTo } from "./route.ts";
import { printable } from "./printable.ts";
import type { Known } from "./store.ts";
import { clockTime } from "./times.ts";

const COLUMNS = ["Since", "State", "Severity", "About", "Alert"];
const STATES: Readonly<Record<AlertRow["state"], string>> = {
  open: "\u25b2 open",
  resolved: "\u25cf resolved",
  noted: "\u25cb noted",
};

export function AlertsView({ known }: { readonly known: Known }): ComponentChild {
  const alerts = known.glance?.alerts ?? [];
  const nowMs = known.glance?.nowMs ?? Date.now();
  return h("section", { "aria-label": "Alerts" }, [
    h("h2", {}, "Alerts"),
    alerts.length === 0
      ? h("p", { class: "good" }, "No alert is kept.")
      : h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "Alerts, table" }, [
        h("table", {}, [
          h("thead", {}, h("tr", {}, COLUMNS.map((column) => h("th", { scope: "col" }, column)))),
          h("tbody", {}, alerts.map((alert, index) => h(Alert, { key: index, alert, nowMs }))),
        ]),
      ]),
  ]);
}

function Alert({ alert, nowMs }: { readonly alert: AlertRow; readonly nowMs: number }): ComponentChild {
  const { service, resolution, count } = alert;
  const message = printable(alert.message);
  const times = count > 1 ? ` (${count} times)` : "";
  return h("tr", {}, [
    h("td", {}, h("time", {}, clockTime(alert.atMs, nowMs))),
    h("td", { class: alert.state === "open" ? "bad" : "" }, STATES[alert.state]),
    h("td", {}, alert.severity),
    h(
      "td",
      {},
      service === "" ? "State Manager" : h("a", { href: linkTo("service", service) }, printable(service)),
    ),
    h("td", {}, [
      `${message}${times}`,
      resolution === "" ? null : h("div", { class: "good" }, printable(resolution)),
    ]),
  ]);
}
