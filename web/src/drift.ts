import { get, sitePath } from "./api";
import { fill, h, tableHead } from "./dom";
import { ago, floorName, percent } from "./format";
import type { Page } from "./main";
import type { AccessPoint, Drift, Model, ModelDescription, RegionDrift } from "./types";

const RowsShown = 200;

const Words: Record<AccessPoint["status"], [string, string]> = {
  "new": ["New", "heard, and not known to the model that answers"],
  "vanished": ["Vanished", "known to the model, and missing from the latest scans"],
  "used": ["In use", "in the images of the model that answers"],
  "idle": ["Known", "known to the model; too seldom heard or too alike everywhere for an image"],
  "opted-out": ["Opted out", "_nomap in its name: never kept"],
};
const Moved = "heard far louder or softer somewhere than the others let expect";

/** How the building has changed since its survey. */
export const drift: Page = async (place, site) => {
  const [points, models] = await Promise.all([get<AccessPoint[]>(`${sitePath(site)}/access-points`), get<Model[]>(`${sitePath(site)}/models`)]);
  const active = models.find(model => model.active);
  const [found, description] = active ? await Promise.all([
    get<Drift>(`${sitePath(site)}/drift`), get<ModelDescription>(`${sitePath(site)}/models/${active.version}/description`),
  ]) : [null, null];
  const moved = new Set(found?.regions.flatMap(region => region.moved));
  const search = h("input", { type: "search", placeholder: "Find an access point", aria: { label: "Find an access point" }, on: { input: () => list() } });
  const kind = h("select", { aria: { label: "Status" }, on: { change: () => list() } },
    h("option", { value: "" }, "All"), h("option", { value: "moved" }, "Moved"),
    Object.entries(Words).map(([status, [word]]) => h("option", { value: status }, word)));
  const rows = h("tbody", {});
  const tile = (status: string, word: string, title: string, count: number): HTMLElement =>
    h("div", { class: `tile ${status}`, title }, h("strong", {}, count), h("span", {}, word));
  fill(place, h("div", { class: "column wide" },
    h("div", { class: "row" }, h("h1", {}, "Drift"), found && h("span", { class: found.isSeen ? "tag warn" : "tag good" }, found.isSeen ? "changed: an update is worth trying" : "no more than usual")),
    h("p", { class: "muted" }, found === null ? "No model answers yet: survey the site, then train."
      : `Version ${found.model} and its survey against the last week's ${found.scans.toLocaleString()} scans, of which ${percent(found.unknownShare)} were not taken for this site's.`),
    h("div", { class: "tiles" },
      (Object.keys(Words) as AccessPoint["status"][]).flatMap(status => [
        tile(status, ...Words[status], points.filter(point => point.status === status).length),
        ...(status === "vanished" ? [tile("moved", "Moved", Moved, moved.size)] : []),
      ])),
    h("section", { class: "card stack" }, h("h2", {}, "Regions"), regions(found?.regions ?? [])),
    h("section", { class: "card stack" }, h("h2", {}, "What the updates found"), updates(description)),
    h("div", { class: "row" }, h("h2", {}, "Access points"), h("span", { class: "space" }), kind, search),
    h("div", { class: "scroll" }, h("table", {}, tableHead("Access point", "Status", "#In the survey", "#Lately", "#Strongest", "Last heard"), rows))));

  function list(): void {
    const wanted = search.value.toLowerCase();
    const order = Object.keys(Words);
    const shown = points.filter(point => point.id.includes(wanted) && (!kind.value || (kind.value === "moved" ? moved.has(point.id) : point.status === kind.value)))
      .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || b.recentScans - a.recentScans);
    fill(rows, shown.slice(0, RowsShown).map(point => h("tr", {},
      h("td", {}, h("code", {}, point.id), point.locallyAdministered && h("span", { class: "tag", title: "Its address was made up by software" }, "made up")),
      h("td", {}, h("span", { class: `tag ${point.status === "vanished" ? "bad" : point.status === "new" ? "warn" : point.status === "used" ? "good" : ""}`, title: Words[point.status][1] }, Words[point.status][0]),
        moved.has(point.id) && h("span", { class: "tag warn", title: Moved }, "moved")),
      h("td", { class: "number" }, point.surveyScans.toLocaleString()),
      h("td", { class: "number" }, point.recentScans.toLocaleString()),
      h("td", { class: "number" }, point.strongest === undefined ? "–" : `${Math.round(point.strongest)} dBm`),
      h("td", { class: "whole" }, point.lastHeard ? ago(point.lastHeard) : "–"))),
    shown.length > RowsShown && h("tr", {}, h("td", { colSpan: 6, class: "muted" }, `… and ${shown.length - RowsShown} more`)));
  }

  list();
  return () => undefined;
};

/** Region by region, those to survey again first. */
function regions(list: readonly RegionDrift[]): HTMLElement {
  if (list.length === 0) return h("p", { class: "muted" }, "Too few scans yet to tell: a region needs thirty in a week.");
  const changed = (region: RegionDrift): number => region.vanished.length + region.moved.length;
  const sorted = [...list].sort((a, b) => Number(!a.resurvey) - Number(!b.resurvey) || changed(b) - changed(a));
  return h("div", { class: "scroll" }, h("table", {}, tableHead("Region", "Survey again?", "Vanished", "Moved", "New", "#Confidence", "#Other phones", "#Scans"), h("tbody", {}, sorted.map(region => h("tr", {},
    h("td", {}, region.region ?? floorName(region.building, region.floor)),
    h("td", {}, region.resurvey ? [h("span", { class: "tag bad" }, "survey again"), h("span", { class: "muted" }, ` ${region.resurvey}`)] : "no"),
    h("td", {}, names(region.vanished, region.expected)), h("td", {}, names(region.moved, region.expected)), h("td", {}, names(region.new)),
    h("td", { class: "number" }, region.confidenceBefore === undefined ? percent(region.confidence) : `${percent(region.confidenceBefore)} → ${percent(region.confidence)}`),
    h("td", { class: "number", title: "phones that hear everything far louder or softer than the survey's did" }, region.unfamiliarPhones),
    h("td", { class: "number" }, region.scans.toLocaleString()))))));
}

function names(list: readonly string[], of?: number): HTMLElement | string {
  if (list.length === 0) return "–";
  return h("details", {}, h("summary", {}, of === undefined ? String(list.length) : `${list.length} of ${of}`),
    h("ul", { class: "plain" }, list.map(id => h("li", {}, h("code", {}, id)))));
}

/** What the model that answers has taken in since its training. */
function updates(description: ModelDescription | null): (HTMLElement | null)[] {
  const told = description?.accessPoints ?? [];
  const groups: [string, ModelDescription["accessPoints"]][] = [
    ["Gone, or standing elsewhere", told.filter(ap => ap.reason.includes("no longer believed"))],
    ["Came", told.filter(ap => ap.reason.includes("came with update"))],
    ["Louder or quieter", told.filter(ap => /dB against the survey/.test(ap.reason))],
  ];
  if (groups.every(([, list]) => list.length === 0)) return [h("p", { class: "muted" }, "The model that answers was not updated, or nothing had changed.")];
  return groups.map(([title, list]) => (list.length === 0 ? null : h("details", {}, h("summary", {}, `${title}: ${list.length}`),
    h("ul", { class: "plain" }, list.slice(0, 100).map(ap => h("li", {}, h("code", {}, ap.name), h("span", { class: "muted" }, ` ${ap.reason.split("; ").at(-1) ?? ""}`)))))));
}
