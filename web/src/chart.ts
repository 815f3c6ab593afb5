import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { h } from "./dom";
import { colour } from "./theme";

/** A line chart of seconds or moments; it fits its place and follows light and dark. */
export class Chart {
  readonly element = h("div", { class: "chart" });
  private plot: uPlot | null = null;
  private data: uPlot.AlignedData;

  constructor(
    private readonly series: readonly { label: string; colour: string; isDashed?: boolean }[],
    private readonly axes: { x: string; y: string }, private readonly isTime: boolean,
  ) {
    this.data = [[], ...series.map(() => [])];
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(this.element);
    addEventListener("theme", this.remake);
  }

  set(x: readonly number[], ...ys: readonly (readonly (number | null | undefined)[])[]): void {
    this.data = [[...x], ...ys.map(y => [...y])] as uPlot.AlignedData;
    if (this.plot) this.plot.setData(this.data);
    else this.make();
  }

  close(): void {
    removeEventListener("theme", this.remake);
    this.plot?.destroy();
  }

  private readonly remake = (): void => {
    this.plot?.destroy();
    this.make();
  };

  private size(): { width: number; height: number } {
    return { width: Math.max(120, this.element.clientWidth), height: 170 };
  }

  private make(): void {
    if (!this.element.isConnected) return;
    const axis = (label: string): uPlot.Axis => ({
      label, labelSize: 16, labelFont: "11px system-ui", font: "11px system-ui", stroke: colour("muted"), size: 38,
      grid: { stroke: colour("line"), width: 1 }, ticks: { show: false },
    });
    this.plot = new uPlot({
      ...this.size(),
      scales: { x: { time: this.isTime }, y: { range: (_, __, max) => [0, Math.max(1, (max ?? 1) * 1.1)] } },
      axes: [{ ...axis(this.axes.x), size: 28 }, axis(this.axes.y)],
      series: [{ label: this.axes.x }, ...this.series.map(one => ({
        label: one.label, stroke: colour(one.colour), width: 2, points: { show: false }, spanGaps: true,
        ...(one.isDashed ? { dash: [5, 4] } : {}),
      }))],
      cursor: { y: false, points: { size: 6 } },
      legend: { show: false },
    }, this.data, this.element);
  }
}
