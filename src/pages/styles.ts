/** The pages' only style sheet. It stands in each page, so that a page is one request. */

import type { Brand } from "./page.ts";
import { brandStyles } from "./theme.ts";

/** The style sheet for a brand. Make it once: it does not depend on the page. */
export function styleSheet({ color }: Brand): string {
  return color === undefined ? styles : styles + brandStyles(color);
}

export const styles = `
:root{color-scheme:light dark;--bg:#f3f1ec;--card:#fff;--ink:#1c1a17;--soft:#5c574e;--line:#dfdad0;--accent:#0f5c57;--on-accent:#fff;--tint:#e3efed;--warm:#8a5300;--warm-tint:#fbefd9;--edge:#8d867a;--button:var(--accent);--on-button:var(--on-accent)}
@media (prefers-color-scheme:dark){:root{--bg:#131210;--card:#24221f;--ink:#f2efe9;--soft:#bbb4a9;--line:#45403a;--accent:#86d3ca;--on-accent:#08211f;--tint:#1f3331;--warm:#f3c777;--warm-tint:#3d3018;--edge:#857e74}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;display:flex;flex-direction:column;background:var(--bg);color:var(--ink);font:1.0625rem/1.55 system-ui,sans-serif;overflow-wrap:break-word}
main{width:100%;max-width:30rem;margin:clamp(0rem,6vh - 1rem,5rem) auto auto;padding:1.5rem 1rem}
.brand{margin:0 clamp(1.25rem,6vw,2.5rem) .75rem;font-size:1.125rem;font-weight:650}
.brand a{color:inherit;text-decoration:none;display:inline-block;max-width:100%;padding:.5625rem 0}
a:hover,.button:hover{text-decoration:underline}
img{display:block;max-width:100%;height:2.5rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:1.25rem;padding:clamp(1.25rem,6vw,2.5rem);box-shadow:0 1px 2px #0000000a,0 12px 32px #0000000f}
.icon{display:grid;place-items:center;width:3.5rem;height:3.5rem;border-radius:50%;background:var(--tint);color:var(--accent);margin-bottom:1.25rem}
.done{background:var(--accent);color:var(--on-accent)}
.trouble{background:var(--warm-tint);color:var(--warm)}
path{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
h1{font-size:clamp(1.5rem,7vw,2rem);line-height:1.2;text-wrap:balance;hyphens:manual}
h1:focus{outline:0}
.subject{padding:.75rem 1rem;border-inline-start:4px solid var(--accent);border-radius:.375rem;background:var(--bg);color:var(--soft)}
b{display:block;font-size:1.125rem;line-height:1.35;color:var(--ink)}
p,ul{margin-top:1.25rem;text-wrap:pretty}
ul{padding-inline-start:1.25rem}
.card li+li{margin-top:.375rem}
.button{display:block;width:100%;min-height:3.25rem;margin-top:1.5rem;padding:.75rem 1.25rem;border:2px solid var(--accent);border-radius:.875rem;background:var(--button);color:var(--on-button);font:inherit;font-weight:650;line-height:1.35;text-align:center;text-wrap:balance;text-decoration:none;cursor:pointer}
:lang(ja){word-break:auto-phrase}
.quiet{border-color:var(--edge);background:none;color:var(--ink);font-weight:500}
.quiet:hover{border-color:currentColor}
.undo .quiet,.link{margin-top:.75rem}
.link{border-color:transparent;color:var(--soft);text-decoration:underline;text-underline-offset:.2em}
.undo{margin-top:1.75rem;padding-top:.25rem;border-top:1px solid var(--line)}
.note{color:var(--soft);font-size:.9375rem;text-align:center;text-wrap:balance;margin-top:1rem}
p a{color:var(--accent)}
nav{width:100%;max-width:30rem;margin:0 auto;padding:0 1rem 1.5rem}
summary{width:fit-content;margin:auto;padding:.625rem .875rem;border-radius:.75rem;color:var(--soft);cursor:pointer}
nav ul{columns:2;padding:0;list-style:none}
nav a{display:block;padding:.625rem .5rem;border-radius:.75rem;color:inherit;text-decoration:none;break-inside:avoid}
[aria-current]{font-weight:650;background:var(--tint)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
nav a:focus-visible{outline-offset:-3px}
`.replaceAll("\n", "");
