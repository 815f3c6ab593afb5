import L from "leaflet";
import { attempt, button, h } from "./dom";
import { at, type PlanView } from "./plan";
import type { ControlPoint, Floor } from "./types";

const Needed = 3;

/** Three points known on the plan and on the earth; with them answers have latitude and longitude. */
export function georeference(plan: PlanView, floor: Floor, step: HTMLElement, save: (facts: Partial<Floor>) => void): HTMLElement {
  const points: Partial<ControlPoint>[] = floor.georeference ? floor.georeference.map(point => ({ ...point })) : [];
  const marks = L.layerGroup().addTo(plan.map);
  const list = h("div", { class: "stack" });
  const element = h("div", { class: "stack" }, h("p", { class: "hint" }, "Optional: three points, not on one line, with their latitude and longitude."), list,
    h("div", { class: "row" },
      button("Add a point", () => void attempt(add)),
      button("Save", () => void attempt(async () => store()), "primary"),
      floor.georeference && button("Remove", () => save({ georeference: undefined as never }), "quiet")));
  show();
  return element;

  async function add(): Promise<void> {
    if (points.length === Needed) throw new Error("There are three points already; three are enough.");
    step.textContent = "Click the point on the plan. Escape leaves.";
    const place = await plan.choosePoint();
    step.textContent = "";
    if (!place) return;
    points.push({ x: Math.round(place.x * 100) / 100, y: Math.round(place.y * 100) / 100 });
    show();
    list.querySelector<HTMLInputElement>(".control-point:last-child input")?.focus();
  }

  function store(): void {
    if (points.length !== Needed || points.some(point => !Number.isFinite(point.latitude) || !Number.isFinite(point.longitude)))
      throw new Error("Three points are needed, each with latitude and longitude.");
    save({ georeference: points as ControlPoint[] });
  }

  function show(): void {
    marks.clearLayers();
    list.replaceChildren(...points.map((point, i) => {
      L.circleMarker(at(point.x!, point.y!), { radius: 7, className: "control-mark" }).bindTooltip(String(i + 1), { permanent: true }).addTo(marks);
      return h("div", { class: "row control-point" }, h("strong", {}, i + 1), number(point, "latitude", 90), number(point, "longitude", 180));
    }));
  }
}

function number(point: Partial<ControlPoint>, name: "latitude" | "longitude", most: number): HTMLInputElement {
  const input = h("input", {
    type: "number", step: "any", min: String(-most), max: String(most), placeholder: name, aria: { label: name }, class: "degrees",
    value: point[name] === undefined ? "" : String(point[name]), on: { input: () => (point[name] = input.valueAsNumber) },
  });
  return input;
}
