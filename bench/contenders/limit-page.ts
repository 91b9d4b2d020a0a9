/** The least that a page can cost: one constant answer, exactly as long as the asking page. */

/** Set when this is bundled. */
declare const PAGE_BYTES: number;

const PAGE = "<!doctype html>\n<title>Leave this list?</title>\n".padEnd(PAGE_BYTES, "x");

// oxlint-disable-next-line import/no-default-export -- what the runtime starts
export default {
  fetch: () => new Response(PAGE, { headers: { "content-type": "text/html; charset=UTF-8" } }),
};
