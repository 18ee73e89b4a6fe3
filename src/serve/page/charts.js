// Drawings of a model's scores.

import { s } from "./dom.js";
import { colour } from "./stances.js";

/** A figure from 0 to 1 with its interval, as a dot on a line. */
export function interval([value, lower, upper], label) {
  const x = (share) => (4 + 192 * share).toFixed(1);
  return s(`svg.interval.${colour(label)}`, { viewBox: "0 0 200 16", width: 200, height: 16, "aria-hidden": "true" },
    s("line.axis", { x1: x(0), x2: x(1), y1: 8, y2: 8 }),
    s("line.whisker", { x1: x(lower), x2: x(upper), y1: 8, y2: 8 }),
    s("circle.fill", { cx: x(value), cy: 8, r: 4 }));
}

/** Confidence against the share that was right; on the diagonal, confidence means what it says. */
export function reliabilityPlot(bins) {
  const [left, top, size] = [44, 12, 260];
  const x = (share) => (left + size * share).toFixed(1);
  const y = (share) => (top + size * (1 - share)).toFixed(1);
  const most = Math.max(...bins.map((bin) => bin.share), 1e-9);
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  const told = bins.map((bin) => `at ${Math.round(bin.confidence * 100)} % confidence ${Math.round(bin.accuracy * 100)} % right`).join("; ");
  return s("svg.plot", { viewBox: `0 0 ${left + size + 12} ${top + size + 44}`, role: "img", "aria-label": `Reliability: ${told}.` },
    ticks.map((tick) => [
      s("line.axis", { x1: x(0), x2: x(1), y1: y(tick), y2: y(tick) }),
      s("text", { x: left - 8, y: Number(y(tick)) + 4, "text-anchor": "end" }, `${tick * 100}`),
      s("text", { x: x(tick), y: top + size + 18, "text-anchor": "middle" }, `${tick * 100}`)]).flat(),
    s("line.diagonal", { x1: x(0), y1: y(0), x2: x(1), y2: y(1) }),
    s("polyline.curve", { points: bins.map((bin) => `${x(bin.confidence)},${y(bin.accuracy)}`).join(" ") }),
    bins.map((bin) => s("circle.point", { cx: x(bin.confidence), cy: y(bin.accuracy), r: (3 + 5 * Math.sqrt(bin.share / most)).toFixed(1) })),
    s("text", { x: x(0.5), y: top + size + 38, "text-anchor": "middle" }, "confidence, %"),
    s("text", { transform: `translate(12 ${y(0.5)}) rotate(-90)`, "text-anchor": "middle" }, "right, %"));
}

/** Fine steps of confidence as tenths, each with its mean confidence and the share that was right. */
export function tenths(steps) {
  const bins = new Map();
  for (const { from, to, share, accuracy } of steps) {
    const key = Math.min(9, Math.floor(((from + to) / 2) * 10));
    const bin = bins.get(key) ?? { share: 0, right: 0, weight: 0 };
    bins.set(key, { share: bin.share + share, right: bin.right + share * accuracy, weight: bin.weight + (share * (from + to)) / 2 });
  }
  return [...bins].sort(([a], [b]) => a - b).map(([, bin]) => ({ share: bin.share, confidence: bin.weight / bin.share, accuracy: bin.right / bin.share }));
}
