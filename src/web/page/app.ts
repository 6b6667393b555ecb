/// <reference lib="dom" />
/** The frame of the page: the head, the views by the hash of the address, and the keys. */
import { type ComponentChild, h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { AlertsView } from "./alerts_view.ts";
import { GlanceView } from "./glance_view.ts";
import { GraphView } from "./graph_view.ts";
import { EVERYTHING, type Selection } from "./listing.ts";
import { ManagerView } from "./manager_view.ts";
import { NodesView } from "./nodes_view.ts";
import { printable } from "./printable.ts";
import { linkTo, readRoute, type Route } from "./route.ts";
import { ServiceView } from "./service_view.ts";
import { ServicesView } from "./services_view.ts";
import type { Connection, Known, Store } from "./store.ts";

const VIEWS = [
  ["services", "Services"],
  ["graph", "Dependencies"],
  ["alerts", "Alerts"],
  ["nodes", "Nodes"],
  [
    "manager",
    "State Manager",
  ],
] as const;

const CONNECTIONS: Readonly<Record<Connection, string>> = {
  connecting: "Connecting",
  live: "Live",
  lost: "Connection lost, trying again",
  busy: "Not served at the moment (starting, or too many pages are open), trying again",
};

export function App({ store }: { readonly store: Store }): ComponentChild {
  const [known, setKnown] = useState<Known>(store.known);
  const [route, setRoute] = useState<Route>(readRoute());
  const [selection, setSelection] = useState<Selection>(EVERYTHING);
  useEffect(() => store.listen(() => setKnown(store.known)), [store]);
  useEffect(() => {
    const moved = () => setRoute(readRoute());
    addEventListener("hashchange", moved);
    addEventListener("keydown", onKey);
    return () => {
      removeEventListener("hashchange", moved);
      removeEventListener("keydown", onKey);
    };
  }, []);
  const select = (change: Partial<Selection>) => {
    setSelection({ ...selection, ...change });
    if (route.view !== "services" && route.view !== "service") location.hash = linkTo("services");
  };
  return h("div", { class: `frame ${known.connection}` }, [
    h(Head, { known, view: route.view }),
    h(GlanceView, { known, selection, select }),
    h("main", mainProps(route), viewOf(route, { known, selection, select })),
    h("footer", {}, [
      "Read-only. ",
      h("kbd", {}, "/"),
      " search, ",
      h("kbd", {}, "\u2191"),
      " ",
      h("kbd", {}, "\u2193"),
      " move in the list, ",
      h("kbd", {}, "Enter"),
      " open, ",
      h("kbd", {}, "Esc"),
      " back.",
    ]),
  ]);
}

/** The lists scroll by themselves; what else scrolls has to be reached by the keyboard. */
function mainProps({ view }: Route) {
  const hasList = !["graph", "alerts", "nodes", "manager"].includes(view);
  return { id: "main", class: view === "service" ? "split" : "", ...(hasList ? {} : { tabIndex: 0 }) };
}

interface ViewProps {
  readonly known: Known;
  readonly selection: Selection;
  readonly select: (change: Partial<Selection>) => void;
}

function viewOf({ view, id }: Route, props: ViewProps): readonly ComponentChild[] {
  const { known, select } = props;
  switch (view) {
    case "service":
      return [
        h(ServicesView, { ...props, opened: id, key: "list" }),
        h(ServiceView, { known, id, key: id }),
      ];
    case "graph":
      return [h(GraphView, { known, id })];
    case "alerts":
      return [h(AlertsView, { known })];
    case "nodes":
      return [h(NodesView, { known, select })];
    case "manager":
      return [h(ManagerView, { known })];
    default:
      return [h(ServicesView, { ...props, opened: "", key: "list" })];
  }
}

function Head({ known, view }: { readonly known: Known; readonly view: string }): ComponentChild {
  const { glance, connection } = known;
  const isStale = glance?.isStale === true;
  return h("header", {}, [
    h("a", { class: "skip", href: "#main", onClick: skip }, "Skip to the content"),
    h("h1", {}, "State Manager"),
    h(
      "nav",
      { "aria-label": "Views" },
      VIEWS.map(([name, label]) =>
        h("a", {
          href: linkTo(name),
          "aria-current": name === view || (name === "services" && view === "service") ? "page" : undefined,
        }, label)
      ),
    ),
    h("p", { class: `connection ${isStale ? "lost" : connection}`, role: "status" }, [
      h("span", { "aria-hidden": "true" }, connection === "live" && !isStale ? "\u25cf " : "\u25b2 "),
      isStale
        ? `Stale: no contact to the leader ${printable(glance?.leader ?? "")}`
        : CONNECTIONS[connection],
    ]),
  ]);
}

/** The hash of the address belongs to the views. */
function skip(event: Event): void {
  event.preventDefault();
  const first = document.querySelector<HTMLElement>("#main a, #main input, #main button");
  first?.focus();
}

function onKey(event: KeyboardEvent): void {
  const target = event.target;
  const isTyping = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
  if (event.key === "/" && !isTyping) {
    const search = document.getElementById("search");
    if (search === null) return;
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && !isTyping && /^#\/(service|graph)\//.test(location.hash)) {
    location.hash = linkTo("services");
  }
}
