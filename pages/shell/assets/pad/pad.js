// A signature drawn with a mouse, a finger or a pen, sent to the form it stands in as a small PNG; "" while it is empty.
"use strict";

const SENT_WIDTH = 600, STROKE = 1 / 180;
const element = id => document.getElementById(id);
const pad = element("pad");
let strokes = [], current = null, words = {};

const tell = (type, more) => window.parent.postMessage({ isStreamlitMessage: true, type, ...more }, "*");
const fitFrame = () => tell("streamlit:setFrameHeight", { height: Math.ceil(document.querySelector("main").offsetHeight) + 8 });

// Points are kept as shares of the pad's width, so that the drawing follows when a phone is turned.
function paint(canvas, width, colour) {
  const brush = canvas.getContext("2d");
  brush.clearRect(0, 0, canvas.width, canvas.height);
  brush.strokeStyle = brush.fillStyle = colour;
  brush.lineWidth = width * STROKE;
  brush.lineCap = brush.lineJoin = "round";
  for (const stroke of strokes) {
    brush.beginPath();
    stroke.forEach(([x, y], index) => index ? brush.lineTo(x * width, y * width) : brush.moveTo(x * width, y * width));
    if (stroke.length === 1) brush.lineTo(stroke[0][0] * width, stroke[0][1] * width);
    brush.stroke();
  }
}

function show() {
  paint(pad, pad.width, getComputedStyle(document.documentElement).getPropertyValue("--ink"));
}

function send() {
  const copy = document.createElement("canvas");
  copy.width = SENT_WIDTH;
  copy.height = Math.round(SENT_WIDTH * pad.clientHeight / pad.clientWidth);
  paint(copy, SENT_WIDTH, "black");
  const value = strokes.length ? copy.toDataURL("image/png") : "";
  element("said").textContent = strokes.length ? words.drawn : words.empty;
  tell("streamlit:setComponentValue", { value, dataType: "json" });
  fitFrame();
}

function place(event) {
  const box = pad.getBoundingClientRect();
  return [(event.clientX - box.left - pad.clientLeft) / pad.clientWidth, (event.clientY - box.top - pad.clientTop) / pad.clientWidth];
}

pad.addEventListener("pointerdown", event => {
  if (!event.isPrimary || event.button) return;
  try { pad.setPointerCapture(event.pointerId); } catch { /* A pen that is lifted at once has nothing to capture. */ }
  strokes.push(current = [place(event)]);
  show();
});
pad.addEventListener("pointermove", event => {
  if (!current || !event.isPrimary) return;
  current.push(...(event.getCoalescedEvents?.() || []).map(place), place(event));
  show();
});
for (const end of ["pointerup", "pointercancel"]) {
  pad.addEventListener(end, () => { if (current) { current = null; send(); } });
}
element("clear").addEventListener("click", () => { strokes = []; current = null; show(); send(); });

new ResizeObserver(() => {
  if (!pad.clientWidth) return;
  pad.width = pad.clientWidth * window.devicePixelRatio;
  pad.height = pad.clientHeight * window.devicePixelRatio;
  show();
  fitFrame();
}).observe(pad);

window.addEventListener("message", ({ source, data }) => {
  if (source !== window.parent || data.type !== "streamlit:render") return;
  words = data.args;
  document.documentElement.lang = words.language;
  document.documentElement.dataset.shade = data.theme?.base || "light";
  document.title = words.label;
  if (window.frameElement) window.frameElement.title = words.label;
  element("label").textContent = words.explanation;
  pad.setAttribute("aria-label", words.label);
  element("clear").textContent = words.clear;
  element("said").textContent = strokes.length ? words.drawn : words.empty;
  show();
  fitFrame();
});
tell("streamlit:componentReady", { apiVersion: 1 });
