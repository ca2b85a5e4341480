// Brings a field into view with the cursor in it, and the point of the letter that is being written beside it.
"use strict";

const page = window.parent.document;
const listening = new AbortController();
let led = { points: {} };
let written = null;
const FIELDS = "textarea, input, [role=spinbutton], [role=radio]";

const tell = (type, more) => window.parent.postMessage({ isStreamlitMessage: true, type, ...more }, "*");

// The field may come a moment after this, and only once for each press, also when the page is loaded again.
function lead(tries = 60) {
  if (!led.to || window.sessionStorage.getItem("hs-led") === led.press) return;
  const place = page.getElementsByClassName(led.to)[0];
  // The field that keeps a draft stands first in its form and is shown to nobody.
  const [first, ...others] = [...place?.querySelectorAll(FIELDS) ?? []].filter(each => each.getClientRects().length);
  // Of choices the cursor comes to the one that is chosen.
  const field = first?.type === "radio" ? others.find(each => each.name === first.name && each.checked) ?? first : first;
  if (!field) {
    if (tries) setTimeout(lead, 50, tries - 1);
    return;
  }
  window.sessionStorage.setItem("hs-led", led.press);
  field.focus({ preventScroll: true });
  const still = window.parent.matchMedia("(prefers-reduced-motion: reduce)").matches;
  // A whole form is read from its beginning, below the head of the page.
  place.style.scrollMarginTop = "6rem";
  const block = place.offsetHeight > window.parent.innerHeight / 2 ? "start" : "center";
  place.scrollIntoView({ block, behavior: still ? "auto" : "smooth" });
}

function pointOf(element) {
  for (let at = element; at; at = at.parentElement) {
    const key = [...at.classList].find(name => name in led.points);
    if (key) return led.points[key];
  }
  return null;
}

// Only what scrolls by itself beside the fields is moved; below them, as on a phone, the page stays where it is.
function show() {
  for (const point of page.querySelectorAll(".hs-paper [data-point]")) {
    const is = point.dataset.point === written;
    point.classList.toggle("hs-written", is);
    const frame = is && point.closest(".st-key-hs-read");
    if (!frame || frame.scrollHeight <= frame.clientHeight + 1) continue;
    const away = point.getBoundingClientRect().top - frame.getBoundingClientRect().top;
    if (away < 0 || away > frame.clientHeight * 0.75) frame.scrollTop += away - frame.clientHeight / 3;
  }
}

page.addEventListener("focusin", ({ target }) => {
  const point = pointOf(target);
  if (point === null) return;
  written = point;
  show();
}, { signal: listening.signal });
window.addEventListener("pagehide", () => listening.abort());

window.addEventListener("message", ({ source, data }) => {
  if (source !== window.parent || data.type !== "streamlit:render") return;
  led = data.args;
  if (window.frameElement) {
    window.frameElement.tabIndex = -1;
    window.frameElement.setAttribute("aria-hidden", "true");
  }
  tell("streamlit:setFrameHeight", { height: 0 });
  lead();
  show();
});
tell("streamlit:componentReady", { apiVersion: 1 });
