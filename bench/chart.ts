/** Bars as an SVG that is readable on a light and on a dark page. Pure. */

export interface Bar {
  name: string;
  value: number;
  /** What stands at its end. */
  label: string;
  kind: "limit" | "usual" | "ours";
}

export interface Panel {
  title: string;
  bars: readonly Bar[];
}

const WIDTH = 720;
const MARGIN = 24;
const NAMES = 96;
const LABELS = 200;
const TITLE_HEIGHT = 34;
const BAR_HEIGHT = 22;
const BAR_GAP = 8;
const PANEL_GAP = 18;

const STYLE = `
    text { font: 14px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #24292f; }
    .title { font-weight: 600; }
    .ground { fill: #ffffff; stroke: #d0d7de; }
    .limit { fill: #8c959f; }
    .usual { fill: #b08500; }
    .ours { fill: #1a7f37; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; }
      .ground { fill: #0d1117; stroke: #30363d; }
      .limit { fill: #6e7681; }
      .usual { fill: #bb8009; }
      .ours { fill: #3fb950; }
    }
  `;

/** Draws the panels one below the other, each with a scale of its own. */
export function chart(description: string, panels: readonly Panel[]): string {
  let y = MARGIN;
  const parts: string[] = [];
  for (const { title, bars } of panels) {
    parts.push(`<text class="title" x="${MARGIN}" y="${y + 14}">${escape(title)}</text>`);
    y += TITLE_HEIGHT;
    const most = Math.max(...bars.map(({ value }) => value));
    for (const bar of bars) {
      parts.push(barAt(y, bar, bar.value / most));
      y += BAR_HEIGHT + BAR_GAP;
    }
    y += PANEL_GAP;
  }
  const height = y - BAR_GAP - PANEL_GAP + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img">
  <title>${escape(description)}</title>
  <style>${STYLE}</style>
  <rect class="ground" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8" />
  ${parts.join("\n  ")}
</svg>
`;
}

function barAt(y: number, { name, label, kind }: Bar, share: number): string {
  const start = MARGIN + NAMES;
  const width = Math.max(1, Math.round((WIDTH - start - LABELS) * share));
  const baseline = y + BAR_HEIGHT / 2 + 5;
  return [
    `<text x="${MARGIN}" y="${baseline}">${escape(name)}</text>`,
    `<rect class="${kind}" x="${start}" y="${y}" width="${width}" height="${BAR_HEIGHT}" rx="3" />`,
    `<text x="${start + width + 8}" y="${baseline}">${escape(label)}</text>`,
  ].join("\n  ");
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** For the text of an element; attributes take nothing from outside. */
export function escape(text: string): string {
  return text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
}
