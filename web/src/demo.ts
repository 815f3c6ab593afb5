import type L from "leaflet";
import { get, send } from "./api";
import { attempt, bar, button, fill, h } from "./dom";
import { Chart } from "./chart";
import { drawTruths, type Device, type Extra } from "./devices";
import { metres } from "./format";
import type { Point } from "./plan";
import type { DemoState } from "./types";

const Months = 7;
const LatestSeconds = 20;

/** What the demo shows beside the map: progress, the switch, the error as it runs. */
export function demoPanel(deviceOf: (name: string) => Device | null): { element: HTMLElement; draw: Extra; close: () => void } {
  let state: DemoState | null = null;
  const past = new Map<string, { from: Point; to: Point; start: number }>();
  const status = h("p", { class: "demo-status", role: "status", aria: { live: "polite" } });
  const progress = h("div", {});
  const toggle = button("Seven months later", () => void attempt(async () => {
    await send("POST", "/demo/age", { months: state?.months ? 0 : Months });
  }), "primary switch");
  const figures = h("dl", { class: "figures" });
  const chart = new Chart(
    [{ label: "model of the survey day", colour: "bad", isDashed: true }, { label: "model that answers", colour: "accent" }],
    { x: "seconds", y: "mean error, m" }, false);
  const legend = h("ul", { class: "legend" },
    h("li", {}, h("span", { class: "key located" }), "located, with the circle that should hold 95 %"),
    h("li", {}, h("span", { class: "key true" }), "where they truly are"),
    h("li", {}, h("span", { class: "key frozen" }), "where the survey day's model takes them to be"));
  const element = h("section", { class: "card demo", aria: { label: "Demo" } },
    h("div", { class: "row" }, h("h2", {}, "A simulated office"), h("span", { class: "tag" }, "simulated")),
    status, progress, h("div", { class: "row" }, toggle, figures), chart.element, legend);
  toggle.disabled = true;

  async function update(): Promise<void> {
    state = await get<DemoState>("/demo");
    const isWalking = state.phase === "walking";
    status.textContent = state.message;
    fill(progress, (state.progress > 0 || !isWalking) && bar(state.progress, `${Math.round(100 * state.progress)} % done`));
    toggle.disabled = !isWalking;
    toggle.textContent = state.months ? "Back to the survey day" : "Seven months later";
    toggle.setAttribute("aria-pressed", String(state.months > 0));
    const now = performance.now();
    for (const walker of state.walkers) {
      const before = past.get(walker.device);
      past.set(walker.device, { from: before ? glide(before, now) : walker, to: walker, start: now });
    }
    const latest = state.errors.slice(-LatestSeconds);
    const mean = (pick: (second: DemoState["errors"][number]) => number | undefined) => {
      const known = latest.map(pick).filter(error => error !== undefined);
      return known.length ? known.reduce((sum, error) => sum + error, 0) / known.length : null;
    };
    const frozen = mean(second => second.frozen), serving = mean(second => second.serving);
    fill(figures,
      h("dt", { class: "accent" }, state.isUpdated ? "kept up to date" : "answers now"), h("dd", { data: { figure: "serving" } }, metres(serving)),
      h("dt", { class: "bad" }, "survey day's"), h("dd", { data: { figure: "frozen" } }, metres(frozen)));
    if (state.errors.length > 1) {
      chart.set(state.errors.map(second => second.second), state.errors.map(second => second.frozen), state.errors.map(second => second.serving));
    }
    chart.element.hidden = legend.hidden = figures.hidden = state.errors.length < 2;
  }

  const draw: Extra = (context, pixel: (point: Point) => L.Point, now) => {
    if (!state) return;
    drawTruths(context, pixel, state.walkers.map(walker => ({
      name: walker.device,
      truth: glide(past.get(walker.device)!, now),
      frozen: state!.months > 0 && state!.isUpdated && walker.frozenX !== undefined && walker.frozenY !== undefined
        ? { x: walker.frozenX, y: walker.frozenY } : null,
    })), name => deviceOf(name)?.position(now) ?? null);
  };

  const tick = setInterval(() => void update().catch(() => undefined), 1000);
  void update().catch(() => undefined);
  return {
    element,
    draw,
    close: () => {
      clearInterval(tick);
      chart.close();
    },
  };
}

function glide({ from, to, start }: { from: Point; to: Point; start: number }, now: number): Point {
  const share = Math.min(1, (now - start) / 900);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
