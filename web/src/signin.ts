import { tryKey } from "./api";
import { field, fill, h } from "./dom";
import { session } from "./session";
import { themeButton } from "./theme";

/** Asks for a key, tries it, and keeps it for as long as the tab is open. */
export function signIn(place: HTMLElement, then: () => Promise<void>): void {
  document.title = "Sign in · Itoloc";
  const key = h("input", { type: "password", autocomplete: "off", required: true, spellcheck: false, name: "key" });
  const problem = h("p", { class: "problem", role: "alert" });
  const form = h("form", {
    class: "card sign-in", on: {
      submit: event => {
        event.preventDefault();
        void open();
      },
    },
  },
  h("h1", {}, h("span", { class: "mark", aria: { hidden: true } }), "Itoloc"),
  h("p", { class: "muted" }, "Where phones are inside a building, from WiFi alone."),
  field("Key", key),
  problem,
  h("button", { type: "submit", class: "primary" }, "Sign in"),
  h("p", { class: "hint" }, "The administrator's key is printed when the service starts for the first time. "
    + "It stays in this tab and is forgotten when the tab is closed."));
  fill(place, h("div", { class: "corner" }, themeButton()), h("main", { class: "middle" }, form));
  key.focus();

  async function open(): Promise<void> {
    const text = key.value.trim();
    try {
      if (!await tryKey(text)) throw new Error("This key opens nothing.");
      session.open(text);
      await then();
    } catch (failure) {
      problem.textContent = (failure as Error).message;
      key.select();
    }
  }
}
