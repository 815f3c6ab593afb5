import L from "leaflet";
import { ask, floorPath, get } from "./api";
import { h } from "./dom";
import { colour } from "./theme";
import type { Floor, RegionFeature } from "./types";

/** A position on the plan, in metres: x to the right, y up. */
export interface Point { x: number; y: number }

export const at = (x: number, y: number): L.LatLng => L.latLng(y, x);

/** Metres for a plan whose size nobody has told: a pixel is this wide until it is scaled. */
const UnscaledMetresPerPixel = 0.02;
const EmptyMetres = 30;

/** A floor on the screen: its picture and its regions, in metres. */
export class PlanView {
  readonly map: L.Map;
  readonly regions = L.featureGroup();
  /** Whether the plan's size in metres is known. */
  isScaled = false;
  floor: Floor | null = null;
  features: RegionFeature[] = [];
  /** The picture's size in pixels, once there is one. */
  image: { width: number; height: number } | null = null;
  private picture: L.ImageOverlay | null = null;
  private frame: L.Rectangle | null = null;
  private url: string | null = null;
  /** Whether all of the plan is in sight; not, once somebody has moved it. */
  private isWhole = true;
  private readonly resized = new ResizeObserver(() => (this.isWhole ? this.fit() : this.map.invalidateSize({ pan: false })));
  private bounds = L.latLngBounds(at(0, 0), at(EmptyMetres, EmptyMetres));

  constructor(place: HTMLElement, label: string) {
    const holder = h("div", { class: "map", aria: { label } });
    place.append(holder);
    this.map = L.map(holder, {
      crs: L.CRS.Simple, minZoom: -3, maxZoom: 9, zoomSnap: 0.25, zoomDelta: 0.5, attributionControl: false, zoomControl: false,
    });
    L.control.zoom({ position: "topleft", zoomInTitle: "Closer", zoomOutTitle: "Farther" }).addTo(this.map);
    this.regions.addTo(this.map);
    fitButton(() => this.fit()).addTo(this.map);
    scaleBar().addTo(this.map);
    this.map.fitBounds(this.bounds);
    this.map.on("zoomstart dragstart", () => (this.isWhole = false));
    this.resized.observe(holder);
  }

  get width(): number {
    return this.bounds.getEast();
  }

  get height(): number {
    return this.bounds.getNorth();
  }

  /** Loads a floor's picture and regions. */
  async show(site: string, floor: Floor, isSameView = false): Promise<void> {
    this.floor = floor;
    const path = floorPath(site, floor.building, floor.floor);
    const [blob, collection] = await Promise.all([
      ask(`${path}/plan`).then(response => response.blob()).catch(() => null),
      get<{ features: RegionFeature[] }>(`${path}/regions`).catch(() => ({ features: [] })),
    ]);
    await this.setPicture(blob);
    this.isScaled = Boolean(floor.width && floor.height);
    const width = floor.width ?? (this.image ? this.image.width * UnscaledMetresPerPixel : EmptyMetres);
    const height = floor.height ?? (this.image ? this.image.height * UnscaledMetresPerPixel : EmptyMetres * 2 / 3);
    this.bounds = L.latLngBounds(at(0, 0), at(width, height));
    this.picture?.remove();
    this.frame?.remove();
    this.frame = L.rectangle(this.bounds, { className: this.url ? "plan-frame" : "plan-frame bare", interactive: false, weight: 1 }).addTo(this.map);
    this.picture = this.url ? L.imageOverlay(this.url, this.bounds, { className: "plan-picture" }).addTo(this.map) : null;
    if (!isSameView) this.fit();
    this.setRegions(collection.features);
  }

  fit(): void {
    this.map.invalidateSize({ pan: false });
    this.map.fitBounds(this.bounds, { padding: [12, 12], animate: false });
    this.isWhole = true;
  }

  /** Draws regions; their names are in the middle of them. */
  setRegions(features: RegionFeature[]): void {
    this.features = features;
    this.regions.clearLayers();
    for (const feature of features) {
      const ring = feature.geometry.coordinates[0] ?? [];
      L.polygon(ring.slice(0, -1).map(([x, y]) => at(x, y)), { className: "region", weight: 1 })
        .bindTooltip(feature.properties.name, { permanent: true, direction: "center", className: "region-name", interactive: false })
        .addTo(this.regions);
    }
  }

  /** Lets somebody choose a point of the plan once; null when they leave it with Escape. */
  choosePoint(): Promise<Point | null> {
    const holder = this.map.getContainer();
    holder.classList.add("choosing");
    return new Promise(resolve => {
      const end = (point: Point | null) => {
        holder.classList.remove("choosing");
        this.map.off("click", click);
        removeEventListener("keydown", key);
        resolve(point);
      };
      const click = (event: L.LeafletMouseEvent) => end({ x: event.latlng.lng, y: event.latlng.lat });
      const key = (event: KeyboardEvent) => {
        if (event.key === "Escape") end(null);
        if (event.key === "Enter" && document.activeElement === holder) {
          const middle = this.map.getCenter();
          end({ x: middle.lng, y: middle.lat });
        }
      };
      this.map.on("click", click);
      addEventListener("keydown", key);
    });
  }

  close(): void {
    // Or it would measure a map that is gone.
    this.resized.disconnect();
    this.map.stop().remove();
    if (this.url) URL.revokeObjectURL(this.url);
  }

  private async setPicture(blob: Blob | null): Promise<void> {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = blob ? URL.createObjectURL(blob) : null;
    this.image = null;
    if (!this.url) return;
    const picture = new Image();
    picture.src = this.url;
    await picture.decode().catch(() => undefined);
    this.image = { width: picture.naturalWidth || 1, height: picture.naturalHeight || 1 };
  }
}

/** Back to the whole plan. */
function fitButton(fit: () => void): L.Control {
  const control = new L.Control({ position: "topleft" });
  control.onAdd = () => {
    const link = h("a", { href: "#", title: "The whole plan", role: "button", aria: { label: "The whole plan" } }, "⤢");
    L.DomEvent.on(link, "click", event => {
      L.DomEvent.stop(event);
      fit();
    });
    return h("div", { class: "leaflet-bar" }, link);
  };
  return control;
}

/** How long a metre is, at the foot of the plan. */
function scaleBar(): L.Control {
  const control = new L.Control({ position: "bottomleft" });
  control.onAdd = map => {
    const line = h("div", { class: "scale-bar" });
    const update = () => {
      const pixels = 2 ** map.getZoom();
      const length = [0.5, 1, 2, 5, 10, 20, 50, 100, 200].find(one => one * pixels > 60) ?? 500;
      line.style.width = `${length * pixels}px`;
      line.textContent = `${length} m`;
    };
    map.on("zoomend", update);
    queueMicrotask(update);
    return line;
  };
  return control;
}

/** A region's left, lower, right and upper bound, in metres. */
export function boxOf(feature: RegionFeature): readonly [number, number, number, number] {
  const ring = feature.geometry.coordinates[0] ?? [], xs = ring.map(([x]) => x), ys = ring.map(([, y]) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

/** Whether a point is inside a polygon's outer ring. */
export function isInside(feature: RegionFeature, { x, y }: Point): boolean {
  const ring = feature.geometry.coordinates[0] ?? [];
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!;
    const [xj, yj] = ring[j]!;
    if (yi > y !== yj > y && x < (xj - xi) * (y - yi) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** Green over yellow to red, for shares from good (0) to bad (1). */
export const heat = (share: number): string => `hsl(${Math.round(140 * (1 - Math.min(1, Math.max(0, share))))} 65% 45%)`;

export const accent = (): string => colour("accent");
