import "leaflet/dist/leaflet.css";
import "./style.css";
import { get, send } from "./api";
import { attempt, button, fill, h, toast } from "./dom";
import { session } from "./session";
import { startTheme, themeButton } from "./theme";
import type { Site } from "./types";
import { signIn } from "./signin";
import { sites } from "./sites";

/** A page of a site: fills the place it is given and returns how to leave it. */
export type Page = (place: HTMLElement, site: string) => Promise<() => void>;

/** Whether this is the demo's page. */
export const isDemo = document.documentElement.hasAttribute("data-demo");

// Each page is loaded when it is first opened; the first one opened should be there at once.
const pages: Record<string, { title: string; load: () => Promise<Page> }> = {
  live: { title: "Live", load: async () => (await import("./live")).live },
  setup: { title: "Set-up", load: async () => (await import("./setup")).setup },
  survey: { title: "Survey", load: async () => (await import("./survey")).survey },
  models: { title: "Models", load: async () => (await import("./models")).models },
  drift: { title: "Drift", load: async () => (await import("./drift")).drift },
};

const app = document.getElementById("app")!;
let leave: (() => void) | null = null;
let turn = 0;

/** Shows what the address names: #/ or #/site/page. */
async function show(): Promise<void> {
  const mine = ++turn;
  leave?.();
  leave = null;
  if (!session.key) {
    signIn(app, show);
    return;
  }
  const [site, name = "live"] = location.hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  const page = pages[name];
  const place = h("main", { id: "page", tabIndex: -1 });
  // Fetched beside the list of sites; a failure is told when it is waited for.
  const loading = page?.load();
  loading?.catch(() => undefined);
  const known = await get<Site[]>("/sites");
  if (mine !== turn) return;
  fill(app, header(site ?? "", name, known), place);
  if (!site || !page || !known.some(one => one.name === site)) {
    document.title = "Itoloc";
    sites(place, known, show);
    return;
  }
  document.title = `${page.title} · ${site} · Itoloc`;
  // Stands there until the page's own first answer is in.
  fill(place, h("p", { class: "column muted", role: "status" }, `${page.title} …`));
  const open = await loading!;
  if (mine !== turn) return;
  const close = await open(place, site);
  if (mine === turn) leave = close;
  else close();
}

function header(site: string, current: string, known: Site[]): HTMLElement {
  const isKnown = known.some(one => one.name === site);
  const choice = h("select", {
    class: "site", aria: { label: "Site" }, on: { change: () => (location.hash = `#/${choice.value}/${current}`) },
  }, known.map(one => h("option", { value: one.name, selected: one.name === site }, one.name)));
  return h("header", {},
    h("a", { class: "brand", href: "#/" }, h("span", { class: "mark", aria: { hidden: true } }), "Itoloc"),
    isKnown && choice,
    isKnown && h("nav", { aria: { label: "Pages" } }, Object.entries(pages).map(([name, { title }]) =>
      h("a", { href: `#/${site}/${name}`, ...(name === current ? { aria: { current: "page" } } : {}) }, title))),
    h("span", { class: "space" }),
    themeButton(),
    button("Sign out", () => {
      session.close();
      void show();
    }, "quiet"));
}

/** In a demo whoever sits at the computer need not sign in. */
async function startDemo(): Promise<void> {
  for (let tries = 0; !session.key && tries < 60; tries++) {
    const given = await send<{ key: string; site: string }>("POST", "/demo/key").catch(() => null);
    if (given) {
      session.open(given.key);
      location.hash = `#/${given.site}/live`;
    } else {
      fill(app, h("p", { class: "waiting" }, "A simulated office is being built …"));
      await new Promise(resolve => setTimeout(resolve, 500));
    }
  }
}

startTheme();
addEventListener("hashchange", () => void attempt(show));
addEventListener("signed-out", () => {
  toast("The key is no longer valid.", true);
  void show();
});
void attempt(async () => {
  if (isDemo && !session.key) await startDemo();
  await show();
});
