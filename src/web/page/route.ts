/// <reference lib="dom" />
/** The part of the page's address behind "#": which view is shown, and of what. */

export interface Route {
  readonly view: string;
  /** A service, where the view is of one. */
  readonly id: string;
}

export function linkTo(view: string, id = ""): string {
  return id === "" ? `#/${view}` : `#/${view}/${id.split("/").map(encodeURIComponent).join("/")}`;
}

export function readRoute(): Route {
  const [view = "services", ...parts] = location.hash.replace(/^#\/?/, "").split("/");
  try {
    return { view: view === "" ? "services" : view, id: parts.map(decodeURIComponent).join("/") };
  } catch {
    return { view: "services", id: "" };
  }
}
