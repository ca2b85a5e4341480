// A button that copies a text, and says that it did, in the reader's words.
"use strict";

const element = id => document.getElementById(id);
let words = {};

const tell = (type, more) => window.parent.postMessage({ isStreamlitMessage: true, type, ...more }, "*");
const fitFrame = () => tell("streamlit:setFrameHeight", { height: Math.ceil(document.querySelector("main").offsetHeight) + 8 });

// Where a portal is reached without https, or by an old browser, there is no clipboard but this older way.
function copiedTheOldWay() {
  const held = document.createElement("textarea");
  held.value = words.text;
  document.body.append(held);
  held.select();
  const copied = document.execCommand("copy");
  held.remove();
  element("copy").focus();
  return copied;
}

async function copied() {
  try {
    await navigator.clipboard.writeText(words.text);
    return true;
  } catch {
    return copiedTheOldWay();
  }
}

element("copy").addEventListener("click", async () => {
  element("said").textContent = (await copied()) ? words.done : words.failed;
  fitFrame();
});

new ResizeObserver(fitFrame).observe(document.querySelector("main"));

window.addEventListener("message", ({ source, data }) => {
  if (source !== window.parent || data.type !== "streamlit:render") return;
  // What was said is about the text that was copied, not about another.
  if (words.text !== data.args.text) element("said").textContent = "";
  words = data.args;
  document.documentElement.lang = words.language;
  document.documentElement.dataset.shade = data.theme?.base || "light";
  document.title = words.label;
  if (window.frameElement) window.frameElement.title = words.label;
  element("copy").textContent = words.label;
  fitFrame();
});
tell("streamlit:componentReady", { apiVersion: 1 });
