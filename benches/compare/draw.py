"""A plot of one line on two logarithmic axes as SVG."""
from math import log10

WIDTH, HEIGHT, MARGIN = 560, 300, 60


def lines(title, across, up, points):
    xs, ys = [log10(x) for x, _ in points], [log10(y) for _, y in points]
    at = lambda v, low, high, start, end: start + (v - low) / ((high - low) or 1) * (end - start)
    low_y, high_y = min(ys) - 0.15, max(ys) + 0.15
    places = [(at(x, min(xs), max(xs), MARGIN + 20, WIDTH - MARGIN), at(y, low_y, high_y, HEIGHT - MARGIN, MARGIN)) for x, y in zip(xs, ys)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    marks = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#2a6f97"/>'
        f'<text x="{x:.1f}" y="{y - 10:.1f}" text-anchor="middle">{shown(b)}</text>'
        f'<text x="{x:.1f}" y="{HEIGHT - MARGIN + 18}" text-anchor="middle">{shown(a)}</text>'
        for (x, y), (a, b) in zip(places, points))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">'
            f'<rect width="100%" height="100%" fill="#fff"/><text x="{MARGIN}" y="24" font-size="14">{title}</text>'
            f'<path d="M{MARGIN},{MARGIN - 10} V{HEIGHT - MARGIN} H{WIDTH - MARGIN + 20}" fill="none" stroke="#888"/>'
            f'<polyline points="{path}" fill="none" stroke="#2a6f97" stroke-width="2"/>{marks}'
            f'<text x="{WIDTH / 2}" y="{HEIGHT - 12}" text-anchor="middle">{across}</text>'
            f'<text x="{MARGIN}" y="{MARGIN - 16}">{up}</text></svg>\n')


def shown(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"
