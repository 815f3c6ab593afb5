import L from "leaflet";
import { ask, floorPath, get, send } from "./api";
import { attempt, button, field, fill, h, toast } from "./dom";
import { floorChoice, loadFloors } from "./floors";
import { ago, floorName } from "./format";
import { georeference } from "./georeference";
import type { Page } from "./main";
import { PlanView } from "./plan";
import type { Floor, FloorVersion, RegionFeature, Ring } from "./types";

/** The drawing plug-in adds itself to Leaflet, before the plan is made. */
async function loadDrawing(): Promise<void> {
  Object.assign(window, { L });
  await Promise.all([import("@geoman-io/leaflet-geoman-free"), import("@geoman-io/leaflet-geoman-free/dist/leaflet-geoman.css")]);
}

const KindWords: Record<FloorVersion["kind"], string> = { floor: "size and place on the earth", plan: "picture", regions: "regions" };

/** Floors, their pictures, scale, regions, and place on the earth. Every change is kept and can be undone. */
export const setup: Page = async (place, site) => {
  await loadDrawing();
  let floors = await loadFloors(site), floor: Floor | null = null, undone: number | null = null;
  const stage = h("section", { class: "stack stage", aria: { label: "Plan" } });
  const choice = h("div", {}), regionList = h("ul", { class: "rows" }), versionList = h("ul", { class: "plain" });
  const scaleWords = h("p", { class: "muted" }), geo = h("div", {}), step = h("p", { class: "step", role: "status", aria: { live: "polite" } });
  const file = h("input", { type: "file", accept: "image/png,image/svg+xml,image/jpeg,image/webp", aria: { label: "Picture of the floor" }, on: { change: () => void attempt(upload) } });
  const undo = button("↶ Undo", () => void attempt(undoLast));
  const tools = h("div", { class: "stack" },
    h("section", { class: "card stack" }, h("h3", {}, "1 · Picture"), file, h("p", { class: "hint" }, "PNG or JPEG of at most 16 MB, or SVG of at most 8 MB.")),
    h("section", { class: "card stack" }, h("h3", {}, "2 · Scale"), scaleWords,
      h("div", { class: "row" }, button("By two points", () => void attempt(scale)), button("By its width", () => void attempt(scaleByWidth), "quiet"))),
    h("section", { class: "card stack" }, h("h3", {}, "3 · Regions"),
      h("div", { class: "row" }, button("Draw a rectangle", () => draw("Rectangle")), button("Draw a shape", () => draw("Polygon")), button("Move corners", toggleEdit, "quiet")),
      regionList),
    h("section", { class: "card stack" }, h("h3", {}, "4 · Place on the earth"), geo),
    h("details", { class: "fold", on: { toggle: () => void attempt(async () => void await loadVersions()) } }, h("summary", {}, "Earlier versions"), versionList));
  const panel = h("aside", { class: "panel" },
    h("div", { class: "row" }, h("h2", {}, "Set-up"), h("span", { class: "space" }), undo),
    h("div", { class: "row" }, choice, button("Add a floor", () => void attempt(addFloor), "quiet")),
    step, tools);
  fill(place, h("div", { class: "split" }, stage, panel));
  const plan = new PlanView(stage, "Floor plan to draw on");

  const path = (): string => floorPath(site, floor!.building, floor!.floor);

  async function chooseFloor(next: Floor | null, isSameView = false): Promise<void> {
    floor = next;
    tools.hidden = !floor;
    undo.disabled = !floor;
    const select = floorChoice(floors, one => void attempt(() => chooseFloor(one)));
    select.hidden = floors.length === 0;
    if (floor) select.selectedIndex = floors.findIndex(one => one.building === floor!.building && one.floor === floor!.floor);
    fill(choice, select);
    if (!floor) {
      step.textContent = "Add a floor to begin.";
      return;
    }
    step.textContent = "";
    await plan.show(site, floor, isSameView);
    scaleWords.textContent = plan.isScaled ? `The plan is ${floor.width!.toFixed(1)} × ${floor.height!.toFixed(1)} m.` : "Nobody has said yet how large it is.";
    fill(geo, georeference(plan, floor, step, facts => void attempt(() => putFacts(facts))));
    for (const layer of plan.regions.getLayers() as L.Polygon[]) layer.on("pm:update pm:dragend", () => void attempt(saveRegions));
    listRegions();
    await loadVersions();
  }

  async function reload(): Promise<void> {
    floors = await loadFloors(site);
    const same = floors.find(one => one.building === floor?.building && one.floor === floor?.floor) ?? floors[0] ?? null;
    await chooseFloor(same, true);
  }

  async function changed(): Promise<void> {
    undone = null;
    await reload();
  }

  async function addFloor(): Promise<void> {
    panel.querySelector("form.new-floor")?.remove();
    const building = h("input", { placeholder: "main building" }), name = h("input", { placeholder: "2", required: true });
    const form = h("form", {
      class: "card stack new-floor", on: {
        submit: event => {
          event.preventDefault();
          void attempt(async () => {
            await send("PUT", floorPath(site, building.value, name.value), {});
            form.remove();
            floors = await loadFloors(site);
            await chooseFloor(floors.find(one => one.building === building.value && one.floor === name.value) ?? null);
          });
        },
      },
    }, field("Building", building), field("Floor", name), h("button", { type: "submit", class: "primary" }, "Add"));
    panel.insertBefore(form, step);
    building.focus();
  }

  async function upload(): Promise<void> {
    const picture = file.files?.[0];
    if (!picture) return;
    const body = picture.type === "image/webp" ? await asPng(picture) : picture;
    await ask(`${path()}/plan`, { method: "PUT", body, headers: { "Content-Type": body.type || "application/octet-stream" } });
    file.value = "";
    toast("The picture is there.");
    undone = null;
    await reload();
    plan.fit();
  }

  async function scale(): Promise<void> {
    if (!plan.image) throw new Error("Add a picture first.");
    step.textContent = "Click one end of a distance that you know. Escape leaves.";
    const a = await plan.choosePoint();
    if (a) step.textContent = "Click its other end.";
    const b = a && await plan.choosePoint();
    step.textContent = "";
    if (!a || !b) return;
    const drawn = Math.hypot(a.x - b.x, a.y - b.y);
    if (drawn === 0) throw new Error("The two points are the same.");
    askNumber("How far apart are they, in metres?", metres => {
      const factor = metres / drawn;
      return putFacts({ width: plan.width * factor, height: plan.height * factor });
    });
  }

  async function scaleByWidth(): Promise<void> {
    askNumber("How wide is the whole picture, in metres?", width => putFacts({ width, height: width * (plan.image ? plan.image.height / plan.image.width : 2 / 3) }));
  }

  function askNumber(question: string, then: (value: number) => Promise<void>): void {
    const value = h("input", { type: "number", min: "0.1", max: "10000", step: "any", required: true, name: "metres" });
    fill(step, h("form", {
      class: "row", on: {
        submit: event => {
          event.preventDefault();
          step.textContent = "";
          void attempt(() => then(value.valueAsNumber));
        },
      },
    }, field(question, value), h("button", { type: "submit", class: "primary" }, "Set")));
    value.focus();
  }

  async function putFacts(facts: Partial<Floor>): Promise<void> {
    const { width, height, georeference: points } = { ...floor, ...facts };
    await send("PUT", path(), { width, height, georeference: points });
    await changed();
    if (facts.width) plan.fit();
  }

  function draw(shape: "Rectangle" | "Polygon"): void {
    step.textContent = shape === "Rectangle" ? "Click two opposite corners." : "Click the corners; click the first again to close. Escape leaves.";
    plan.map.pm.enableDraw(shape, { snappable: true, snapDistance: 12, continueDrawing: false, tooltips: false });
  }

  plan.map.on("pm:create", event => {
    step.textContent = "";
    const layer = event.layer as L.Polygon;
    const ring = ringOf(layer);
    layer.remove();
    let number = plan.features.length + 1;
    while (plan.features.some(feature => feature.properties.name === `Room ${number}`)) number++;
    const name = `Room ${number}`;
    void attempt(async () => {
      await putRegions([...plan.features, { type: "Feature", properties: { name }, geometry: { type: "Polygon", coordinates: [ring] } }]);
      const input = regionList.querySelector<HTMLInputElement>(`input[data-name="${CSS.escape(name)}"]`);
      input?.focus();
      input?.select();
    });
  });

  let isEditing = false;
  function toggleEdit(): void {
    isEditing = !isEditing;
    for (const layer of plan.regions.getLayers() as L.Polygon[]) {
      if (isEditing) layer.pm.enable({ allowSelfIntersection: false, snappable: true, draggable: false });
      else layer.pm.disable();
    }
    step.textContent = isEditing ? "Drag corners; press the button again to keep them." : "";
  }

  async function saveRegions(): Promise<void> {
    const layers = plan.regions.getLayers() as L.Polygon[];
    await putRegions(plan.features.map((feature, i) => ({ ...feature, geometry: { type: "Polygon", coordinates: [ringOf(layers[i]!)] } })));
  }

  async function putRegions(features: RegionFeature[]): Promise<void> {
    isEditing = false;
    await send("PUT", `${path()}/regions`, { type: "FeatureCollection", features });
    await changed();
  }

  function listRegions(): void {
    fill(regionList, plan.features.length === 0 && h("li", { class: "muted" }, "None yet. Regions are what answers name: rooms, corridors, zones."),
      plan.features.map(feature => {
        const { name } = feature.properties;
        const input = h("input", {
          value: name, maxLength: 200, data: { name }, aria: { label: `Name of ${name}` }, on: {
            change: () => void attempt(() => putRegions(plan.features.map(one => (one === feature ? { ...one, properties: { name: input.value.trim() } } : one)))),
          },
        });
        return h("li", { class: "row" }, input,
          button("Remove", () => void attempt(() => putRegions(plan.features.filter(one => one !== feature))), "quiet"));
      }));
  }

  async function loadVersions(): Promise<FloorVersion[]> {
    if (!floor) return [];
    const versions = await get<FloorVersion[]>(`${path()}/versions`);
    undo.disabled = versions.length === 0;
    fill(versionList, versions.slice(0, 40).map(version => h("li", { class: "row" },
      h("span", {}, `${KindWords[version.kind]}, until ${ago(version.time)}`), h("span", { class: "space" }),
      button("Bring back", () => void attempt(async () => {
        await send("POST", `${path()}/versions/${version.id}/restore`);
        await changed();
      }), "quiet"))));
    return versions;
  }

  /** Steps back through what was, one change at a time; each step is itself kept. */
  async function undoLast(): Promise<void> {
    const version = (await loadVersions()).find(one => undone === null || one.id < undone);
    if (!version) {
      toast("Nothing is left to undo.");
      return;
    }
    await send("POST", `${path()}/versions/${version.id}/restore`);
    undone = version.id;
    await reload();
    toast(`Undone: ${KindWords[version.kind]} of ${floorName(floor?.building, floor?.floor)}.`);
  }

  await chooseFloor(floors[0] ?? null);
  if (!floor) await addFloor();
  return () => plan.close();
};

/** A shape's corners in metres, to the centimetre, closed. */
function ringOf(layer: L.Polygon): Ring {
  const corners = (layer.getLatLngs() as L.LatLng[][])[0]!
    .map(({ lat, lng }) => [Math.round(lng * 100) / 100, Math.round(lat * 100) / 100] as [number, number]);
  return [...corners, corners[0]!];
}

/** The service takes no WebP; a browser can rewrite it. */
async function asPng(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const canvas = h("canvas", { width: bitmap.width, height: bitmap.height });
  canvas.getContext("2d")!.drawImage(bitmap, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error("The picture cannot be read."))), "image/png"));
}
