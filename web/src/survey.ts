import L from "leaflet";
import { ask, get, send, sitePath } from "./api";
import { connectPhone } from "./connect";
import { attempt, button, field, fill, h, toast } from "./dom";
import { floorChoice, loadFloors, sameFloor } from "./floors";
import { ago, metres } from "./format";
import { jobsView, train } from "./jobs";
import type { Page } from "./main";
import { at, boxOf, heat, isInside, PlanView, type Point } from "./plan";
import { standing } from "./standing";
import type { CoveredPoint, Coverage, Floor, PointError, SurveyScan } from "./types";

/** Scans at a point after which more help little. */
const Enough = 8;
/** An error that is as red as can be, in metres. */
const BadMetres = 8;
const Spacings = [1, 1.5, 2, 3, 4, 5];
const MostSuggested = 400;

/** Where to stand, what was heard there, and how good it is. */
export const survey: Page = async (place, site) => {
  const floors = await loadFloors(site);
  const stage = h("section", { class: "stage", aria: { label: "Plan" } });
  const overview = h("dl", { class: "facts" }), chosen = h("section", { class: "chosen" }), review = h("ul", { class: "plain" });
  const spacing = h("select", { on: { change: () => draw() } }, Spacings.map(one => h("option", { value: String(one), selected: one === 3 }, `${one} m`)));
  const view = h("select", { aria: { label: "Shown" }, on: { change: () => void attempt(showView) } },
    h("option", { value: "coverage" }, "Coverage: scans"), h("option", { value: "heard" }, "Coverage: access points"), h("option", { value: "error" }, "Expected error"));
  const legend = h("p", { class: "hint" });
  const file = h("input", { type: "file", accept: ".jsonl,.gz,.json", aria: { label: "Scan log" }, on: { change: () => void attempt(upload) } });
  const jobs = jobsView(site, () => void attempt(load));
  const select = floorChoice(floors, next => void attempt(() => showFloor(next)));
  const panel = h("aside", { class: "panel" },
    h("div", { class: "row" }, h("h2", {}, "Survey"), h("span", { class: "space" }), select),
    overview,
    h("div", { class: "row" }, field("Show", view), field("Points every", spacing)), legend,
    chosen,
    h("section", { class: "card stack" }, h("h3", {}, "Review, then train"), review,
      h("div", { class: "row" }, button("Train", () => void attempt(async () => {
        await train(site, true);
        jobs.refresh();
      }), "primary")), jobs.element),
    connectPhone(site),
    h("details", { class: "fold" }, h("summary", {}, "A survey from a file"), file, h("p", { class: "hint" }, "A scan log: one JSON object a line, plain or gzip.")));
  fill(place, h("div", { class: "split" }, stage, panel));
  const plan = new PlanView(stage, "Floor plan with surveyed and suggested points");
  const points = L.layerGroup().addTo(plan.map);
  let floor: Floor | null = null, coverage: Coverage = { scans: 0, devices: 0, points: [] }, errors: PointError[] | null = null;
  let stand: { close: () => void } | null = null;

  async function showFloor(next: Floor): Promise<void> {
    floor = next;
    select.selectedIndex = floors.indexOf(next);
    explainPage();
    await Promise.all([plan.show(site, next), load(false)]);
    draw();
  }

  async function load(draws = true): Promise<void> {
    coverage = await get<Coverage>(`${sitePath(site)}/coverage`);
    if (view.value === "error") errors = await get<PointError[]>(`${sitePath(site)}/survey-error`);
    if (draws) draw();
  }

  async function showView(): Promise<void> {
    if (view.value === "error") errors = await get<PointError[]>(`${sitePath(site)}/survey-error`);
    draw();
  }

  const here = (): CoveredPoint[] => coverage.points.filter(point => point.x !== undefined && sameFloor(floor, point.building, point.floor));

  function suggested(): Point[] {
    const step = Number(spacing.value), found: Point[] = [], done = here();
    // Room by room, so that no ring is on a wall and none of the rooms is forgotten; where none is drawn, over the whole plan.
    const rooms = plan.features.map(feature => ({ box: boxOf(feature), feature }));
    for (const { box: [left, bottom, right, top], feature } of rooms.length > 0 ? rooms : [{ box: [0, 0, plan.width, plan.height] as const, feature: null }]) {
      for (const y of spread(bottom, top, step)) {
        for (const x of spread(left, right, step)) {
          const point = { x: round(x), y: round(y) };
          if (found.length >= MostSuggested || (feature && !isInside(feature, point))) continue;
          if (![...done, ...found].some(one => Math.hypot(one.x! - x, one.y! - y) < step * 0.6)) found.push(point);
        }
      }
    }
    return found;
  }

  function draw(): void {
    points.clearLayers();
    const done = here(), left = suggested(), step = nearestSpacing(done) ?? Number(spacing.value);
    const most = Math.max(1, ...done.map(point => point.accessPoints));
    for (const point of done) {
      const error = errors?.find(one => sameFloor(floor, one.building, one.floor) && Math.hypot(one.x - point.x!, one.y - point.y!) < 0.1);
      const share = view.value === "error" ? (error ? error.errorMetres / BadMetres : null)
        : view.value === "heard" ? 1 - point.accessPoints / most : 1 - point.scans / Enough;
      const fill = share === null ? "var(--muted)" : heat(share);
      L.rectangle(L.latLngBounds(at(point.x! - step / 2, point.y! - step / 2), at(point.x! + step / 2, point.y! + step / 2)),
        { className: "heat", stroke: false, fillColor: fill, fillOpacity: 0.45, interactive: false }).addTo(points);
      L.circleMarker(at(point.x!, point.y!), { radius: 4, className: "surveyed", fillColor: fill, fillOpacity: 1, weight: 1 })
        .bindTooltip(`${point.scans} scans, ${point.accessPoints} access points${error ? `, ± ${metres(error.errorMetres)}` : ""}`)
        .on("click", event => {
          L.DomEvent.stop(event);
          void attempt(() => choosePoint(point));
        }).addTo(points);
    }
    for (const point of left) {
      L.circleMarker(at(point.x, point.y), { radius: 6, className: "suggested" }).bindTooltip("Stand here").on("click", event => {
        L.DomEvent.stop(event);
        startStanding(point);
      }).addTo(points);
    }
    legend.textContent = view.value === "error"
      ? `Each point located by the scans of the others, without it: green is good, red is ${BadMetres} m and more. Of the survey that the serving model was trained on.`
      : view.value === "heard" ? "Access points heard at each point: green is many." : `Scans at each point: green is ${Enough} and more. Rings are points still to visit.`;
    fill(overview,
      h("dt", {}, "Scans"), h("dd", { data: { figure: "scans" } }, coverage.scans.toLocaleString()),
      h("dt", {}, "Points here"), h("dd", { data: { figure: "points" } }, `${done.length} surveyed, ${left.length} to go`),
      h("dt", {}, "Phones"), h("dd", {}, coverage.devices));
    fill(review, findings(done, left.length).map(line => h("li", {}, line)));
  }

  function findings(done: readonly CoveredPoint[], left: number): string[] {
    const thin = done.filter(point => point.scans < Enough / 2).length, deaf = done.filter(point => point.accessPoints < 3).length;
    const empty = plan.features.filter(feature => !done.some(point => isInside(feature, { x: point.x!, y: point.y! }))).map(feature => feature.properties.name);
    return [
      done.length === 0 ? "Nothing is surveyed on this floor yet." : `${done.length} ${done.length === 1 ? "point" : "points"}; ${left === 0 ? "none is left to visit" : `${left} more are suggested`}.`,
      thin > 0 && `${thin} points have fewer than ${Enough / 2} scans.`,
      deaf > 0 && `${deaf} points hear fewer than three access points.`,
      empty.length > 0 && done.length > 0 && `Not surveyed: ${empty.slice(0, 6).join(", ")}${empty.length > 6 ? " …" : ""}.`,
      coverage.devices === 1 && "One phone only: with two or three models other phones are located better.",
    ].filter(line => line !== false);
  }

  function startStanding(point: Point, replace = false): void {
    stand?.close();
    const region = plan.features.find(feature => isInside(feature, point))?.properties.name;
    const next = standing(site, floor!, point, region, replace, (isDone: boolean) => {
      stand = null;
      explainPage();
      if (isDone) void attempt(load);
    });
    stand = next;
    fill(chosen, next.element);
  }

  async function choosePoint(point: CoveredPoint): Promise<void> {
    stand?.close();
    stand = null;
    const query = new URLSearchParams({ x: String(point.x), y: String(point.y) });
    if (point.building) query.set("building", point.building);
    if (point.floor) query.set("floor", point.floor);
    const scans = await get<SurveyScan[]>(`${sitePath(site)}/surveys/scans?${query}`);
    fill(chosen, h("div", { class: "card stack" },
      h("div", { class: "row" }, h("h3", {}, `${point.region ?? "Point"} · ${point.x!.toFixed(1)}, ${point.y!.toFixed(1)} m`), h("span", { class: "space" }), button("×", explainPage, "quiet icon")),
      button("Survey it again", () => startStanding({ x: point.x!, y: point.y! }, true)),
      h("ul", { class: "rows scans" }, scans.map(scan => h("li", { class: scan.retired ? "row retired" : "row" },
        h("span", {}, scan.device ?? "a phone"),
        h("span", { class: "muted" }, `${scan.accessPoints} APs${scan.time ? `, ${ago(scan.time)}` : ""}`),
        h("span", { class: "space" }),
        scan.retired
          ? button("Put back", () => void attempt(() => change("POST", `${scan.id}/restore`, point)), "quiet")
          : button("Delete", () => void attempt(() => change("DELETE", String(scan.id), point)), "quiet"))))));
  }

  async function change(method: string, what: string, point: CoveredPoint): Promise<void> {
    await send(method, `${sitePath(site)}/surveys/scans/${what}`);
    await load();
    await choosePoint(point);
  }

  function explainPage(): void {
    fill(chosen, h("p", { class: "hint" }, "Choose a ring, or any place on the plan, and stand there with a phone that sends scans. Choose a surveyed point to look into it."));
  }

  async function upload(): Promise<void> {
    const log = file.files?.[0];
    if (!log) return;
    const isJson = log.name.endsWith(".json");
    const answer = await (await ask(`${sitePath(site)}/surveys`, {
      method: "POST", body: log, headers: { "Content-Type": isJson ? "application/json" : "application/jsonl" },
    })).json() as { stored: number; duplicates: number; rejectedCount: number };
    file.value = "";
    toast(`${answer.stored} scans stored, ${answer.duplicates} were there already, ${answer.rejectedCount} refused.`);
    const known = await loadFloors(site);
    if (known.length !== floors.length) dispatchEvent(new Event("hashchange"));
    else await load();
  }

  plan.map.on("click", event => floor && startStanding({ x: round(event.latlng.lng), y: round(event.latlng.lat) }));
  if (floors[0]) await showFloor(floors[0]);
  else fill(chosen, h("p", { class: "hint" }, "The site has no floor yet: add one on the page Set-up, or send a survey from a file."));
  return () => {
    stand?.close();
    jobs.close();
    plan.close();
  };
};

const round = (value: number): number => Math.round(value * 10) / 10;

/** Places along a wall: evenly, a step or so apart, half of it from either end. */
function spread(from: number, to: number, step: number): number[] {
  const count = Math.max(1, Math.round((to - from) / step));
  return Array.from({ length: count }, (_, i) => from + (to - from) * (i + 0.5) / count);
}

/** How far a point is from the next one, for most of them. */
function nearestSpacing(points: readonly CoveredPoint[]): number | null {
  const some = points.slice(0, 200).map(a => Math.min(...points.filter(b => b !== a).map(b => Math.hypot(a.x! - b.x!, a.y! - b.y!)))).filter(Number.isFinite)
    .sort((a, b) => a - b);
  return some[Math.floor(some.length / 2)] ?? null;
}
