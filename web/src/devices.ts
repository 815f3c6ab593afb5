import L from "leaflet";
import { ago, hue } from "./format";
import { at, type Point } from "./plan";
import { colour, isDark } from "./theme";
import type { Location } from "./types";

/** How a device is shown. */
export type Status = "known" | "unknown" | "stale";

/**
 * After this long without a scan a position is shown as old: Android lets an app scan every thirty seconds, and one may
 * be missed. After the second it is not shown at all.
 */
export const StaleAfter = 70_000;
export const GoneAfter = 15 * 60_000;

const GlideMilliseconds = 900;
const TrailLength = 24;
const LabelledDevices = 40;
/** Of more than these only the chosen one has a trail. */
const Crowd = 100;
/** Circles that would cover the plan more often than this hide each other, and cost frames: then only the chosen one has one. */
const MostCovers = 8;

/** A device on the plan. */
export class Device {
  location: Location = { known: false };
  time = 0;
  /** When it was last heard, known or not, by this computer's clock. */
  seen = 0;
  trail: Point[] = [];
  readonly hue: number;
  private from: Point | null = null;
  private to: Point | null = null;
  private start = 0;

  constructor(readonly name: string) {
    this.hue = hue(name);
  }

  /** Takes a new position in. */
  take(location: Location, time: number, now: number, glides = true): void {
    this.seen = now;
    this.time = time;
    this.location = location;
    if (!location.known || location.x === undefined || location.y === undefined) return;
    const place = { x: location.x, y: location.y };
    const isFar = !this.to || Math.hypot(place.x - this.to.x, place.y - this.to.y) > 25;
    this.from = glides && !isFar ? this.position(now) : place;
    this.to = place;
    this.start = now;
    this.trail.push(place);
    if (this.trail.length > TrailLength) this.trail.shift();
  }

  /** Where it is drawn: it glides from answer to answer. */
  position(now: number): Point | null {
    if (!this.from || !this.to) return null;
    const share = Math.min(1, (now - this.start) / GlideMilliseconds);
    const eased = share * (2 - share);
    return { x: this.from.x + (this.to.x - this.from.x) * eased, y: this.from.y + (this.to.y - this.from.y) * eased };
  }

  isGliding(now: number): boolean {
    return now - this.start <= GlideMilliseconds;
  }

  status(now: number): Status {
    return now - this.seen > StaleAfter ? "stale" : this.location.known ? "known" : "unknown";
  }

  /** One line on how it is. */
  words(now: number): string {
    switch (this.status(now)) {
      case "stale": return `last seen ${ago(this.seen, now)}`;
      case "unknown": return "heard, but not of this site";
      default: return this.location.region ?? "located";
    }
  }
}

/** Something else to draw beside the devices: true places, for instance. */
export type Extra = (context: CanvasRenderingContext2D, pixel: (point: Point) => L.Point, now: number) => void;

/** All devices on one canvas, drawn anew for every frame in which something moves. */
export class DeviceLayer extends L.Layer {
  extra: Extra | null = null;
  private shown: Device[] = [];
  private chosen: Device | null = null;
  private isStale = true;
  private wasDark = false;
  private canvas!: HTMLCanvasElement;
  private request = 0;
  private map!: L.Map;

  override onAdd(map: L.Map): this {
    this.map = map;
    this.canvas = L.DomUtil.create("canvas", "devices leaflet-zoom-hide", map.getPanes().overlayPane);
    map.on("move zoom resize viewreset", this.place, this);
    this.place();
    const frame = () => {
      const now = performance.now();
      if (this.isStale || this.extra || this.wasDark !== isDark() || this.shown.some(device => device.isGliding(now))) this.draw(now);
      this.request = requestAnimationFrame(frame);
    };
    frame();
    return this;
  }

  override onRemove(map: L.Map): this {
    cancelAnimationFrame(this.request);
    map.off("move zoom resize viewreset", this.place, this);
    this.canvas.remove();
    return this;
  }

  get devices(): Device[] {
    return this.shown;
  }

  set devices(devices: Device[]) {
    this.shown = devices;
    this.isStale = true;
  }

  get selected(): Device | null {
    return this.chosen;
  }

  set selected(device: Device | null) {
    this.chosen = device;
    this.isStale = true;
  }

  /** The device under a point of the screen. */
  hit(point: L.Point): Device | null {
    let best: Device | null = null, distance = 18;
    for (const device of this.devices) {
      const place = device.position(performance.now());
      if (!place) continue;
      const away = this.map.latLngToContainerPoint(at(place.x, place.y)).distanceTo(point);
      if (away < distance) [best, distance] = [device, away];
    }
    return best;
  }

  private place(): void {
    const size = this.map.getSize(), ratio = devicePixelRatio;
    L.DomUtil.setPosition(this.canvas, this.map.containerPointToLayerPoint([0, 0]));
    this.canvas.width = size.x * ratio;
    this.canvas.height = size.y * ratio;
    this.canvas.style.width = `${size.x}px`;
    this.canvas.style.height = `${size.y}px`;
    this.draw(performance.now());
  }

