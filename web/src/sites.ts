import { send } from "./api";
import { attempt, field, fill, h } from "./dom";
import { moment } from "./format";
import type { Site } from "./types";

/** The sites that the key opens, and a new one. */
export function sites(place: HTMLElement, known: readonly Site[], again: () => Promise<void>): void {
  const name = h("input", { required: true, pattern: "[a-z0-9._\\-]{1,64}", placeholder: "main-library", name: "site" });
  fill(place, h("div", { class: "column" },
    h("h1", {}, "Sites"),
    known.length === 0 && h("p", { class: "muted" }, "None yet. A site is a building, or several that are surveyed together."),
    h("ul", { class: "cards" }, known.map(site => h("li", {}, h("a", { class: "card", href: `#/${site.name}/${site.hasModel ? "live" : "setup"}` },
      h("strong", {}, site.name),
      h("span", { class: site.hasModel ? "tag good" : "tag" }, site.hasModel ? "answers" : "not trained yet"),
      h("span", { class: "muted" }, `made ${moment(site.created)}`))))),
    h("form", {
      class: "card row", on: {
        submit: event => {
          event.preventDefault();
          void attempt(async () => {
            await send("POST", "/sites", { name: name.value });
            location.hash = `#/${name.value}/setup`;
            await again();
          });
        },
      },
    }, field("New site: a–z, 0–9, . - _", name), h("button", { type: "submit", class: "primary" }, "Make it"))));
}
