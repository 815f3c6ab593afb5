import { get, serviceNow, sitePath } from "./api";
import { attempt, button, field, fill, h } from "./dom";
import { Device } from "./devices";
import { clock } from "./format";
import type { PastPosition } from "./types";

const Page = 1000;
const MostPages = 20;
/** A device not heard for so long is not shown at that moment. */
const Fresh = 60_000;
const TrailMilliseconds = 60_000;

const Spans: [string, number][] = [["10 minutes", 10], ["1 hour", 60], ["8 hours", 480], ["24 hours", 1440], ["7 days", 10_080]];
const Speeds: [string, number][] = [["× 1", 1], ["× 10", 10], ["× 60", 60], ["× 600", 600]];

/** Plays the past: gives the devices as they were at a moment, or null when it is left. */
export function playback(site: string, show: (devices: Device[] | null) => void): { element: HTMLElement; close: () => void } {
  let positions: PastPosition[] = [], times: number[] = [], now = 0, timer = 0, isOpen = false;
  const span = h("select", {}, Spans.map(([name]) => h("option", {}, name)));
  const speed = h("select", {}, Speeds.map(([name]) => h("option", {}, name)));
  speed.selectedIndex = 1;
  const slider = h("input", { type: "range", min: "0", max: "1000", step: "1", aria: { label: "Moment" }, on: { input: () => go(Number(slider.value)) } });
  const moment = h("output", {});
  const play = button("▶ Play", () => (timer ? pause() : start()), "");
  const body = h("div", { class: "stack" });
  const element = h("details", { class: "fold", on: { toggle: () => !element.open && isOpen && leave() } },
    h("summary", {}, "Play the past"),
    h("div", { class: "row" }, field("The last", span), button("Load", () => void attempt(load), "")),
    body);

  async function load(): Promise<void> {
    const from = new Date(serviceNow() - Spans[span.selectedIndex]![1] * 60_000);
    let to = new Date(serviceNow() + 1000).toISOString();
    positions = [];
    for (let page = 0; page < MostPages; page++) {
      const some = await get<PastPosition[]>(`${sitePath(site)}/history?from=${from.toISOString()}&to=${to}&limit=${Page}`);
      positions.push(...some);
      if (some.length < Page) break;
      to = some.at(-1)!.time;
    }
    positions = positions.filter(position => position.device).reverse();
    times = positions.map(position => new Date(position.time).getTime());
    if (positions.length === 0) {
      fill(body, h("p", { class: "muted" }, "Nothing was located in that time."));
      return;
    }
    isOpen = true;
    fill(body, slider, h("div", { class: "row" }, play, field("Speed", speed), moment, h("span", { class: "space" }), button("Back to live", leave, "quiet")));
    go(0);
  }

  function go(share: number): void {
    now = times[0]! + (times.at(-1)! - times[0]!) * share / 1000;
    draw();
  }

  function draw(): void {
    const devices = new Map<string, Device>(), drawn = performance.now();
    for (let i = 0; i < positions.length && times[i]! <= now; i++) {
      if (now - times[i]! > Math.max(Fresh, TrailMilliseconds)) continue;
      const position = positions[i]!;
      let device = devices.get(position.device!);
      if (!device) devices.set(position.device!, device = new Device(position.device!));
      device.take(position, times[i]!, drawn - (now - times[i]!) / 3, false);
    }
    moment.textContent = clock(now);
    show([...devices.values()]);
  }

  function start(): void {
    let last = performance.now();
    play.textContent = "❚❚ Pause";
    timer = window.setInterval(() => {
      const passed = performance.now() - last;
      last += passed;
      now = Math.min(times.at(-1)!, now + passed * Speeds[speed.selectedIndex]![1]);
      slider.value = String(1000 * (now - times[0]!) / Math.max(1, times.at(-1)! - times[0]!));
      draw();
      if (now >= times.at(-1)!) pause();
    }, 100);
  }

  function pause(): void {
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶ Play";
  }

  function leave(): void {
    pause();
    isOpen = false;
    fill(body);
    show(null);
  }

  return { element, close: pause };
}