  private draw(now: number): void {
    const context = this.canvas.getContext("2d")!, ratio = devicePixelRatio;
    this.isStale = false;
    this.wasDark = isDark();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    // The plan is an upright picture: two numbers turn metres into pixels.
    const origin = this.map.latLngToContainerPoint(at(0, 0)), scale = 2 ** this.map.getZoom();
    const pixel = (point: Point) => L.point(origin.x + point.x * scale, origin.y - point.y * scale);
    this.extra?.(context, pixel, now);
    const { x: width, y: height } = this.map.getSize();
    const view: View = {
      context, pixel, scale, now, dark: this.wasDark,
      hasCircles: this.shown.reduce((sum, device) => sum + Math.PI * ((device.location.accuracy ?? 0) * scale) ** 2, 0) < MostCovers * width * height,
      hasTrails: this.shown.length <= Crowd, isLabelled: this.shown.length <= LabelledDevices,
    };
    for (const device of this.shown) if (device !== this.chosen) drawDevice(device, view, false);
    if (this.chosen) drawDevice(this.chosen, { ...view, hasCircles: true, hasTrails: true, isLabelled: true }, true);
  }
}

/** What devices are drawn on, and how. */
interface View {
  context: CanvasRenderingContext2D; pixel: (point: Point) => L.Point; scale: number; now: number; dark: boolean;
  hasCircles: boolean; hasTrails: boolean; isLabelled: boolean;
}

function drawDevice(device: Device, { context, pixel, scale, now, dark, hasCircles, hasTrails, isLabelled }: View, isSelected: boolean): void {
  const place = device.position(now);
  if (!place || now - device.seen > GoneAfter) return;
  const status = device.status(now), centre = pixel(place);
  const tone = (alpha: number) => (status === "known" ? `hsl(${device.hue} 75% ${dark ? 62 : 46}% / ${alpha})` : `hsl(215 12% ${dark ? 65 : 50}% / ${alpha})`);
  if (status === "known" && hasTrails && device.trail.length > 1) {
    context.lineWidth = isSelected ? 3 : 2;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = tone(isSelected ? 0.55 : 0.3);
    context.beginPath();
    device.trail.slice(0, -1).forEach((point, i) => {
      const { x, y } = pixel(point);
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.lineTo(centre.x, centre.y);
    context.stroke();
  }
  if (status === "known" && hasCircles) {
    context.beginPath();
    context.arc(centre.x, centre.y, Math.max(6, (device.location.accuracy ?? 0) * scale), 0, 7);
    context.fillStyle = tone(isSelected ? 0.16 : 0.08);
    context.fill();
    context.lineWidth = isSelected ? 2 : 1;
    context.strokeStyle = tone(isSelected ? 0.8 : 0.35);
    context.stroke();
  }
  context.beginPath();
  context.arc(centre.x, centre.y, isSelected ? 8 : 6, 0, 7);
  context.fillStyle = status === "unknown" ? colourOf(dark) : tone(1);
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = status === "unknown" ? tone(1) : dark ? "#0f141b" : "#ffffff";
  context.setLineDash(status === "unknown" ? [3, 3] : []);
  context.stroke();
  context.setLineDash([]);
  if (!isLabelled) return;
  context.font = `${isSelected ? 600 : 500} 12px system-ui, sans-serif`;
  context.lineWidth = 3;
  context.strokeStyle = dark ? "#0f141bcc" : "#ffffffdd";
  context.fillStyle = dark ? "#e6eaf0" : "#17202e";
  context.strokeText(device.name, centre.x + 11, centre.y - 8);
  context.fillText(device.name, centre.x + 11, centre.y - 8);
}

const colourOf = (dark: boolean): string => (dark ? "#171e28" : "#ffffff");

/** A ring where somebody truly is, and a hollow mark where the old model takes them to be. */
export function drawTruths(
  context: CanvasRenderingContext2D, pixel: (point: Point) => L.Point,
  truths: readonly { name: string; truth: Point; frozen: Point | null }[], located: (name: string) => Point | null,
): void {
  const bad = colour("bad"), good = colour("good");
  for (const { name, truth, frozen } of truths) {
    const true_ = pixel(truth), answer = located(name);
    context.lineWidth = 1.5;
    if (frozen) {
      const old = pixel(frozen);
      context.strokeStyle = bad;
      context.setLineDash([2, 4]);
      line(context, true_, old);
      context.setLineDash([]);
      context.beginPath();
      context.rect(old.x - 5, old.y - 5, 10, 10);
      context.stroke();
    }
    context.strokeStyle = good;
    if (answer) line(context, true_, pixel(answer));
    context.lineWidth = 2.5;
    context.beginPath();
    context.arc(true_.x, true_.y, 5, 0, 7);
    context.fillStyle = colourOf(isDark());
    context.fill();
    context.stroke();
  }
}

function line(context: CanvasRenderingContext2D, from: L.Point, to: L.Point): void {
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
}
