/// <reference lib="dom" />
/** The page for the person with a laptop at the car: starts it. */
import { h, render } from "preact";
import { App } from "./app.ts";
import { Store } from "./store.ts";

const store = new Store();
const root = document.getElementById("page");
if (root !== null) {
  root.replaceChildren();
  render(h(App, { store }), root);
  store.start();
}
