/** What the service answers; docs/openapi.json says the same at length. */

export interface Site { name: string; created: string; hasModel: boolean }

export interface ControlPoint { x: number; y: number; latitude: number; longitude: number }

export interface Floor { building: string; floor: string; width?: number; height?: number; georeference?: ControlPoint[] }

export interface FloorVersion { id: number; time: string; key: string; kind: "floor" | "plan" | "regions"; bytes: number }

/** A ring of a polygon: [x, y] in metres, the last equal to the first. */
export type Ring = [number, number][];

export interface RegionFeature {
  type: "Feature"; properties: { name: string }; geometry: { type: "Polygon"; coordinates: Ring[] };
}

export interface Location {
  known: boolean; building?: string; floor?: string; region?: string; x?: number; y?: number; accuracy?: number;
  confidence?: number; model?: number;
}

export interface LivePosition { device: string; time: string; location: Location }

export interface PastPosition extends Location { device?: string; time: string }

export interface CoveredPoint {
  building?: string; floor?: string; region?: string; x?: number; y?: number; scans: number; devices: number;
  accessPoints: number; last?: string;
}

export interface Coverage { scans: number; devices: number; points: CoveredPoint[] }

export interface PointError { building?: string; floor?: string; x: number; y: number; errorMetres: number }

export interface SurveyScan { id: number; device?: string; time?: string; accessPoints: number; strongest?: number; retired?: string }

export interface HeardDevice { device: string; scans: number; accessPoints?: number; last: string }

export interface Job {
  id: number; kind: string; state: "waiting" | "running" | "done" | "failed" | "cancelled"; progress: number;
  secondsLeft?: number; message?: string; created: string; finished?: string;
}

export interface Model {
  version: number; active: boolean; kind: string; created: string; scans: number; preset: string; seed: number;
  validationError?: number; sha256: string; shadow: boolean; report?: string[];
}

export interface ModelScore { version: number; knownShare: number; confidence?: number; halvesApart?: number; surveyError?: number }

export interface Comparison {
  scans: number; surveyScans: number; sameFloor?: number; metresApart?: number; active: ModelScore; other: ModelScore; objection?: string;
}

export interface RegionDrift {
  building?: string; floor?: string; region?: string; scans: number; expected: number; vanished: string[]; moved: string[]; new: string[];
  confidence?: number; confidenceBefore?: number; unfamiliarPhones: number; resurvey?: string;
}

export interface Drift { model: number; scans: number; unknownShare: number; isSeen: boolean; regions: RegionDrift[] }

export interface ModelDescription {
  version: number; devices: string[]; history: string[]; accessPoints: { name: string; isUsed: boolean; reason: string }[];
}

export interface AccessPoint {
  id: string; locallyAdministered: boolean; surveyScans: number; recentScans: number; strongest?: number;
  lastHeard?: string; status: "used" | "idle" | "new" | "vanished" | "opted-out";
}

export interface Explanation {
  device: string; time: string; location: Location; regions: { region: string; share: number }[];
  nearest: { building?: string; floor?: string; region?: string; x?: number; y?: number; unlikeness: number }[];
  accessPoints: { id: string; rssiDbm: number; movesMetres?: number }[]; accessPointsHeard: number; image: number[];
}

export interface DemoWalker { device: string; x: number; y: number; frozenX?: number; frozenY?: number }

export interface DemoState {
  site: string; phase: "surveying" | "training" | "walking" | "updating" | "failed"; message: string; progress: number;
  months: number; isUpdated: boolean; walkers: DemoWalker[];
  errors: { second: number; frozen?: number; serving?: number; months: number }[];
}
