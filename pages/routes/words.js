// What Streamlit names in English by itself and has no setting for is said in the reader's language: names that are only
// read aloud, the letters of an empty date, the ends of long lists. Icons within words are not read aloud at all, and
// a message is named by its own words, where Streamlit names it by something that is not there. What Streamlit lays over
// the page belongs to a place of the page, the line above a calendar is not the top of another page, and a field for a
// file is no place of its own: its button says what it is for.
(() => {
  const ALL = {};
  const NAMES = ["aria-label", "aria-valuetext", "placeholder", "title"], BLANK = "{words}";
  const TEXTS = "[role=spinbutton], [role=listbox] *, [role=dialog] *, [role=tooltip] *, [data-testid=stDateInput] *, [data-testid=stMultiSelect] *, [data-testid=stSelectbox] *, [data-testid=stToastViewButton], [data-testid=stDownloadButtonError], [data-testid=stDownloadButtonError] *";
  const english = new WeakMap();
  let language = "", said = [], months = [], left = new Set(), due = false;
  const monthsIn = (of) => [...Array(12).keys()].map((month) => new Intl.DateTimeFormat(of, {month: "long"}).format(new Date(2026, month)));
  const inWords = (text) => {
    for (const [from, to] of said) {
      const [before, after] = from.split(BLANK);
      if (after === undefined ? text === from : text.length > from.length - BLANK.length && text.startsWith(before) && text.endsWith(after)) {
        return after === undefined ? to : to.replace(BLANK, () => text.slice(before.length, text.length - after.length));
      }
    }
    const month = /^(\d+ – )(.+)$/.exec(text);
    const place = month ? monthsIn("en").indexOf(month[2]) : -1;
    return place < 0 ? text : month[1] + months[place];
  };
  // What stood there in English is kept, for a reader who changes to another language.
  const say = (thing, name, now, put) => {
    const kept = english.get(thing) ?? {};
    const from = kept[name]?.put === now ? kept[name].from : now;
    const to = inWords(from);
    if (to === now) return;
    english.set(thing, {...kept, [name]: {from, put: to}});
    put(to);
  };
  const nameByItsWords = (message) => {
    const id = message.getAttribute("aria-labelledby"), words = message.querySelector("[data-testid=stMarkdownContainer]");
    if (id && words && !document.getElementById(id)) words.id = id;
  };
  const nameItsButton = (fileField) => {
    fileField.querySelector("button")?.setAttribute("aria-label", `Upload ${fileField.getAttribute("aria-label")}`);
    fileField.removeAttribute("aria-label");
  };
  const OVER = "[role=menu], [role=listbox], [role=tooltip]", PLACES = "#root, [role=dialog], [role=region]";
  const layOver = (element) => {
    const around = element.parentElement;
    around.setAttribute("role", "region");
    around.setAttribute("aria-label", "On top of the page");
  };
  const sayAll = (root) => {
    for (const element of [root, ...root.querySelectorAll("*")]) {
      for (const name of NAMES) {
        if (element.hasAttribute(name)) say(element, name, element.getAttribute(name), (to) => element.setAttribute(name, to));
      }
      if (element.matches("[role=img][aria-label$=' icon']")) element.setAttribute("aria-hidden", "true");
      if (element.matches("[data-testid=stToast]")) nameByItsWords(element);
      if (element.matches(OVER) && !element.closest(PLACES)) layOver(element);
      if (element.matches("[role=application] > header")) element.setAttribute("role", "presentation");
      if (element.matches("[data-testid=stFileUploaderDropzone][aria-label]")) nameItsButton(element);
      if (element.matches(TEXTS)) {
        for (const text of element.childNodes) {
          if (text.nodeType === Node.TEXT_NODE) say(text, "text", text.data, (to) => { text.data = to; });
        }
      }
    }
  };
  const go = () => {
    if (!due) return;
    due = false;
    const now = JSON.parse(getComputedStyle(document.documentElement).getPropertyValue("--hs-word-language").trim() || '""');
    let roots = left;
    left = new Set();
    if (now && now !== language) {
      language = document.documentElement.lang = now;
      said = Object.entries(ALL[now] ?? {});
      months = monthsIn(now);
      roots = [document.body];
    }
    for (const root of roots) if (root.isConnected) sayAll(root);
  };
  new MutationObserver((changes) => {
    for (const {type, target, addedNodes} of changes) {
      if (type === "childList") for (const node of addedNodes) left.add(node.nodeType === Node.ELEMENT_NODE ? node : target);
      else left.add(type === "characterData" ? target.parentElement ?? document.body : target);
    }
    // Before it is painted where the browser paints, and soon where it does not: behind another tab, or very busy.
    if (!due && document.body) { due = true; requestAnimationFrame(go); setTimeout(go, 200); }
  }).observe(document, {subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: NAMES});
})();
