/** The pages' only style sheet. It stands in each page, so that a page is one request. */
export const styles = `
:root{color-scheme:light dark;--bg:#f3f1ec;--card:#fff;--ink:#1c1a17;--soft:#5c574e;--line:#dfdad0;--accent:#0f5c57;--on-accent:#fff;--tint:#e3efed;--warm:#8a5300;--warm-tint:#fbefd9}
@media (prefers-color-scheme:dark){:root{--bg:#131210;--card:#24221f;--ink:#f2efe9;--soft:#bbb4a9;--line:#45403a;--accent:#86d3ca;--on-accent:#08211f;--tint:#1f3331;--warm:#f3c777;--warm-tint:#3d3018}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;min-height:100svh;display:flex;flex-direction:column;background:var(--bg);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
main{width:100%;max-width:30rem;margin:clamp(0rem,11vh,7rem) auto auto;padding:1.5rem 1rem}
.brand{margin:0 clamp(1.25rem,6vw,2.5rem) .75rem;font-size:1.125rem;font-weight:650}
.brand a{color:inherit;text-decoration:none;display:inline-block;max-width:100%;padding:.5625rem 0}
.brand a:hover{text-decoration:underline}
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
li+li{margin-top:.375rem}
.button{display:block;width:100%;min-height:3.25rem;margin-top:1.5rem;padding:.75rem 1.25rem;border:2px solid transparent;border-radius:.875rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:650;line-height:1.35;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{text-decoration:underline}
.quiet{margin-top:.75rem;border-color:var(--line);background:none;color:var(--ink);font-weight:500}
.quiet:hover{border-color:currentColor}
.undo{margin-top:1.75rem;padding-top:.25rem;border-top:1px solid var(--line)}
.undo+form{margin-top:1.5rem}
.note{color:var(--soft);font-size:.9375rem;text-align:center;text-wrap:balance;margin-top:1rem}
.card a{color:var(--accent)}
.card a.button{color:var(--on-accent)}
nav{width:100%;max-width:30rem;margin:0 auto;padding:0 1rem 1.5rem}
summary{display:flex;align-items:center;justify-content:center;gap:.5rem;width:fit-content;min-height:2.75rem;margin:auto;padding:0 .875rem;border-radius:.75rem;color:var(--soft);cursor:pointer;list-style:none}
summary::-webkit-details-marker{display:none}
nav ul{columns:2;padding:0;list-style:none}
nav li+li{margin:0}
nav a{display:block;padding:.625rem .875rem;border-radius:.75rem;color:inherit;text-decoration:none;break-inside:avoid}
nav a:hover{text-decoration:underline}
[aria-current]{font-weight:650;background:var(--tint)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
@media (forced-colors:active){.button{border-color:ButtonText}.icon{border:1px solid}}
`.replaceAll("\n", "");
