/** The pages' only style sheet. It stands in each page, so that a page is one request. */
export const styles = `
:root{color-scheme:light dark;--bg:#f3f1ec;--card:#fff;--ink:#1c1a17;--soft:#5c574e;--line:#dfdad0;--accent:#0f5c57;--on-accent:#fff;--tint:#e3efed}
@media (prefers-color-scheme:dark){:root{--bg:#131211;--card:#1e1c1a;--ink:#f2efe9;--soft:#b8b1a6;--line:#3a3631;--accent:#86d3ca;--on-accent:#08211f;--tint:#1f3331}}
*{box-sizing:border-box;margin:0}
body{min-height:100vh;min-height:100svh;display:flex;flex-direction:column;background:var(--bg);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:anywhere}
main{width:100%;max-width:30rem;margin:auto;padding:1.5rem 1rem}
.brand{margin:0 .25rem 1rem;color:var(--soft);font-weight:600}
.brand a{color:inherit}
.card{background:var(--card);border:1px solid var(--line);border-radius:1.25rem;padding:clamp(1.5rem,6vw,2.5rem);box-shadow:0 1px 2px #0000000a,0 12px 32px #0000000f}
.icon{display:grid;place-items:center;width:3.5rem;height:3.5rem;border-radius:50%;background:var(--tint);color:var(--accent);margin-bottom:1.25rem}
h1{font-size:clamp(1.625rem,7vw,2rem);line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
h1:focus{outline:0}
.subject{margin:1.25rem 0 0;padding:.875rem 1rem;border:1px solid var(--line);border-radius:.875rem}
.subject b{display:block;font-size:1.125rem;line-height:1.35}
.subject span{color:var(--soft)}
p,ul{margin-top:1.25rem}
ul{padding-inline-start:1.25rem}
li+li{margin-top:.375rem}
.button{display:block;width:100%;min-height:3.25rem;margin-top:1.75rem;padding:.8125rem 1.25rem;border:2px solid transparent;border-radius:.875rem;background:var(--accent);color:var(--on-accent);font:inherit;font-weight:650;text-align:center;text-decoration:none;cursor:pointer}
.button:hover{filter:brightness(1.08)}
.note{color:var(--soft);font-size:.9375rem;text-align:center;margin-top:1rem}
a{color:var(--accent);text-underline-offset:.15em}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
`.replaceAll("\n", "");
