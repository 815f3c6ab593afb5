import L from "leaflet";
import { get, sitePath } from "./api";
import { bar, h } from "./dom";
import { metres, percent } from "./format";
import { at, type PlanView } from "./plan";
import type { Explanation } from "./types";

const AccessPointsShown = 10;
const RegionsShown = 6;

let marks: L.LayerGroup | null = null;

/** Takes away what the last explanation put on the plan. */
export function clearMarks(): void {
  marks?.remove();
  marks = null;
}

/** Why a device is taken to be there: regions, the survey's most alike scans (also on the plan), access points, image. */
export async function explain(site: string, device: string, time: number | null, plan: PlanView): Promise<HTMLElement> {
  const when = time === null ? "" : `?time=${new Date(time).toISOString()}`;
  const why = await get<Explanation>(`${sitePath(site)}/devices/${encodeURIComponent(device)}/explanation${when}`);
  clearMarks();
  marks = L.layerGroup().addTo(plan.map);
  const { x, y } = why.location;
  for (const point of why.nearest) {
    if (point.x === undefined || point.y === undefined) continue;
    L.circleMarker(at(point.x, point.y), { radius: 5, className: "nearest" }).bindTooltip(`${point.region ?? "surveyed here"}: ${percent(1 - point.unlikeness)} alike`).addTo(marks);
    if (x !== undefined && y !== undefined) L.polyline([at(x, y), at(point.x, point.y)], { className: "nearest-line", weight: 1 }).addTo(marks);
  }
  const most = Math.max(0.1, ...why.accessPoints.map(ap => ap.movesMetres ?? 0));
  return h("div", { class: "stack explanation" },
    h("h4", {}, "Regions"),
    why.regions.length === 0 && h("p", { class: "muted" }, why.location.known ? "None was drawn or named when the model was trained." : "None: the scan is not of this site."),
    why.regions.slice(0, RegionsShown).map(region => h("div", { class: "bar-row" },
      h("span", {}, region.region), bar(region.share, region.region), h("span", { class: "number" }, percent(region.share)))),
    h("h4", {}, "Most alike in the survey"),
    h("p", { class: "muted" }, why.nearest.length === 0 ? "Nothing."
      : `${why.nearest.length} scans, marked on the plan; the nearest is ${percent(1 - why.nearest[0]!.unlikeness)} alike.`),
    h("h4", {}, "Access points that mattered"),
    h("p", { class: "muted" }, `${why.accessPointsHeard} heard, ${why.accessPoints.length} known. The bar says how far the answer moves without it.`),
    why.accessPoints.slice(0, AccessPointsShown).map(ap => h("div", { class: "bar-row" },
      h("code", {}, ap.id), bar((ap.movesMetres ?? 0) / most, `${ap.id} moves the answer`), h("span", { class: "number" }, `${metres(ap.movesMetres)} · ${Math.round(ap.rssiDbm)} dBm`))),
    why.image.length > 0 && h("h4", {}, "What the network saw"),
    why.image.length > 0 && picture(why.image),
    why.image.length > 0 && h("p", { class: "muted" }, "Each pixel compares two access points: blue where the row's is weaker than the column's, orange where it is stronger."));
}

/** The fingerprint image, enlarged without smoothing. */
function picture(pixels: readonly number[]): HTMLCanvasElement {
  const side = Math.round(Math.sqrt(pixels.length));
  const canvas = h("canvas", { class: "fingerprint", width: side, height: side, role: "img", aria: { label: "Fingerprint image" } });
  const context = canvas.getContext("2d")!, image = context.createImageData(side, side);
  const largest = Math.max(0.1, ...pixels.map(Math.abs));
  pixels.forEach((pixel, i) => {
    const share = Math.min(1, Math.abs(pixel) / largest);
    const [red, green, blue] = pixel > 0 ? [37, 99, 235] : [234, 120, 20];
    image.data.set([mix(red!, share), mix(green!, share), mix(blue!, share), 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
  return canvas;
}

const mix = (full: number, share: number): number => Math.round(250 + (full - 250) * Math.sqrt(share));
