import { get, sitePath } from "./api";
import { h } from "./dom";
import { floorName } from "./format";
import type { Floor } from "./types";

/** Where regions surveyed by name alone are kept; not a floor to look at. */
const Unplaced = "~unplaced";

export const loadFloors = async (site: string): Promise<Floor[]> =>
  (await get<Floor[]>(`${sitePath(site)}/floors`)).filter(floor => floor.floor !== Unplaced);

export const sameFloor = (floor: Floor | null, building?: string, name?: string): boolean =>
  floor !== null && floor.building === (building ?? "") && floor.floor === (name ?? "");

/** Chooses among floors. */
export function floorChoice(floors: readonly Floor[], choose: (floor: Floor) => void): HTMLSelectElement {
  const select = h("select", {
    class: "floor-choice", aria: { label: "Floor" }, on: { change: () => choose(floors[select.selectedIndex]!) },
  }, floors.map(floor => h("option", {}, floorName(floor.building, floor.floor))));
  select.hidden = floors.length < 2;
  return select;
}
