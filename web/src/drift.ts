import { get, sitePath } from "./api";
import { fill, h } from "./dom";
import { ago, metres, percent } from "./format";
import type { Page } from "./main";
import type { AccessPoint, Coverage, Model, ModelDescription, PastPosition } from "./types";

const Latest = 1000;
const FewAnswers = 20;
/** An answer less sure than this, on the mean, asks for a new survey. */
const Unsure = 0.5;
const RowsShown = 200;

const Words: Record<AccessPoint["status"], [string, string]> = {
  "new": ["New", "heard, and not known to the model that answers"],
  "vanished": ["Vanished", "known to the model, and missing from the latest scans"],
  "used": ["In use", "in the images of the model that answers"],
  "idle": ["Known", "known to the model; too seldom heard or too alike everywhere for an image"],
  "opted-out": ["Opted out", "_nomap in its name: never kept"],
};

/** How the building has changed since its survey. */
export const drift: Page = async (place, site) => {
  const [points, models, coverage, past] = await Promise.all([
    get<AccessPoint[]>(`${sitePath(site)}/access-points`),
    get<Model[]>(`${sitePath(site)}/models`),
    get<Coverage>(`${sitePath(site)}/coverage`),
    get<PastPosition[]>(`${sitePath(site)}/history?limit=${Latest}`),
  ]);
  const active = models.find(model => model.active);
  const description = active ? await get<ModelDescription>(`${sitePath(site)}/models/${active.version}/description`) : null;
  const gone = (description?.accessPoints ?? []).filter(ap => ap.reason.includes("no longer believed"));
  const changed = (description?.accessPoints ?? []).filter(ap => /dB against the survey/.test(ap.reason));
  const came = (description?.accessPoints ?? []).filter(ap => ap.reason.includes("came with update"));
  const count = (status: AccessPoint["status"]) => points.filter(point => point.status === status).length;
  const search = h("input", { type: "search", placeholder: "Find an access point", aria: { label: "Find an access point" }, on: { input: () => list() } });
  const kind = h("select", { aria: { label: "Status" }, on: { change: () => list() } },
    h("option", { value: "" }, "All"), Object.entries(Words).map(([status, [word]]) => h("option", { value: status }, word)));
  const rows = h("tbody", {});
  fill(place, h("div", { class: "column wide" },
    h("h1", {}, "Drift"),
    h("p", { class: "muted" }, active ? `The model that answers is version ${active.version}; its survey has ${coverage.scans.toLocaleString()} scans.` : "No model answers yet."),
    h("div", { class: "tiles" }, (Object.keys(Words) as AccessPoint["status"][]).map(status =>
      h("div", { class: `tile ${status}`, title: Words[status][1] }, h("strong", {}, count(status)), h("span", {}, Words[status][0])))),
    h("div", { class: "pair" },
      h("section", { class: "card stack" }, h("h2", {}, "Regions to survey again"), regions(coverage, past)),
      h("section", { class: "card stack" }, h("h2", {}, "What the updates found"),
        description && gone.length + changed.length + came.length > 0 ? [
          changes("Gone, or standing elsewhere", gone), changes("Came", came), changes("Louder or quieter", changed),
        ] : h("p", { class: "muted" }, "The model that answers was not updated, or nothing has changed."))),
    h("div", { class: "row" }, h("h2", {}, "Access points"), h("span", { class: "space" }), kind, search),
    h("div", { class: "scroll" }, h("table", {},
      h("thead", {}, h("tr", {}, ["Access point", "Status", "In the survey", "Lately", "Strongest", "Last heard"].map(name => h("th", { scope: "col" }, name)))),
      rows))));

  function list(): void {
    const wanted = search.value.toLowerCase();
    const order = Object.keys(Words);
    const found = points.filter(point => point.id.includes(wanted) && (!kind.value || point.status === kind.value))
      .sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status) || b.recentScans - a.recentScans);
    fill(rows, found.slice(0, RowsShown).map(point => h("tr", {},
      h("td", {}, h("code", {}, point.id), point.locallyAdministered && h("span", { class: "tag", title: "Its address was made up by software" }, "made up")),
      h("td", {}, h("span", { class: `tag ${point.status === "vanished" ? "bad" : point.status === "new" ? "warn" : point.status === "used" ? "good" : ""}`, title: Words[point.status][1] }, Words[point.status][0])),
      h("td", { class: "number" }, point.surveyScans.toLocaleString()),
      h("td", { class: "number" }, point.recentScans.toLocaleString()),
      h("td", { class: "number" }, point.strongest === undefined ? "–" : `${Math.round(point.strongest)} dBm`),
      h("td", {}, point.lastHeard ? ago(point.lastHeard) : "–"))),
    found.length > RowsShown && h("tr", {}, h("td", { colSpan: 6, class: "muted" }, `… and ${found.length - RowsShown} more`)));
  }

  list();
  return () => undefined;
};

function changes(title: string, list: ModelDescription["accessPoints"]): HTMLElement | null {
  if (list.length === 0) return null;
  return h("details", {}, h("summary", {}, `${title}: ${list.length}`),
    h("ul", { class: "plain" }, list.slice(0, 100).map(ap => h("li", {}, h("code", {}, ap.name), h("span", { class: "muted" }, ` ${ap.reason.split("; ").at(-1) ?? ""}`)))));
}

/** Regions whose latest answers are unsure, the worst first. */
function regions(coverage: Coverage, past: readonly PastPosition[]): HTMLElement {
  const told = new Map<string, { sum: number; radius: number; count: number }>();
  for (const position of past) {
    if (!position.known || !position.region) continue;
    const region = told.get(position.region) ?? { sum: 0, radius: 0, count: 0 };
    told.set(position.region, { sum: region.sum + (position.confidence ?? 0), radius: region.radius + (position.accuracy ?? 0), count: region.count + 1 });
  }
  const surveyed = new Map<string, string>();
  for (const point of coverage.points) if (point.region && point.last && point.last > (surveyed.get(point.region) ?? "")) surveyed.set(point.region, point.last);
  const list = [...told].filter(([, region]) => region.count >= FewAnswers)
    .map(([name, region]) => ({ name, confidence: region.sum / region.count, radius: region.radius / region.count, last: surveyed.get(name) }))
    .sort((a, b) => a.confidence - b.confidence);
  if (list.length === 0) return h("p", { class: "muted" }, "Too few answers yet to tell.");
  return h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, ["Region", "Mean confidence", "Mean radius", "Surveyed", ""].map(name => h("th", { scope: "col" }, name)))),
    h("tbody", {}, list.map(region => h("tr", {},
      h("td", {}, region.name), h("td", { class: "number" }, percent(region.confidence)), h("td", { class: "number" }, metres(region.radius)),
      h("td", {}, region.last ? ago(region.last) : "–"),
      h("td", {}, region.confidence < Unsure && h("span", { class: "tag bad" }, "survey again")))))));
}
