/**
 * Keeps the mailbox current: when the server says that something changed, fetches the page again
 * and renews what differs. Without this script every button still works, by loading the page.
 */

const REST_MS = 120;

let due;

function refreshSoon() {
  due ??= setTimeout(refresh, REST_MS);
}

async function refresh() {
  due = undefined;
  const response = await fetch(location.href).catch(() => undefined);
  if (response?.ok) show(await response.text());
}

function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const region of document.querySelectorAll("[data-live]")) {
    const next = fresh.getElementById(region.id);
    if (next !== null && next.innerHTML !== region.innerHTML) renew(region, next);
  }
  for (const radio of document.querySelectorAll("#faults input")) {
    radio.checked = fresh
      .querySelector(`#faults input[value="${radio.value}"]`)
      .hasAttribute("checked");
  }
}

function renew(region, next) {
  const before = new Map(rows(region).map((row) => [row.dataset.row, row.textContent]));
  const focused = region.contains(document.activeElement) ? document.activeElement.id : "";
  region.replaceChildren(...next.childNodes);
  if (focused !== "") document.getElementById(focused)?.focus();
  for (const row of rows(region)) {
    if (before.get(row.dataset.row) !== row.textContent) flash(row);
  }
}

function rows(region) {
  return [...region.querySelectorAll("[data-row]")];
}

function flash(row) {
  row.classList.add("changed");
  setTimeout(() => row.classList.remove("changed"), 1800);
}

async function send(form, button) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form, button)),
  });
  return response.text();
}

async function press(form, button) {
  const label = button.textContent;
  const sent = send(form, button);
  button.textContent = form.dataset.busy;
  button.disabled = true;
  try {
    show(await sent);
    form.reset();
  } finally {
    button.textContent = label;
    button.disabled = false;
    (document.getElementById(button.id) ?? button).focus({ preventScroll: true });
    if (form.closest("#reading")) {
      document.getElementById("answer").scrollIntoView({ block: "nearest" });
    }
  }
}

document.addEventListener("submit", (event) => {
  if (event.target.dataset.busy === undefined) return;
  event.preventDefault();
  void press(event.target, event.submitter);
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.dataset.instant !== undefined) void send(form);
});

/** A letter's frame is as high as the letter. */
function fit(frame) {
  const height = frame.contentDocument?.documentElement?.offsetHeight;
  if (height > 0) frame.style.height = `${height}px`;
}

for (const frame of document.querySelectorAll("iframe.copy")) {
  frame.addEventListener("load", () => fit(frame));
  new ResizeObserver(() => fit(frame)).observe(frame);
  fit(frame);
}

const changes = new EventSource("/mailbox/changes");
changes.addEventListener("message", refreshSoon);
changes.addEventListener("open", refreshSoon);
