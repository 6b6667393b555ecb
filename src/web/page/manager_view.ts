/** The State Manager itself: role, times, storage, buffers. */
import { type ComponentChild, h } from "preact";
import type { Glance, Times } from "../live/page_model.ts";
import { Facts } from "./parts.ts";
import { printable } from "./printable.ts";
import type { Known } from "./store.ts";
import { age, bound, bytes } from "./times.ts";

export function ManagerView({ known }: { readonly known: Known }): ComponentChild {
  const { glance } = known;
  return h("section", { "aria-label": "State Manager" }, [
    h("h2", {}, "State Manager"),
    glance === undefined ? h("p", {}, "Loading\u2026") : h(Facts, { facts: factsOf(glance) }),
    glance === undefined ? null : h(Buffers, { glance }),
  ]);
}

function factsOf(glance: Glance): readonly (readonly [string, string])[] {
  return [
    ["Version", printable(glance.version)],
    [
      "Role",
      glance.role === "leader"
        ? "leader: it acts"
        : `standby; the leader is ${printable(glance.leader) || "not known"}`,
    ],
    ["Running for", age(glance.uptimeMs)],
    ["Term and revision", `${glance.term} / ${glance.revision}`],
    ["Services", String(glance.services)],
    ["Queue", `${glance.queue} wait, ${glance.active} in progress`],
    ["Reaction", timesText(glance.reaction)],
    ["Recovery", timesText(glance.recovery)],
    ["ActionController", glance.isControllerReachable ? "reachable" : "away: nothing is mended"],
    ["Journal", glance.isJournalFailing ? "cannot be written: see the disk" : "ok"],
    ["Written a day at this rate", bytes(glance.writtenBytesPerDay)],
    ["etcd", etcdText(glance.isEtcdAvailable)],
    ["Memory", bytes(glance.residentBytes)],
  ];
}

function etcdText(isAvailable: boolean | undefined): string {
  if (isAvailable === undefined) return "not configured: the journal alone is the store";
  return isAvailable ? "ok" : "away: changes are kept in the journal";
}

function timesText({ count, medianMs, p99Ms, late }: Times): string {
  if (count === 0) return "none yet";
  return `${count}, half of them ${bound(medianMs)}, 99 % ${bound(p99Ms)}, ${late} later than the budget`;
}

function Buffers({ glance }: { readonly glance: Glance }): ComponentChild {
  return h("section", { "aria-label": "Buffers" }, [
    h("h3", {}, "Buffers under pressure"),
    glance.buffers.length === 0
      ? h("p", { class: "good" }, "None: each is less than half full and has never overflowed.")
      : h("table", {}, [
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Buffer", "Used", "Capacity", "Overflows"].map((column) => h("th", { scope: "col" }, column)),
          ),
        ),
        h(
          "tbody",
          {},
          glance.buffers.map(({ name, used, capacity, overflows }) =>
            h("tr", { key: name }, [
              h("th", { scope: "row" }, printable(name)),
              ...[used, capacity, overflows].map((value) => h("td", {}, String(value))),
            ])
          ),
        ),
      ]),
  ]);
}
