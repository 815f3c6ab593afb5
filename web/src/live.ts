import { get, serviceNow, sitePath, watch } from "./api";
import { attempt, bar, button, fill, h } from "./dom";
import { Device, DeviceLayer, GoneAfter } from "./devices";
import { demoPanel } from "./demo";
import { clearMarks, explain } from "./explain";
import { floorChoice, loadFloors, sameFloor } from "./floors";
import { ago, metres, percent } from "./format";
import { isDemo, type Page } from "./main";
import { at, PlanView } from "./plan";
import { playback } from "./playback";
import type { Floor, LivePosition } from "./types";

const RowsShown = 60;
const ListEvery = 500;

/** Everybody on the plan, as it becomes known. */
export const live: Page = async (place, site) => {
  const floors = await loadFloors(site);
  const stop = new AbortController();
  const all = new Map<string, Device>();
  const stage = h("section", { class: "stage", aria: { label: "Plan" } });
  const filter = h("input", { type: "search", placeholder: "Find a device", aria: { label: "Find a device" }, on: { input: () => list() } });
  const summary = h("p", { class: "summary", role: "status" });
  const rows = h("ul", { class: "rows", aria: { label: "Devices" } });
  const occupancy = h("div", { class: "occupancy" });
  const chosen = h("section", { class: "chosen", hidden: true, aria: { label: "The chosen device" } });
  const connection = h("span", { class: "tag", role: "status" }, "connecting …");
  const demo = isDemo ? demoPanel(name => all.get(name) ?? null) : null;
  const select = floorChoice(floors, floor => void attempt(() => showFloor(floor)));
  const player = playback(site, positions => {
    isLive = positions === null;
    connection.hidden = !isLive;
    const before = layer.selected?.name;
    all.clear();
    for (const device of positions ?? []) all.set(device.name, device);
    layer.selected = (before && all.get(before)) || null;
    chosen.hidden = !layer.selected;
    if (isLive) restart();
    list();
  });
  const panel = h("aside", { class: "panel" },
    demo?.element,
    h("div", { class: "row" }, h("h2", {}, "Devices"), connection, h("span", { class: "space" }), select),
    summary, filter, rows, chosen,
    h("details", { class: "fold", open: !isDemo }, h("summary", {}, "How full the regions are"), occupancy),
    player.element);
  fill(place, h("div", { class: "split" }, stage, panel));

  const plan = new PlanView(stage, "Floor plan with devices");
  const layer = new DeviceLayer();
  layer.addTo(plan.map);
  if (demo) layer.extra = demo.draw;
  let floor: Floor | null = null, isLive = true, isDirty = true, feed = new AbortController();

  plan.map.on("click", event => choose(layer.hit(event.containerPoint)));
  // Tests measure what is drawn.
  Object.assign(stage, { layer });

  async function showFloor(next: Floor): Promise<void> {
    floor = next;
    select.selectedIndex = floors.indexOf(next);
    await plan.show(site, next);
    list();
  }

  function restart(): void {
    feed.abort();
    feed = new AbortController();
    void watch<LivePosition>(`${sitePath(site)}/live`, AbortSignal.any([stop.signal, feed.signal]), take, is => {
      connection.textContent = is ? "live" : "reconnecting …";
      connection.className = is ? "tag good" : "tag warn";
    });
  }

  function take({ device: name, time, location }: LivePosition): void {
    let device = all.get(name);
    if (!device) all.set(name, device = new Device(name));
    const told = new Date(time).getTime(), lag = Math.max(0, serviceNow() - told);
    device.take(location, told, performance.now() - (lag < 5000 ? 0 : lag));
    isDirty = true;
  }

  function choose(device: Device | null): void {
    layer.selected = device;
    chosen.hidden = !device;
    clearMarks();
    if (device) {
      fill(chosen, card(device));
      const there = device.position(performance.now());
      if (there) plan.map.panInside(at(there.x, there.y), { padding: [40, 40] });
    }
    list();
  }

  function facts(device: Device): HTMLElement[] {
    const now = performance.now(), { location } = device;
    const list: [string, string][] = [
      ["Region", location.region ?? "–"],
      ["Place", location.known ? `${location.x?.toFixed(1)}, ${location.y?.toFixed(1)} m` : "not of this site"],
      ["Accuracy (95 %)", metres(location.accuracy)],
      ["Confidence", percent(location.confidence)],
      ["Model", String(location.model ?? "–")],
      ["Heard", ago(device.seen, now)],
    ];
    return list.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]);
  }

  function card(device: Device): HTMLElement {
    const why = h("div", {});
    return h("div", { class: "card stack" },
      h("div", { class: "row" }, h("h3", {}, device.name), h("span", { class: "space" }), button("×", () => choose(null), "quiet icon")),
      h("dl", { class: "facts" }, facts(device)),
      button("Why here?", () => void attempt(async () => why.replaceChildren(await explain(site, device.name, isLive ? null : device.time, plan))), "primary"),
      why);
  }

  function list(): void {
    isDirty = false;
    const now = performance.now(), wanted = filter.value.toLowerCase();
    const here = [...all.values()].filter(device => now - device.seen < GoneAfter
      && (!device.location.known || !floor || sameFloor(floor, device.location.building, device.location.floor)));
    layer.devices = here.filter(device => !wanted || device.name.toLowerCase().includes(wanted));
    const count = { known: 0, unknown: 0, stale: 0 };
    const regions = new Map<string, number>();
    for (const device of here) {
      const status = device.status(now);
      count[status]++;
      if (status === "known" && device.location.region) regions.set(device.location.region, (regions.get(device.location.region) ?? 0) + 1);
    }
    fill(summary, here.length === 0 ? "Nobody is heard yet." : [
      h("span", { class: "tag good" }, `${count.known} located`),
      count.unknown > 0 && h("span", { class: "tag warn" }, `${count.unknown} unknown`),
      count.stale > 0 && h("span", { class: "tag" }, `${count.stale} not heard lately`)]);
    const shown = [...layer.devices].sort((a, b) => a.name.localeCompare(b.name)).slice(0, RowsShown);
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["device"] : undefined;
    fill(rows, shown.map(device => row(device, now)),
      layer.devices.length > shown.length && h("li", { class: "muted" }, `… and ${layer.devices.length - shown.length} more; find them by name`));
    if (focused) rows.querySelector<HTMLElement>(`[data-device="${CSS.escape(focused)}"]`)?.focus();
    const most = Math.max(1, ...regions.values());
    const names = plan.features.map(feature => feature.properties.name);
    fill(occupancy, [...new Set([...names, ...regions.keys()])]
      .sort((a, b) => (regions.get(b) ?? 0) - (regions.get(a) ?? 0) || a.localeCompare(b)).slice(0, 30)
      .map(name => h("div", { class: "bar-row" }, h("span", {}, name), bar((regions.get(name) ?? 0) / most, `${regions.get(name) ?? 0} in ${name}`), h("span", { class: "number" }, regions.get(name) ?? 0))));
    const shownFacts = chosen.querySelector(".facts");
    if (layer.selected && shownFacts) fill(shownFacts, facts(layer.selected));
  }

  function row(device: Device, now: number): HTMLElement {
    const status = device.status(now);
    const dot = h("span", { class: `dot ${status}`, aria: { hidden: true } });
    if (status === "known") dot.style.setProperty("--hue", String(device.hue));
    return h("li", {}, h("button", {
      type: "button", class: "device", data: { device: device.name, status }, aria: { pressed: device === layer.selected },
      on: { click: () => choose(device) },
    }, dot, h("span", { class: "name" }, device.name), h("span", { class: "muted" }, device.words(now)), h("span", { class: "number" }, status === "known" ? `± ${metres(device.location.accuracy)}` : "")));
  }

  if (floors[0]) await showFloor(floors[0]);
  else summary.textContent = "The site has no floor yet: draw or survey one first.";
  restart();
  const tick = setInterval(() => (isDirty || !isLive || layer.selected) && list(), ListEvery);
  const slow = setInterval(list, 5000);
  await get(`${sitePath(site)}`);
  return () => {
    stop.abort();
    feed.abort();
    clearInterval(tick);
    clearInterval(slow);
    player.close();
    demo?.close();
    plan.close();
  };
};
